package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryPortHasAConsumer looks for interfaces of core that no product code outside core and integrations names: nothing would break without them.
func TestEveryPortHasAConsumer(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	ports, used := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != root || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		portsOf(t, filepath.ToSlash(name), source, ports, used)
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(ports), 10)
	for port := range ports {
		if !used[port] {
			t.Errorf("%s has no consumer in the product: remove it, or what implements it for nobody", port)
		}
	}
}

// portsOf adds the exported interfaces that a file of core declares to ports, and those of core that a file of the product names to used. Naming a port
// only to state that a type implements it (var _ Port = ...) or inside the capability table is no use.
func portsOf(t *testing.T, name string, source []byte, ports, used map[string]bool) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	require.NoError(t, err)
	room := path.Dir(name)
	if strings.HasPrefix(name, "core/") {
		for _, declared := range parsed.Decls {
			general, ok := declared.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			for _, spec := range general.Specs {
				one := spec.(*ast.TypeSpec)
				if _, isPort := one.Type.(*ast.InterfaceType); isPort && one.Name.IsExported() {
					ports[room+"."+one.Name.Name] = true
				}
			}
		}
		return
	}
	if strings.HasPrefix(name, "integrations/") || strings.HasPrefix(name, "tests/") || strings.HasPrefix(name, "sandbox/") {
		return
	}
	imported := map[string]string{}
	for _, one := range parsed.Imports {
		if ours, is := strings.CutPrefix(strings.Trim(one.Path.Value, `"`), module); is {
			imported[path.Base(ours)] = ours
		}
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		if value, ok := node.(*ast.ValueSpec); ok && len(value.Names) == 1 && value.Names[0].Name == "_" {
			return false
		}
		if chosen, ok := node.(*ast.SelectorExpr); ok {
			if of, ok := chosen.X.(*ast.Ident); ok && imported[of.Name] != "" {
				used[imported[of.Name]+"."+chosen.Sel.Name] = true
			}
		}
		return true
	})
}

func TestAPortWithoutConsumerIsSeen(t *testing.T) {
	t.Parallel()
	ports, used := map[string]bool{}, map[string]bool{}
	portsOf(t, "core/lamp/port.go", []byte("package lamp\ntype Switch interface{ On() }\ntype Dimmer interface{ Dim() }"), ports, used)
	portsOf(t, "store/lamp.go", []byte("package store\nimport \"countersign/core/lamp\"\nvar _ lamp.Dimmer = (*Store)(nil)"), ports, used)
	portsOf(t, "api/lamp.go", []byte("package api\nimport \"countersign/core/lamp\"\ntype Deps struct{ Lamp lamp.Switch }"), ports, used)
	require.True(t, ports["core/lamp.Switch"] && ports["core/lamp.Dimmer"])
	require.True(t, used["core/lamp.Switch"])
	require.False(t, used["core/lamp.Dimmer"], "that a type implements a port uses it for nothing")
}
