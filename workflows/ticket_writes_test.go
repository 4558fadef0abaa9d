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
	"go.temporal.io/sdk/workflow"

	"countersign/activities"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/workflows"
)

// queueOf is a ticket's queue under test, in skipped time.
type queueOf struct {
	*testsuite.TestWorkflowEnvironment
	t  *testing.T
	in workflows.TicketWritesInput
}

func newQueue(t *testing.T) *queueOf { return queueIn(environment(), t) }

func queueIn(env *testsuite.TestWorkflowEnvironment, t *testing.T) *queueOf {
	return &queueOf{env, t, workflows.TicketWritesInput{Tenant: uuid.New(), Integration: uuid.New(), Ticket: "48190"}}
}

func (q *queueOf) run() {
	q.t.Helper()
	q.ExecuteWorkflow(workflows.TicketWrites, q.in)
	require.True(q.t, q.IsWorkflowCompleted())
	require.NoError(q.t, q.GetWorkflowError())
}

func (q *queueOf) writes(next func(call int) (activities.Written, error)) *int {
	calls := 0
	q.OnActivity(activities.TicketWriteNext, mock.Anything, q.in.Tenant, q.in.Integration, q.in.Ticket).Return(
		func(context.Context, uuid.UUID, uuid.UUID, string) (activities.Written, error) {
			calls++
			return next(calls)
		})
	return &calls
}

func TestTheQueueEndsWhenItIsEmpty(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	calls := q.writes(func(call int) (activities.Written, error) { return activities.Written{More: call < 3}, nil })
	q.run()
	require.Equal(t, 3, *calls)
}

// A signal that comes while the last activity runs may speak of a row that it did not see.
func TestAWakeDuringTheLastLookIsNotLost(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	calls := q.writes(func(call int) (activities.Written, error) {
		if call == 1 {
			q.SignalWorkflow(workflows.SignalWrite, nil)
		}
		return activities.Written{}, nil
	})
	q.run()
	require.Equal(t, 2, *calls)
}

func TestSignalsBeforeALookNeedNoneOfTheirOwn(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	calls := q.writes(func(int) (activities.Written, error) { return activities.Written{}, nil })
	q.RegisterDelayedCallback(func() {
		for range 20 {
			q.SignalWorkflow(workflows.SignalWrite, nil)
		}
	}, 0)
	q.run()
	require.LessOrEqual(t, *calls, 2)
}

func TestWhatIsAwayForAWeekIsGivenUp(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	began := q.Now()
	gone := false
	q.writes(func(int) (activities.Written, error) {
		if gone {
			return activities.Written{}, nil
		}
		return activities.Written{}, temporal.NewApplicationError("away", activities.ErrorNotYet)
	})
	q.OnActivity(activities.TicketGiveUp, mock.Anything, q.in.Tenant, q.in.Integration, q.in.Ticket, mock.Anything).Return(
		func(_ context.Context, _, _ uuid.UUID, _ string, before time.Time) error {
			gone = true
			require.True(t, before.Equal(began), "what came later has not waited for a week")
			return nil
		}).Once()
	q.run()
	require.True(t, gone)
	require.Greater(t, q.Now().Sub(began), 7*24*time.Hour-5*time.Minute)
}

func TestALongQueueContinuesAsNew(t *testing.T) {
	t.Parallel()
	q := newQueue(t)
	q.SetContinueAsNewSuggested(true)
	q.writes(func(int) (activities.Written, error) { return activities.Written{More: true}, nil })
	q.ExecuteWorkflow(workflows.TicketWrites, q.in)
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, q.GetWorkflowError(), &again)
}

func TestTheWorkflowIDHidesTheTicketsOwn(t *testing.T) {
	t.Parallel()
	tenant, integration := uuid.New(), uuid.New()
	id := workflows.TicketWritesID(tenant, integration, "48190 Ana Torres")
	require.Regexp(t, `^ticket/`+tenant.String()+`/`+integration.String()+`/[0-9a-f]{32}$`, id)
	require.NotEqual(t, id, workflows.TicketWritesID(tenant, integration, "48191"))
}

// absentPSA is a ticket system that does not answer until some time; its clock is the workflow's.
type absentPSA struct {
	ticket.System
	now   func() time.Time
	until time.Time
	tries int
	notes []string
}

func (d *absentPSA) AddNote(_ context.Context, _ string, n ticket.Note) (string, error) {
	d.tries++
	if d.now().Before(d.until) {
		return "", &provider.Error{Provider: "connectwise", Kind: provider.Unavailable, Code: "http_503"}
	}
	d.notes = append(d.notes, n.Text)
	return "1", nil
}

type desksOf struct{ system ticket.System }

func (d desksOf) Open(context.Context, uuid.UUID, uuid.UUID) (integration.System, error) {
	return d.system, nil
}

// noteBox is an outbox of notes.
type noteBox struct {
	ticket.Outbox
	waiting []ticket.Write
}

func (n *noteBox) NextTicketWrite(context.Context, ticket.Key) (ticket.Write, bool, error) {
	if len(n.waiting) == 0 {
		return ticket.Write{}, false, nil
	}
	return n.waiting[0], true, nil
}
func (n *noteBox) TicketWriteTried(_ context.Context, _, _ uuid.UUID, at time.Time) error {
	n.waiting[0].TriedAt = at
	return nil
}
func (n *noteBox) TicketWriteDelayed(_ context.Context, _, _ uuid.UUID, _ string, untaken bool) error {
	if untaken {
		n.waiting[0].TriedAt = time.Time{}
	}
	return nil
}
func (n *noteBox) TicketWritten(context.Context, uuid.UUID, uuid.UUID, string, time.Time) error {
	n.waiting = n.waiting[1:]
	return nil
}

func TestAnOutageOfAnHourDelaysNotesAndNothingElse(t *testing.T) {
	t.Parallel()
	q := queueIn(bareEnvironment(), t)
	psa := &absentPSA{now: q.Now, until: q.Now().Add(time.Hour)}
	box := &noteBox{}
	var want []string
	for _, text := range []string{"one", "two", "three", "four", "five"} {
		want = append(want, text)
		box.waiting = append(box.waiting, ticket.Write{ID: uuid.New(), Kind: ticket.WriteNote, Note: ticket.Note{Text: text}})
	}
	activities.Register(q, activities.All{Tickets: &activities.Tickets{Outbox: box, Systems: desksOf{psa}, Now: q.Now}})
	q.RegisterDelayedCallback(func() {
		require.Empty(t, psa.notes)
		want = append(want, "late")
		box.waiting = append(box.waiting, ticket.Write{ID: uuid.New(), Kind: ticket.WriteNote, Note: ticket.Note{Text: "late"}})
		q.SignalWorkflow(workflows.SignalWrite, nil)
	}, 30*time.Minute)
	q.run()
	require.Equal(t, want, psa.notes, "all of them, once, in order")
	require.Less(t, psa.tries, 60, "an outage is not hammered at")
}
