package activities_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// queued is a write in the outbox and what became of it.
type queued struct {
	ticket.Write
	status string
	reason string
	id     string
}

// outbox keeps writes in memory.
type outbox struct{ rows []*queued }

func (o *outbox) add(w ticket.Write) *queued {
	w.ID, w.Reference = uuid.New(), fmt.Sprintf("CS-%d", len(o.rows)+1)
	w.Note.Reference = w.Reference
	row := &queued{Write: w, status: "queued"}
	o.rows = append(o.rows, row)
	return row
}

func (o *outbox) note(text string) *queued {
	return o.add(ticket.Write{Kind: ticket.WriteNote, Note: ticket.Note{Text: text}})
}

func (o *outbox) of(id uuid.UUID) *queued {
	for _, row := range o.rows {
		if row.ID == id {
			return row
		}
	}
	return nil
}

func (o *outbox) NextTicketWrite(context.Context, ticket.Key) (ticket.Write, bool, error) {
	for _, row := range o.rows {
		if row.status == "queued" {
			return row.Write, true, nil
		}
	}
	return ticket.Write{}, false, nil
}
func (o *outbox) TicketWriteTried(_ context.Context, _, write uuid.UUID, at time.Time) error {
	o.of(write).TriedAt = at
	return nil
}
func (o *outbox) TicketWriteDelayed(_ context.Context, _, write uuid.UUID, reason string, untaken bool) error {
	row := o.of(write)
	row.reason = reason
	if untaken {
		row.TriedAt = time.Time{}
	}
	return nil
}
func (o *outbox) TicketWritten(_ context.Context, _, write uuid.UUID, id string, _ time.Time) error {
	row := o.of(write)
	row.status, row.id = "written", id
	return nil
}
func (o *outbox) TicketMaybeWritten(_ context.Context, _, write uuid.UUID, reason string) error {
	row := o.of(write)
	row.status, row.reason = "maybe_written", reason
	return nil
}
func (o *outbox) TicketWriteFailed(_ context.Context, _, write uuid.UUID, reason string) error {
	row := o.of(write)
	row.status, row.reason = "failed", reason
	return nil
}
func (o *outbox) GiveTicketWritesUp(context.Context, ticket.Key, time.Time) (int, error) {
	return 0, nil
}

// psa is a ticket system that fails as it is told, write by write; took says whether a write that failed happened all the same.
type psa struct {
	ticket.System
	fails   []error
	took    bool
	looks   int
	find    error
	notes   []ticket.Note
	status  []string
	files   []ticket.Attachment
	created []ticket.New
}

func (p *psa) next() error {
	if len(p.fails) == 0 {
		return nil
	}
	err := p.fails[0]
	p.fails = p.fails[1:]
	return err
}

func (p *psa) AddNote(_ context.Context, _ string, n ticket.Note) (string, error) {
	err := p.next()
	if err == nil || p.took {
		p.notes = append(p.notes, n)
	}
	return fmt.Sprint(len(p.notes)), err
}
func (p *psa) SetStatus(_ context.Context, _, status string) error {
	err := p.next()
	if err == nil || p.took {
		p.status = append(p.status, status)
	}
	return err
}
func (p *psa) Create(_ context.Context, n ticket.New) (ticket.Ticket, error) {
	err := p.next()
	if err == nil || p.took {
		p.created = append(p.created, n)
	}
	return ticket.Ticket{ID: "7"}, err
}
func (p *psa) FindTicket(_ context.Context, reference string) (ticket.Ticket, bool, error) {
	p.looks++
	for _, n := range p.created {
		if n.Reference == reference {
			return ticket.Ticket{ID: "7"}, true, p.find
		}
	}
	return ticket.Ticket{}, false, p.find
}

// searchable is a psa whose notes and files can be listed.
type searchable struct{ *psa }

func (p searchable) FindNote(_ context.Context, _, reference string) (string, bool, error) {
	p.looks++
	for i, n := range p.notes {
		if n.Reference == reference {
			return fmt.Sprint(i + 1), true, p.find
		}
	}
	return "", false, p.find
}
func (p searchable) Attach(_ context.Context, _ string, a ticket.Attachment) (string, error) {
	err := p.next()
	if err == nil || p.took {
		p.files = append(p.files, a)
	}
	return fmt.Sprint(len(p.files)), err
}
func (p searchable) FindAttachment(_ context.Context, _, reference string) (string, bool, error) {
	p.looks++
	for i, a := range p.files {
		if a.Reference == reference {
			return fmt.Sprint(i + 1), true, p.find
		}
	}
	return "", false, p.find
}

// room is everything WriteNext needs.
type room struct {
	activities.Tickets
	box *outbox
	psa *psa
	now time.Time
	env *testsuite.TestActivityEnvironment
}

type onlyDesk struct {
	system ticket.System
	err    error
}

func (o onlyDesk) Open(context.Context, uuid.UUID, uuid.UUID) (integration.System, error) {
	return o.system, o.err
}

type letters string

func (l letters) Fetch(context.Context, uuid.UUID, ticket.FileRef) ([]byte, error) {
	return []byte(l), nil
}

func newRoom() *room {
	var suite testsuite.WorkflowTestSuite
	r := &room{box: &outbox{}, psa: &psa{}, now: noon, env: suite.NewTestActivityEnvironment()}
	r.Tickets = activities.Tickets{Outbox: r.box, Systems: onlyDesk{system: searchable{r.psa}}, Files: letters("picture"), Now: func() time.Time { return r.now }}
	r.env.RegisterActivity(&r.Tickets)
	return r
}

func (r *room) write() (activities.Written, error) {
	value, err := r.env.ExecuteActivity(r.Tickets.WriteNext, uuid.New(), uuid.New(), "48190")
	if err != nil {
		return activities.Written{}, err
	}
	var written activities.Written
	err = value.Get(&written)
	return written, err
}

// waiting requires an error that Temporal repeats, and returns the pause it names.
func waiting(t *testing.T, err error) time.Duration {
	t.Helper()
	failure, ok := errors.AsType[*temporal.ApplicationError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, activities.ErrorNotYet, failure.Type())
	require.False(t, failure.NonRetryable())
	return failure.NextRetryDelay()
}

func TestWritesGoIntoTheTicketInTheirOrder(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.box.note("one")
	r.box.add(ticket.Write{Kind: ticket.WriteStatus, Status: "13"})
	r.box.add(ticket.Write{Kind: ticket.WriteAttachment, File: ticket.FileRef{Name: "a.png", ContentType: "image/png"}})
	r.box.note("two")
	written, err := r.write()
	require.NoError(t, err)
	require.Equal(t, activities.Written{Settled: 4}, written)
	require.Equal(t, []ticket.Note{{Reference: "CS-1", Text: "one"}, {Reference: "CS-4", Text: "two"}}, r.psa.notes)
	require.Equal(t, []string{"13"}, r.psa.status)
	require.Equal(t, []ticket.Attachment{{Reference: "CS-3", Name: "a.png", ContentType: "image/png", Bytes: []byte("picture")}}, r.psa.files)
	require.Zero(t, r.psa.looks, "a first try needs no look")
	for _, row := range r.box.rows {
		require.Equal(t, "written", row.status)
	}
}

func TestOneActivityStopsAfterFiftyWrites(t *testing.T) {
	t.Parallel()
	r := newRoom()
	for i := range 60 {
		r.box.note(fmt.Sprint(i))
	}
	written, err := r.write()
	require.NoError(t, err)
	require.Equal(t, activities.Written{Settled: 50, More: true}, written)
	written, err = r.write()
	require.NoError(t, err)
	require.Equal(t, activities.Written{Settled: 10}, written)
	require.Len(t, r.psa.notes, 60)
}

// What becomes of a first note whose try ends in some way, and whether the second note gets past it.
func TestEveryEndOfAWrite(t *testing.T) {
	t.Parallel()
	lost := failing(provider.Ambiguous)
	throttled := &provider.Error{Provider: "connectwise", Kind: provider.Throttled, RetryAfter: time.Minute}
	for name, c := range map[string]struct {
		fails  error
		took   bool
		find   error
		blind  bool
		status string
		pause  time.Duration // -1: none, the queue goes on
		tried  bool          // the next attempt looks first
	}{
		"taken":                               {status: "written", pause: -1, tried: true},
		"refused for good":                    {fails: failing(provider.Refused), status: "failed", pause: -1, tried: true},
		"no such ticket":                      {fails: fmt.Errorf("%w: %w", ticket.ErrNotFound, failing(provider.Refused)), status: "failed", pause: -1, tried: true},
		"throttled":                           {fails: throttled, status: "queued", pause: time.Minute},
		"away":                                {fails: failing(provider.Unavailable), status: "queued"},
		"credentials revoked":                 {fails: failing(provider.Unauthorized), status: "queued", pause: time.Minute},
		"answer lost, found at once":          {fails: lost, took: true, status: "written", pause: -1, tried: true},
		"answer lost, not there yet":          {fails: lost, status: "queued", pause: 20 * time.Second, tried: true},
		"answer lost, search away":            {fails: lost, took: true, find: failing(provider.Unavailable), status: "queued", tried: true},
		"answer lost, cannot be searched":     {fails: lost, took: true, find: failing(provider.Refused), status: "maybe_written", pause: -1, tried: true},
		"answer lost, ticket gone meanwhile":  {fails: lost, find: ticket.ErrNotFound, status: "failed", pause: -1, tried: true},
		"answer lost, no way to ask":          {fails: lost, blind: true, status: "maybe_written", pause: -1, tried: true},
		"an error that cannot be told counts": {fails: errors.New("?"), blind: true, status: "maybe_written", pause: -1, tried: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRoom()
			if c.blind {
				r.Tickets.Systems = onlyDesk{system: r.psa}
			}
			r.psa.took, r.psa.find = c.took, c.find
			if c.fails != nil {
				r.psa.fails = []error{c.fails}
			}
			first, second := r.box.note("first"), r.box.note("second")
			_, err := r.write()
			require.Equal(t, c.status, first.status)
			require.Equal(t, c.tried, !first.TriedAt.IsZero())
			if c.pause >= 0 {
				require.Equal(t, c.pause, waiting(t, err))
				require.Equal(t, "queued", second.status, "order is kept")
				require.NotEmpty(t, first.reason)
				return
			}
			require.NoError(t, err)
			require.Equal(t, "written", second.status)
			if c.status != "written" {
				require.NotEmpty(t, first.reason)
			}
		})
	}
}

// A worker that died between the write and its settlement leaves a try behind. The next worker finds the note, and does not write it twice.
func TestANoteOfADeadWorkerIsFoundAndNotDoubled(t *testing.T) {
	t.Parallel()
	r := newRoom()
	row := r.box.note("once")
	row.TriedAt = noon.Add(-time.Second)
	r.psa.notes = []ticket.Note{{Reference: row.Reference, Text: "once"}}
	_, err := r.write()
	require.NoError(t, err)
	require.Equal(t, "written", row.status)
	require.Equal(t, "1", row.id)
	require.Len(t, r.psa.notes, 1)
}

func TestATryIsRepeatedOnlyWhenItCanNoLongerAppear(t *testing.T) {
	t.Parallel()
	r := newRoom()
	row := r.box.note("once")
	row.TriedAt = noon.Add(-5 * time.Second)
	_, err := r.write()
	require.Equal(t, 15*time.Second, waiting(t, err))
	require.Empty(t, r.psa.notes)
	r.now = noon.Add(15 * time.Second)
	_, err = r.write()
	require.NoError(t, err)
	require.Len(t, r.psa.notes, 1)
}

// A try that is surely not taken does not wash away the one before it, which may have been.
func TestAnOutageAfterALostAnswerStillLooks(t *testing.T) {
	t.Parallel()
	r := newRoom()
	row := r.box.note("once")
	row.TriedAt = noon.Add(-time.Minute)
	r.psa.fails = []error{failing(provider.Unavailable)}
	_, err := r.write()
	waiting(t, err)
	require.False(t, row.TriedAt.IsZero())
}

func TestAStatusIsSimplySetAgain(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.Tickets.Systems = onlyDesk{system: r.psa}
	r.psa.fails, r.psa.took = []error{failing(provider.Ambiguous)}, true
	row := r.box.add(ticket.Write{Kind: ticket.WriteStatus, Status: "13"})
	_, err := r.write()
	waiting(t, err)
	_, err = r.write()
	require.NoError(t, err)
	require.Equal(t, "written", row.status)
	require.Equal(t, []string{"13", "13"}, r.psa.status)
}

func TestAFileFailsWhereNoneAreTaken(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.Tickets.Systems = onlyDesk{system: r.psa}
	row := r.box.add(ticket.Write{Kind: ticket.WriteAttachment})
	_, err := r.write()
	require.NoError(t, err)
	require.Equal(t, "failed", row.status)
	require.Contains(t, row.reason, "no files")
}

func TestUnusableSettingsHoldTheQueueUp(t *testing.T) {
	t.Parallel()
	r := newRoom()
	r.Tickets.Systems = onlyDesk{err: failing(provider.Unauthorized)}
	row := r.box.note("waits")
	_, err := r.write()
	require.Equal(t, time.Minute, waiting(t, err))
	require.Equal(t, "queued", row.status)
	require.Contains(t, row.reason, "credentials")
}
