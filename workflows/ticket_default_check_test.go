package workflows_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/workflows"
)

// checkedRow is the row of a profile, and how its check moves it.
type checkedRow struct {
	ticket.Profile
	status   string
	verdicts []ticket.Verdict
}

func (r *checkedRow) read() ticket.Profile {
	r.Asked = r.status == "checking"
	return r.Profile
}

func (r *checkedRow) JudgeProfile(_ context.Context, _, _ uuid.UUID, checked ticket.Defaults, v ticket.Verdict, _ time.Time) error {
	r.verdicts = append(r.verdicts, v)
	same := checked[ticket.FieldBoard] == r.Fields[ticket.FieldBoard]
	switch {
	case r.status == "unchecked":
	case same || v.Leftover != "":
		r.status = map[bool]string{true: "valid", false: "invalid"}[v.Valid]
	default:
		r.status = "checking"
	}
	return nil
}

// rowBook keeps one profile.
type rowBook struct{ *checkedRow }

func (b rowBook) Profile(context.Context, uuid.UUID, uuid.UUID) (ticket.Profile, error) {
	return b.read(), nil
}

// triedPSA is a PSA in memory, whose answers a test decides. It deletes; closing hides that.
type triedPSA struct {
	ticket.System
	tickets map[string]ticket.New // by id
	created int
	deletes int
	create  func(call int, make func() ticket.Ticket) (ticket.Ticket, error)
	remove  func(call int) error
	find    func() error
}

func newTriedPSA() *triedPSA { return &triedPSA{tickets: map[string]ticket.New{}} }

func (p *triedPSA) Create(_ context.Context, n ticket.New) (ticket.Ticket, error) {
	p.created++
	make := func() ticket.Ticket {
		id := string(rune('a' + len(p.tickets)))
		p.tickets[id] = n
		return ticket.Ticket{ID: id, Number: "#" + id}
	}
	if p.create == nil {
		return make(), nil
	}
	return p.create(p.created, make)
}

func (p *triedPSA) FindTicket(_ context.Context, reference string) (ticket.Ticket, bool, error) {
	if p.find != nil {
		if err := p.find(); err != nil {
			return ticket.Ticket{}, false, err
		}
	}
	for id, n := range p.tickets {
		if n.Reference == reference {
			return ticket.Ticket{ID: id, Number: "#" + id}, true, nil
		}
	}
	return ticket.Ticket{}, false, nil
}

func (p *triedPSA) Delete(_ context.Context, id string) error {
	p.deletes++
	if p.remove != nil {
		if err := p.remove(p.deletes); err != nil {
			return err
		}
	}
	if _, there := p.tickets[id]; !there {
		return ticket.ErrNotFound
	}
	delete(p.tickets, id)
	return nil
}

// closingPSA deletes nothing.
type closingPSA struct {
	ticket.System
	*triedPSA
	closed  map[string]string
	unknown string // a status that it does not have
}

func (p *closingPSA) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	return p.triedPSA.Create(ctx, n)
}
func (p *closingPSA) FindTicket(ctx context.Context, reference string) (ticket.Ticket, bool, error) {
	return p.triedPSA.FindTicket(ctx, reference)
}
func (p *closingPSA) Delete() {} // another shape: no ticket.Remover
func (p *closingPSA) SetStatus(_ context.Context, id, status string) error {
	if status == p.unknown {
		return refusal(provider.Refused, "InvalidStatus")
	}
	p.closed[id] = status
	return nil
}

func refusal(kind provider.Kind, code string) error {
	return &provider.Error{Provider: "connectwise", Kind: kind, Code: code}
}

func denied(right integration.Right) error {
	return &integration.Denied{Right: right, Cause: refusal(provider.Refused, "Forbidden")}
}

// checkOf is a profile's check under test, in skipped time.
type checkOf struct {
	*testsuite.TestWorkflowEnvironment
	t   *testing.T
	in  workflows.TicketDefaultCheckInput
	row *checkedRow
	psa *triedPSA
}

func newCheck(t *testing.T) *checkOf {
	c := &checkOf{
		bareEnvironment(), t, workflows.TicketDefaultCheckInput{Tenant: uuid.New(), Default: uuid.New(), Check: uuid.New()},
		&checkedRow{Profile: ticket.Profile{Integration: uuid.New(), Kind: "connectwise", Name: "Usual", Fields: ticket.Defaults{ticket.FieldBoard: "1", ticket.FieldClosed: "9"}}, status: "checking"},
		newTriedPSA(),
	}
	c.SetTestTimeout(time.Minute)
	return c
}

func (c *checkOf) on(system ticket.System) *checkOf {
	activities.Register(c, activities.All{Checks: &activities.Checks{
		Profiles: rowBook{c.row}, Systems: desksOf{system}, Right: func(_ string, right integration.Right) string { return "Service Desk: " + string(right) }, Now: c.Now,
	}})
	return c
}

func (c *checkOf) run() {
	c.t.Helper()
	c.ExecuteWorkflow(workflows.TicketDefaultCheck, c.in)
	require.True(c.t, c.IsWorkflowCompleted())
}

// after looks at what stands after some time.
func (c *checkOf) after(d time.Duration, look func()) { c.RegisterDelayedCallback(look, d) }

func (c *checkOf) press() { c.SignalWorkflow(workflows.SignalCheck, nil) }

func (c *checkOf) last() ticket.Verdict {
	c.t.Helper()
	require.NotEmpty(c.t, c.row.verdicts)
	return c.row.verdicts[len(c.row.verdicts)-1]
}

func TestAProfileIsTriedWithOneTicketThatIsRemoved(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	var made ticket.New
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		one := make()
		made = c.psa.tickets[one.ID]
		return one, nil
	}
	c.on(c.psa).run()
	require.NoError(t, c.GetWorkflowError())
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, []ticket.Verdict{{Valid: true}}, c.row.verdicts)
	require.Equal(t, 1, c.psa.created)
	require.Empty(t, c.psa.tickets)
	require.Equal(t, "Countersign check of ticket default Usual: please ignore", made.Summary)
	require.Regexp(t, `^CS-`, made.Reference)
	require.Equal(t, ticket.Defaults{ticket.FieldBoard: "1"}, made.Defaults, "a new ticket is not closed")
}

func TestWhatTheRowDoesNotAskForIsNotTried(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*checkedRow){
		"not requested": func(r *checkedRow) { r.status = "unchecked" }, "archived": func(r *checkedRow) { r.Archived = true }, "disconnected": func(r *checkedRow) { r.Disconnected = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheck(t)
			change(c.row)
			c.on(c.psa).run()
			require.NoError(t, c.GetWorkflowError())
			require.Zero(t, c.psa.created)
			require.Empty(t, c.row.verdicts)
		})
	}
}

func TestARepeatedPressJoins(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		c.press()
		c.press()
		return make(), nil
	}
	c.on(c.psa).run()
	require.Equal(t, 1, c.psa.created)
	require.Equal(t, "valid", c.row.status)
}

func TestAChangedProfileThatIsPressedAgainIsTriedAsItIsNow(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	boards := []string{}
	c.psa.create = func(call int, make func() ticket.Ticket) (ticket.Ticket, error) {
		one := make()
		boards = append(boards, c.psa.tickets[one.ID].Defaults[ticket.FieldBoard])
		if call == 1 {
			c.row.Fields = ticket.Defaults{ticket.FieldBoard: "2", ticket.FieldClosed: "9"}
			c.press()
		}
		return one, nil
	}
	c.on(c.psa).run()
	require.Equal(t, []string{"1", "2"}, boards)
	require.Equal(t, "valid", c.row.status)
	require.Empty(t, c.psa.tickets)
}

func TestAChangedProfileThatNobodyPressedIsJudgedByNobody(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		c.row.Fields, c.row.status = ticket.Defaults{ticket.FieldBoard: "2"}, "unchecked"
		return make(), nil
	}
	c.on(c.psa).run()
	require.Equal(t, "unchecked", c.row.status)
	require.Empty(t, c.psa.tickets)
}

func TestAMissingRightToCreateIsNamedInThePSAsWords(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(int, func() ticket.Ticket) (ticket.Ticket, error) {
		return ticket.Ticket{}, denied(integration.CreateTickets)
	}
	c.on(c.psa).run()
	require.Equal(t, []ticket.Verdict{{Problem: "The PSA does not let our member create tickets.", MissingRight: "Service Desk: create_tickets"}}, c.row.verdicts)
	require.Equal(t, 1, c.psa.created)
}

func TestWhatIsRefusedIsAnOutcomeAndNotRepeated(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"a wrong board": refusal(provider.Refused, "InvalidObject"), "nothing there": errors.Join(ticket.ErrNotFound, refusal(provider.Refused, "NotFound")), "keys": refusal(provider.Unauthorized, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheck(t)
			c.psa.create = func(int, func() ticket.Ticket) (ticket.Ticket, error) { return ticket.Ticket{}, err }
			c.on(c.psa).run()
			require.Equal(t, "invalid", c.row.status)
			require.Equal(t, ticket.Problem(err), c.last().Problem)
			require.Equal(t, 1, c.psa.created)
		})
	}
}

func TestAMissingRightToDeleteStaysUntilItIsGiven(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	given := false
	c.psa.remove = func(int) error {
		if given {
			return nil
		}
		return denied(integration.DeleteTickets)
	}
	c.after(time.Minute, func() {
		require.Equal(t, ticket.Verdict{
			Problem: "The PSA does not let our member delete tickets. The ticket of the check is still there.", MissingRight: "Service Desk: delete_tickets", Leftover: "#a",
		}, c.last())
		require.Equal(t, "invalid", c.row.status)
	})
	c.after(5*24*time.Hour, func() {
		require.Len(t, c.psa.tickets, 1)
		given = true
	})
	c.on(c.psa).run()
	require.NoError(t, c.GetWorkflowError())
	require.Equal(t, ticket.Verdict{Valid: true}, c.last())
	require.Equal(t, "valid", c.row.status)
	require.Empty(t, c.psa.tickets)
	require.Equal(t, 1, c.psa.created, "the ticket that was there has proved it")
	require.Less(t, c.psa.deletes, 40, "a right that is not given is not hammered for")
}

func TestAPressLooksAtOnceWhetherTheRightIsThere(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	began, given := c.Now(), false
	c.psa.remove = func(int) error {
		if given {
			return nil
		}
		return denied(integration.DeleteTickets)
	}
	c.after(2*time.Hour, func() { // too early: it is said again, and stays
		c.row.status = "checking"
		c.press()
	})
	c.after(2*time.Hour+time.Minute, func() {
		require.Equal(t, "invalid", c.row.status)
		given, c.row.status = true, "checking"
		c.press()
	})
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Less(t, c.Now().Sub(began), 2*time.Hour+2*time.Minute)
	require.Empty(t, c.psa.tickets)
}

func TestAProfileThatWasChangedMeanwhileIsTriedOnceTheOldTicketIsGone(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	given := false
	c.psa.remove = func(int) error {
		if given {
			return nil
		}
		return denied(integration.DeleteTickets)
	}
	c.after(time.Hour, func() {
		c.row.Fields, c.row.status = ticket.Defaults{ticket.FieldBoard: "2"}, "checking"
		c.press()
	})
	c.after(2*time.Hour, func() {
		require.Equal(t, "invalid", c.row.status, "what is left behind speaks against the new fields as well")
		given = true
	})
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, 2, c.psa.created)
	require.Empty(t, c.psa.tickets)
}

func TestARightThatNobodyGivesForAMonthIsGivenUp(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	began := c.Now()
	c.psa.remove = func(int) error { return denied(integration.DeleteTickets) }
	c.on(c.psa).run()
	require.NoError(t, c.GetWorkflowError())
	require.Equal(t, "#a", c.last().Leftover, "it is still told of")
	require.InDelta(t, (30 * 24 * time.Hour).Hours(), c.Now().Sub(began).Hours(), 13)
	require.Less(t, c.psa.deletes, 150)
}

func TestALostAnswerIsLookedForAndRemoved(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		make()
		return ticket.Ticket{}, refusal(provider.Ambiguous, "")
	}
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, 1, c.psa.created, "it was there: no second one")
	require.Empty(t, c.psa.tickets)
}

func TestALostAnswerWithoutATicketIsTriedAgain(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(call int, make func() ticket.Ticket) (ticket.Ticket, error) {
		if call == 1 {
			return ticket.Ticket{}, refusal(provider.Ambiguous, "")
		}
		return make(), nil
	}
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, 2, c.psa.created)
	require.Empty(t, c.psa.tickets)
}

func TestATicketThatAppearsLateIsFoundBeforeAnotherIsMade(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		c.RegisterDelayedCallback(func() { make() }, 20*time.Second)
		return ticket.Ticket{}, refusal(provider.Ambiguous, "")
	}
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, 1, c.psa.created)
	require.Empty(t, c.psa.tickets)
}

func TestAWorkerThatDiesAfterTheTicketWasMadeLeavesNoneBehind(t *testing.T) {
	t.Parallel()
	c := newCheck(t).on(newTriedPSA())
	tries := 0
	c.OnActivity(activities.TicketDefaultTry, mock.Anything, mock.Anything, mock.Anything, mock.Anything).Return(
		func(ctx context.Context, _ uuid.UUID, _ activities.CheckOrder, _ string) (activities.Tried, error) {
			tries++
			return activities.Tried{}, temporal.NewTimeoutError(1, nil) // start to close
		})
	removals := []string{}
	c.OnActivity(activities.TicketDefaultRemove, mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.Anything).Return(
		func(_ context.Context, _, _ uuid.UUID, _ activities.CheckOrder, _, id string) (activities.Removal, error) {
			removals = append(removals, id)
			return activities.Removal{Done: true, Found: true, Ticket: "a", Number: "#a"}, nil
		})
	c.run()
	require.Equal(t, 1, tries, "a try is never repeated without a look")
	require.Equal(t, []string{""}, removals, "it is looked for by its reference")
	require.Equal(t, "valid", c.row.status)
}

func TestAPSAThatCannotBeSearchedKeepsTheCheckLooking(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	away := true
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		make()
		return ticket.Ticket{}, refusal(provider.Ambiguous, "")
	}
	c.psa.find = func() error {
		if away {
			return refusal(provider.Unavailable, "http_503")
		}
		return nil
	}
	c.after(time.Hour, func() {
		require.Equal(t, "invalid", c.row.status)
		require.Regexp(t, `^CS-`, c.last().Leftover, "people can look for it by its reference")
		require.Contains(t, c.last().Problem, c.last().Leftover)
		away = false
	})
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Empty(t, c.psa.tickets)
}

func TestATicketThatWasNeverMadeIsSaidSo(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	away := true
	c.psa.create = func(int, func() ticket.Ticket) (ticket.Ticket, error) {
		return ticket.Ticket{}, refusal(provider.Ambiguous, "")
	}
	c.psa.find = func() error {
		if away {
			return refusal(provider.Unavailable, "http_503")
		}
		return nil
	}
	c.after(time.Hour, func() { away = false })
	c.on(c.psa).run()
	require.Equal(t, "invalid", c.row.status)
	require.Empty(t, c.last().Leftover)
	require.Contains(t, c.last().Problem, "Validate once more")
}

func TestAPSAThatIsAwayIsWaitedForAndThenGivenUp(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		away    time.Duration
		status  string
		deletes int
	}{"for a minute": {time.Minute, "valid", 1}, "for a day": {24 * time.Hour, "invalid", 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCheck(t)
			began := c.Now()
			c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
				if c.Now().Before(began.Add(one.away)) {
					return ticket.Ticket{}, refusal(provider.Unavailable, "http_503")
				}
				return make(), nil
			}
			c.on(c.psa).run()
			require.Equal(t, one.status, c.row.status)
			require.Equal(t, one.deletes, c.psa.deletes)
			require.Less(t, c.Now().Sub(began), 11*time.Minute)
			require.Less(t, c.psa.created, 20, "an outage is not hammered at")
		})
	}
}

func TestAPSAThatThrottlesIsGivenTheTimeItAsksFor(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	began := c.Now()
	c.psa.create = func(call int, make func() ticket.Ticket) (ticket.Ticket, error) {
		if call == 1 {
			return ticket.Ticket{}, &provider.Error{Provider: "connectwise", Kind: provider.Throttled, RetryAfter: 3 * time.Minute}
		}
		return make(), nil
	}
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.GreaterOrEqual(t, c.Now().Sub(began), 3*time.Minute)
}

func TestARemovalWhoseAnswerIsLostIsRepeated(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.remove = func(call int) error {
		if call == 1 {
			c.psa.tickets = map[string]ticket.New{} // it was done
			return refusal(provider.Ambiguous, "")
		}
		return nil
	}
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status, "a ticket that is gone is removed")
	require.Equal(t, 2, c.psa.deletes)
}

func TestAPSAThatGoesAwayBetweenIsToldOfAndTheTicketRemovedLater(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	away := true
	c.psa.remove = func(int) error {
		if away {
			return refusal(provider.Unavailable, "http_503")
		}
		return nil
	}
	c.after(8*time.Minute, func() {
		require.Equal(t, "invalid", c.row.status, "the verdict does not take hours")
		require.Equal(t, "#a", c.last().Leftover)
	})
	c.after(3*time.Hour, func() { away = false })
	c.on(c.psa).run()
	require.Equal(t, "valid", c.row.status)
	require.Empty(t, c.psa.tickets)
}

func TestWhereNothingIsDeletedTheTicketIsClosed(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	system := &closingPSA{triedPSA: c.psa, closed: map[string]string{}}
	c.on(system).run()
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, map[string]string{"a": "9"}, system.closed)
}

func TestAStatusThatIsSetRightClosesTheTicketThatIsLeft(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	system := &closingPSA{triedPSA: c.psa, closed: map[string]string{}, unknown: "9"}
	c.after(time.Hour, func() {
		require.Equal(t, "#a", c.last().Leftover)
		c.row.Fields, c.row.status = ticket.Defaults{ticket.FieldBoard: "1", ticket.FieldClosed: "8"}, "checking"
		c.press()
	})
	c.on(system).run()
	require.Equal(t, "valid", c.row.status)
	require.Equal(t, "8", system.closed["a"])
}

func TestWhereNothingIsDeletedAndNothingClosesNoTicketIsMade(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	delete(c.row.Fields, ticket.FieldClosed)
	c.on(&closingPSA{triedPSA: c.psa, closed: map[string]string{}}).run()
	require.Equal(t, "invalid", c.row.status)
	require.Contains(t, c.last().Problem, "choose the status of a closed one")
	require.Zero(t, c.psa.created)
}

func TestAnOperatorWhoCancelsLeavesNoTicketBehind(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.create = func(_ int, make func() ticket.Ticket) (ticket.Ticket, error) {
		c.CancelWorkflow()
		return make(), nil
	}
	c.on(c.psa).run()
	require.Empty(t, c.psa.tickets)
	require.NotEqual(t, "checking", c.row.status)
}

func TestADisconnectedPSAEndsTheWaiting(t *testing.T) {
	t.Parallel()
	c := newCheck(t)
	c.psa.remove = func(int) error { return denied(integration.DeleteTickets) }
	began := c.Now()
	c.after(time.Hour, func() { c.row.Disconnected = true })
	c.on(c.psa).run()
	require.NoError(t, c.GetWorkflowError())
	require.Less(t, c.Now().Sub(began), 3*time.Hour)
	require.Equal(t, "#a", c.last().Leftover)
}
