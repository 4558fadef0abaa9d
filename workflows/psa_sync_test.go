package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/workflows"
)

// syncOf is a sync under test, in skipped time.
type syncOf struct {
	*testsuite.TestWorkflowEnvironment
	in workflows.PSASyncInput
	id uuid.UUID
}

func newSync(id uuid.UUID) syncOf {
	s := syncOf{environment(), workflows.PSASyncInput{Tenant: uuid.New(), Integration: uuid.New()}, id}
	s.OnActivity(activities.SyncBegin, mock.Anything, s.in.Tenant, s.in.Integration).Return(id, nil)
	return s
}

func TestASyncReadsUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	s := newSync(uuid.New())
	s.OnActivity(activities.SyncReadPages, mock.Anything, s.in.Tenant, s.id).Return(true, nil).Times(2)
	s.OnActivity(activities.SyncReadPages, mock.Anything, s.in.Tenant, s.id).Return(false, nil).Once()
	s.ExecuteWorkflow(workflows.PSASync, s.in)
	require.NoError(t, s.GetWorkflowError())
	s.AssertExpectations(t)
}

func TestAPSAThatIsNotToBeSyncedIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := newSync(uuid.Nil)
	s.ExecuteWorkflow(workflows.PSASync, s.in) // any other activity would fail it
	require.NoError(t, s.GetWorkflowError())
}

func TestASyncOutlastsAnOutageOfHours(t *testing.T) {
	t.Parallel()
	s := newSync(uuid.New())
	began := s.Now()
	s.OnActivity(activities.SyncReadPages, mock.Anything, s.in.Tenant, s.id).Return(func(context.Context, uuid.UUID, uuid.UUID) (bool, error) {
		if s.Now().Sub(began) < 5*time.Hour {
			return false, temporal.NewApplicationError("away", activities.ErrorNotYet)
		}
		return false, nil
	})
	s.ExecuteWorkflow(workflows.PSASync, s.in)
	require.NoError(t, s.GetWorkflowError())
}

func TestASyncGivesUpAfterADay(t *testing.T) {
	t.Parallel()
	s := newSync(uuid.New())
	s.OnActivity(activities.SyncReadPages, mock.Anything, s.in.Tenant, s.id).Return(false, temporal.NewApplicationError("away", activities.ErrorNotYet))
	s.OnActivity(activities.SyncFail, mock.Anything, s.in.Tenant, s.id).Return(nil).Once()
	s.ExecuteWorkflow(workflows.PSASync, s.in)
	require.Error(t, s.GetWorkflowError())
	s.AssertExpectations(t)
}

func TestACancelledSyncIsEnded(t *testing.T) {
	t.Parallel()
	s := newSync(uuid.New())
	s.OnActivity(activities.SyncReadPages, mock.Anything, s.in.Tenant, s.id).Return(false, temporal.NewApplicationError("away", activities.ErrorNotYet))
	s.OnActivity(activities.SyncFail, mock.Anything, s.in.Tenant, s.id).Return(nil).Once()
	s.RegisterDelayedCallback(s.CancelWorkflow, time.Minute)
	s.ExecuteWorkflow(workflows.PSASync, s.in)
	require.True(t, temporal.IsCanceledError(s.GetWorkflowError()))
	s.AssertExpectations(t)
}
