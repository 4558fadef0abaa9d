package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// mayReadTheMachinesClock are the files that measure durations or set deadlines of connections. Everything else asks core/clock, so that tests can move time.
var mayReadTheMachinesClock = []string{"api/middleware.go", "api/live/stream.go"}

// hasOwnTime are rooms outside the product, and the clock itself.
var hasOwnTime = []string{"core/clock", "tests", "tools", "integrations/contract", "web/node_modules", ".git", "bin"}

func TestTheProductReadsItsOwnClock(t *testing.T) {
	t.Parallel()
	root, checked, allowed := "../..", 0, 0
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, root+"/"))
		if entry.IsDir() && slices.Contains(hasOwnTime, name) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		if slices.Contains(mayReadTheMachinesClock, name) {
			if allowed++; len(readsMachinesClock(t, path)) == 0 {
				t.Errorf("%s does not read time.Now: remove it from mayReadTheMachinesClock", name)
			}
			return nil
		}
		checked++
		for _, line := range readsMachinesClock(t, path) {
			t.Errorf("%s:%d reads time.Now: ask core/clock", name, line)
		}
		return nil
	}))
	require.Greater(t, checked, 200)
	require.Len(t, mayReadTheMachinesClock, allowed, "a file that may read the machine's clock does not exist")
}

func readsMachinesClock(t *testing.T, path string) (lines []int) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(node ast.Node) bool {
		call, is := node.(*ast.SelectorExpr)
		if !is || call.Sel.Name != "Now" && call.Sel.Name != "Since" && call.Sel.Name != "Until" {
			return true
		}
		if pkg, is := call.X.(*ast.Ident); is && pkg.Name == "time" {
			lines = append(lines, files.Position(node.Pos()).Line)
		}
		return true
	})
	return lines
}
