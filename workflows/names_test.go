package workflows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/keys"
	"countersign/workflows"
	"countersign/workflows/sealed"
)

// frozenActivities are the names that were given before activities were named after their domain. Nothing is ever added or changed here.
var frozenActivities = []string{
	"AnnounceConversation", "AnswerFirst", "BeginSync", "ClaimRequest", "Conclude", "DueCheck", "DueInConversation", "EndRequest", "GiveSyncUp", "GiveUp",
	"GiveUpPosting", "Guess", "HearRequest", "JudgePictures", "JudgeProfile", "NoteMessages", "OpenTicket", "Post", "PostMessage", "ReadOn", "ReissueRequest",
	"RemoveTried", "RequestDue", "Send", "SendPatiently", "TryProfile", "Wake", "WriteNext",
}

// keptForHistories are activities that no workflow schedules any more, with the day from which no run can need them.
var keptForHistories = map[string]string{}

// qualified is the form of every other name: its domain and a verb.
var qualified = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9]*$`)

// recorder notes what is registered, and that it has an explicit name.
type recorder struct {
	t     *testing.T
	names []string
}

func (r *recorder) RegisterActivityWithOptions(_ any, options activity.RegisterOptions) {
	require.NotEmpty(r.t, options.Name, "a name that Temporal takes from a Go method changes with the method")
	require.NotContains(r.t, r.names, options.Name)
	r.names = append(r.names, options.Name)
}

func registered(t *testing.T) []string {
	r := recorder{t: t}
	activities.Register(&r, activities.All{})
	slices.Sort(r.names)
	return r.names
}

func TestStoredNamesNeverChange(t *testing.T) {
	t.Parallel()
	names := registered(t)
	require.Subset(t, names, frozenActivities)
	for _, name := range names {
		if !slices.Contains(frozenActivities, name) {
			require.Regexp(t, qualified, name, "name an activity after its domain")
		}
	}
	types := typeRecorder{t: t}
	workflows.Register(&types)
	require.ElementsMatch(t, []string{"Verification", "Notice", "Conversation", "TechnicianVerification", "TicketDefaultCheck", "TicketWrites", "PSASync"}, types.names)
}

func TestTheActivitiesThatAreRegisteredAreThoseThatAreScheduled(t *testing.T) {
	t.Parallel()
	scheduled := slices.Sorted(maps.Keys(keptForHistories))
	for _, name := range scheduledActivities(t) {
		require.NotContains(t, keptForHistories, name)
		scheduled = append(scheduled, name)
	}
	require.ElementsMatch(t, registered(t), scheduled)
}

// scheduledActivities reads the sources of this package for the names that it schedules. A reference to a Go method fails the test: its name is that of the method.
func scheduledActivities(t *testing.T) []string {
	t.Helper()
	constants := activityConstants(t)
	files := token.NewFileSet()
	found := map[string]bool{}
	for _, path := range sources(t, ".") {
		file, err := parser.ParseFile(files, path, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			if pointer, ok := node.(*ast.StarExpr); ok {
				require.Empty(t, ofActivities(pointer.X), "%s: schedule by name", path)
			}
			if name, ok := constants[ofActivities(node)]; ok {
				found[name] = true
			}
			return true
		})
	}
	return slices.Collect(maps.Keys(found))
}

// ofActivities is what a node selects from package activities, "" for anything else.
func ofActivities(node ast.Node) string {
	if selected, ok := node.(*ast.SelectorExpr); ok {
		if of, ok := selected.X.(*ast.Ident); ok && of.Name == "activities" {
			return selected.Sel.Name
		}
	}
	return ""
}

// activityConstants are the constants of activities/names.go.
func activityConstants(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../activities/names.go", nil, 0)
	require.NoError(t, err)
	constants := map[string]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.ValueSpec); ok {
			name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			constants[spec.Names[0].Name] = name
		}
		return true
	})
	require.ElementsMatch(t, registered(t), slices.Collect(maps.Values(constants)))
	return constants
}

func sources(t *testing.T, dir string) []string {
	t.Helper()
	paths, err := fs.Glob(os.DirFS(dir), "*.go")
	require.NoError(t, err)
	return slices.DeleteFunc(paths, func(path string) bool { return strings.HasSuffix(path, "_test.go") })
}

// typeRecorder notes workflow types.
type typeRecorder struct {
	t     *testing.T
	names []string
}

func (r *typeRecorder) RegisterWorkflow(any) { r.t.Fatal("a workflow is registered without a name") }
func (r *typeRecorder) RegisterWorkflowWithOptions(_ any, options workflow.RegisterOptions) {
	require.NotEmpty(r.t, options.Name)
	r.names = append(r.names, options.Name)
}
func (r *typeRecorder) RegisterDynamicWorkflow(any, workflow.DynamicRegisterOptions) {
	r.t.Fatal("a workflow is registered without a name")
}

// TestEveryNameOfARecordedHistoryIsKnown holds for what a replay does not look up: an activity that is scheduled when the worker changes is looked up by the next.
func TestEveryNameOfARecordedHistoryIsKnown(t *testing.T) {
	t.Parallel()
	names, types := registered(t), typeRecorder{t: t}
	workflows.Register(&types)
	signals := []string{workflows.SignalMessage, workflows.SignalCheck, workflows.SignalWrite}
	updates := []string{
		workflows.UpdateSend, workflows.UpdateCheck, workflows.UpdateConfirm, workflows.UpdateMatch, workflows.UpdateNotMe, workflows.UpdateCancel,
		workflows.UpdateClaim, workflows.UpdateConfirmVerbally, workflows.UpdateDeny, workflows.UpdateReissue, workflows.UpdateConfirmInPortal,
	}
	seen := map[string]bool{}
	for _, file := range recorded(t) {
		for _, event := range eventsOf(t, file) {
			if scheduled := event.GetActivityTaskScheduledEventAttributes(); scheduled != nil {
				require.Contains(t, names, scheduled.GetActivityType().GetName(), file)
				seen[scheduled.GetActivityType().GetName()] = true
			}
			if marker := event.GetMarkerRecordedEventAttributes(); marker.GetMarkerName() == "LocalActivity" {
				name := localActivityOf(t, marker.GetDetails())
				require.Contains(t, names, name, file)
				seen[name] = true
			}
			if started := event.GetWorkflowExecutionStartedEventAttributes(); started != nil {
				require.Contains(t, types.names, started.GetWorkflowType().GetName(), file)
			}
			if child := event.GetStartChildWorkflowExecutionInitiatedEventAttributes(); child != nil {
				require.Contains(t, types.names, child.GetWorkflowType().GetName(), file)
			}
			if signal := event.GetWorkflowExecutionSignaledEventAttributes(); signal != nil {
				require.Contains(t, signals, signal.GetSignalName(), file)
			}
			if update := event.GetWorkflowExecutionUpdateAcceptedEventAttributes(); update != nil {
				require.Contains(t, updates, update.GetAcceptedRequest().GetInput().GetName(), file)
			}
		}
	}
	require.Greater(t, len(seen), len(names)/2, "histories name most activities")
}

func eventsOf(t *testing.T, file string) []*historypb.HistoryEvent {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var history historypb.History
	require.NoError(t, temporalproto.CustomJSONUnmarshalOptions{}.Unmarshal(raw, &history))
	return history.Events
}

// localActivityOf is the activity that a marker tells of. Its details are sealed.
func localActivityOf(t *testing.T, details map[string]*commonpb.Payloads) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(histories, "ring.json"))
	require.NoError(t, err)
	ring, err := keys.Parse(raw)
	require.NoError(t, err)
	var data struct{ ActivityType string }
	require.NoError(t, sealed.DataConverter(ring).FromPayloads(details["data"], &data))
	return data.ActivityType
}
