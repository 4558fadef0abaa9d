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

// asksTemporal are the calls and types of Temporal's client that start workflows, talk to running ones, or plan them.
var asksTemporal = map[string]bool{
	"StartWorkflowOptions": true, "UpdateWorkflowOptions": true, "ScheduleOptions": true, "ScheduleClient": true, "ExecuteWorkflow": true,
	"SignalWorkflow": true, "SignalWithStartWorkflow": true, "UpdateWorkflow": true, "UpdateWithStartWorkflow": true, "QueryWorkflow": true,
	"CancelWorkflow": true, "TerminateWorkflow": true, "DescribeWorkflowExecution": true,
}

// TestOnlyDispatchAsksTemporal: start options, retries and priorities stand in one place.
func TestOnlyDispatchAsksTemporal(t *testing.T) {
	t.Parallel()
	inDispatch := 0
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch path {
			case "tests", "tools", "web", "bin", ".git", ".countersign":
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == "worker/clock_movable.go" { // which is of builds for tests
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
			if selected, ok := node.(*ast.SelectorExpr); ok && asksTemporal[selected.Sel.Name] {
				if strings.HasPrefix(path, "dispatch/") {
					inDispatch++
				} else {
					t.Errorf("%s uses %s: add a method to package dispatch", path, selected.Sel.Name)
				}
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, inDispatch, 10)
}
