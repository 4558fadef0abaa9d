package worker

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/psasync"
)

// told is a PSA that is told where to call.
type told struct {
	*memoryDirectory
	addresses []string
	wrong     error
}

func (d *told) Unsubscribe(context.Context, string) error { return nil }

func (d *told) Subscribe(_ context.Context, address string) error {
	d.addresses = append(d.addresses, address)
	return d.wrong
}

// syncs reads such a PSA once, to its end.
func (r *reading) syncs(d *told, hook func(context.Context, uuid.UUID, uuid.UUID) (string, error)) directory.Sync {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	id := r.begin()
	syncs := &activities.Syncs{Store: psasync.SyncStore{Store: r.store}, Systems: oneDesk{d}, Now: func() time.Time { return r.now }, WebhookAddress: hook}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(syncs)
	value, err := env.ExecuteActivity(syncs.ReadPages, r.tenant, id)
	require.NoError(r.t, err)
	var more bool
	require.NoError(r.t, value.Get(&more))
	require.False(r.t, more)
	return r.sync(id)
}

func TestAPSAIsToldWhereToCallWheneverEverybodyIsRead(t *testing.T) {
	t.Parallel()
	d := &told{memoryDirectory: newDirectory(1, 3), wrong: errors.New("it has no room for another callback")}
	r := read(t, d.memoryDirectory)
	address := "https://desk.example/webhooks/connectwise/" + r.integrationID.String()
	hook := func(context.Context, uuid.UUID, uuid.UUID) (string, error) { return address, nil }
	full := r.syncs(d, hook)
	require.Equal(t, []any{directory.Full, directory.Completed}, []any{full.Mode, full.Status}, "what is wrong with it stops no sync")
	require.Equal(t, []string{address}, d.addresses)
	require.Equal(t, directory.Incremental, r.syncs(d, hook).Mode)
	require.Len(t, d.addresses, 1)
	r.now = r.now.AddDate(0, 0, 8)
	require.Equal(t, directory.Reconciliation, r.syncs(d, hook).Mode)
	require.Equal(t, []string{address, address}, d.addresses)
}

func TestAPSAThatCannotBeToldIsShown(t *testing.T) {
	t.Parallel()
	d := &told{memoryDirectory: newDirectory(1, 3), wrong: &integration.Complaint{Sentence: "The API member may not set callbacks up.", Cause: errors.New("403")}}
	r := read(t, d.memoryDirectory)
	hook := func(context.Context, uuid.UUID, uuid.UUID) (string, error) {
		return "https://desk.example/webhooks/x", nil
	}
	shown := func() integrations.PSAHealth {
		var list []integrations.PSAHealth
		r.in(func(ctx context.Context, tx store.Tx) {
			var err error
			list, err = integrations.ListPSAs(ctx, tx, &r.integrationID)
			require.NoError(t, err)
		})
		require.Len(t, list, 1)
		return list[0]
	}
	require.Nil(t, shown().CallbacksAt, "it was not asked yet")
	r.syncs(d, hook)
	require.NotNil(t, shown().CallbacksAt)
	require.Equal(t, "The API member may not set callbacks up.", shown().CallbacksProblem)
	require.Empty(t, shown().Problem, "people are read all the same")
	d.wrong = nil
	r.now = r.now.AddDate(0, 0, 8)
	r.syncs(d, hook)
	require.Empty(t, shown().CallbacksProblem)
}
