package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// gates are the only files of the product that hand something to a carrier, each with the function of the store that lets it, and the call in there that counts it
// against countries, limits and money.
var gates = map[string]struct{ asks, file, function, counts string }{
	"activities/sending.go":     {"Claim", "store/verify/ledger.go", "claimSend", "Admit"},
	"activities/messages.go":    {"TakeMessage", "store/messages/outbox.go", "TakeMessage", "admit"},
	"activities/mail.go":        {"ClaimNotice", "store/notices/notices.go", "ClaimNotice", "AdmitNotice"},
	"api/webhooks/call_back.go": {"deskLine", "api/webhooks/call_back.go", "deskLine", "CallBackLine"},
}

// accounts opens the account that a message was claimed for and hands it over there, for the activities that call its method send.
const accounts = "activities/senders.go"

// handsToCarrier are the calls that make something leave: a message or call, at an account or directly, and the second leg of a call.
func handsToCarrier(call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	arguments, hands := map[string]int{"Send": 2, "send": 4, "Connect": 4}[method.Sel.Name]
	return hands && len(call.Args) == arguments
}

// TestNothingLeavesButThroughTheGate fails when a new way of sending is added beside those that are counted.
func TestNothingLeavesButThroughTheGate(t *testing.T) {
	t.Parallel()
	root, seen := os.DirFS("../.."), map[string]bool{}
	require.NoError(t, fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch path {
			case "tests", "tools", "web", "bin", ".git", ".countersign", "integrations", "sandbox", "core":
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == accounts {
			return nil
		}
		source, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || !handsToCarrier(call) {
				return true
			}
			if _, known := gates[path]; !known {
				t.Errorf("%s hands something to a carrier: let it wait in an outbox that the store counts (store/sendlimit), and give it a line in gates", path)
			}
			seen[path] = true
			return true
		})
		return nil
	}))
	for path, gate := range gates {
		require.True(t, seen[path], "%s hands nothing to a carrier: remove it from gates", path)
		require.True(t, calls(t, path, "", gate.asks), "%s does not ask %s", path, gate.asks)
		require.True(t, calls(t, gate.file, gate.function, gate.counts), "%s in %s does not call %s", gate.function, gate.file, gate.counts)
	}
	require.True(t, calls(t, "store/messages/admission.go", "admit", "Admit"))
}

// calls reports whether a function of a file ("" for any of it) calls a function or method by name.
func calls(t *testing.T, path, function, name string) (found bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, read(t, path), 0)
	require.NoError(t, err)
	for _, declared := range file.Decls {
		body, ok := declared.(*ast.FuncDecl)
		if !ok || function != "" && body.Name.Name != function {
			continue
		}
		ast.Inspect(body, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				found = found || fun.Name == name
			case *ast.SelectorExpr:
				found = found || fun.Sel.Name == name
			}
			return true
		})
	}
	return found
}
