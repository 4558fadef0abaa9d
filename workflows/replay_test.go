package workflows_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/worker"

	"countersign/core/keys"
	"countersign/workflows"
	"countersign/workflows/sealed"
)

// Histories are recorded from a running product by `make histories` and sealed with the throw-away ring beside them.
// One that no longer replays means that a change would break what runs: version the change, never edit the history.
const histories = "testdata/histories"

func replayer(t *testing.T) worker.WorkflowReplayer {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(histories, "ring.json"))
	require.NoError(t, err)
	ring, err := keys.Parse(raw)
	require.NoError(t, err)
	r, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		DataConverter: sealed.DataConverter(ring), FailureConverter: sealed.FailureConverter(ring), DisableRegistrationAliasing: true,
	})
	require.NoError(t, err)
	workflows.Register(r)
	return r
}

func recorded(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(histories, "*", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func TestRecordedHistoriesReplay(t *testing.T) {
	t.Parallel()
	for _, file := range recorded(t) {
		t.Run(strings.TrimPrefix(file, histories+"/"), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, replayer(t).ReplayWorkflowHistoryFromJSONFile(nil, file))
		})
	}
}

// TestAnotherOrderOfEventsDoesNotReplay shows that the test above can fail: without its timer, no history of a verification replays,
// neither of a caller's nor of a technician's.
func TestAnotherOrderOfEventsDoesNotReplay(t *testing.T) {
	t.Parallel()
	broken := 0
	for _, file := range recorded(t) {
		if !strings.Contains(file, workflows.VerificationName) {
			continue
		}
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		var history historypb.History
		require.NoError(t, temporalproto.CustomJSONUnmarshalOptions{}.Unmarshal(raw, &history))
		for i, event := range history.Events {
			if attributes := event.GetTimerStartedEventAttributes(); attributes != nil {
				attributes.TimerId = "another"
				history.Events[i] = event
				broken++
			}
		}
		require.Error(t, replayer(t).ReplayWorkflowHistory(nil, &history), file)
	}
	require.Positive(t, broken)
}
