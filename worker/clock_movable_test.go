//go:build countersign_clock

package worker

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// naps is a workflow with each kind of waiting, one after the other; each is far longer than the test.
func naps(ctx workflow.Context) (time.Time, error) {
	if err := workflow.Sleep(ctx, 10*time.Hour); err != nil {
		return time.Time{}, err
	}
	if err := workflow.NewTimer(ctx, 10*time.Hour).Get(ctx, nil); err != nil {
		return time.Time{}, err
	}
	_, err := workflow.AwaitWithTimeout(ctx, 10*time.Hour, func() bool { return false })
	return workflow.Now(ctx), err
}

func TestTimersEndWhenTheClockIsPutAhead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	t.Setenv("COUNTERSIGN_CLOCK_FILE", path)
	require.NoError(t, os.WriteFile(path, []byte("24h"), 0o600))
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: clockInterceptors()})
	began := env.Now()
	for n := range 3 { // the second and the third of ten hours begin where the one before ended
		env.RegisterDelayedCallback(func() { env.SignalWorkflow(signalClock, 24*time.Hour+time.Duration(n+1)*10*time.Hour) }, time.Duration(n+1)*time.Minute)
	}
	env.ExecuteWorkflow(naps)
	require.NoError(t, env.GetWorkflowError())
	var ended time.Time
	require.NoError(t, env.GetWorkflowResult(&ended))
	require.WithinDuration(t, began.Add(54*time.Hour), ended, 5*time.Minute, "a day ahead at the start, thirty hours later")
	require.Less(t, env.Now().Sub(began), 5*time.Minute, "and none of it was waited for")
}

func TestACancelledTimerEndsAtOnce(t *testing.T) {
	t.Setenv("COUNTERSIGN_CLOCK_FILE", "")
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestWorkflowEnvironment()
	env.SetWorkerOptions(worker.Options{Interceptors: clockInterceptors()})
	began := env.Now()
	env.RegisterDelayedCallback(env.CancelWorkflow, time.Minute)
	env.ExecuteWorkflow(naps)
	require.Error(t, env.GetWorkflowError())
	require.Equal(t, time.Minute, env.Now().Sub(began))
}
