package workflows_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"
	"pgregory.net/rapid"

	"countersign/activities"
	"countersign/core/conversation"
	"countersign/workflows"
)

// text is a message of the chat under test.
type text struct {
	id       uuid.UUID
	inbound  bool
	first    bool // the first answer
	at       time.Time
	handed   int
	givenUp  bool
	noted    bool
	pictures bool // they are not checked
}

// chat is one conversation: the rows that a real one would have. Runs come and go, the rows stay.
type chat struct {
	tenant, id uuid.UUID
	opened     time.Time
	texts      []*text
	handed     []uuid.UUID // in the order in which the provider took them
	noted      []uuid.UUID // in the order in which they went into the ticket's queue
	ticket     bool
	answered   bool // the first answer
	named      bool // it named the ticket
	announce   bool
	mails      int
	unread     conversation.State // whose messages wait unread
	reminders  []time.Time
	wakes      int
	tickets    int // opened
	looks      int

	psa      func(now time.Time) error // of the ticket system
	provider func(now time.Time) error // of the SMS provider
	fails    func() bool               // our own database, now
}

func newChat() *chat {
	well := func(time.Time) error { return nil }
	return &chat{tenant: uuid.New(), id: uuid.New(), psa: well, provider: well, fails: func() bool { return false }}
}

func (c *chat) writes(at time.Time, inbound bool) *text {
	if len(c.texts) == 0 {
		c.opened = at
	}
	m := &text{id: uuid.New(), inbound: inbound, at: at}
	c.texts = append(c.texts, m)
	return m
}

func (c *chat) due() conversation.Due {
	due := conversation.Due{OpenedAt: c.opened, HasTicket: c.ticket, Announce: c.announce, FirstAnswer: len(c.texts) > 0 && c.texts[0].inbound && !c.answered}
	for _, m := range c.texts {
		if !m.inbound && m.handed == 0 && !m.givenUp {
			due.Outbound = append(due.Outbound, m.id)
		}
		if !m.noted {
			if due.ToNote == 0 {
				due.NoteAt = m.at.Add(conversation.Hold)
			}
			due.ToNote++
			if m.pictures {
				due.Pictures = append(due.Pictures, m.id)
			}
		}
	}
	due.NeedsTicket = due.ToNote > 0 && !c.ticket
	due.RemindAt = c.unread.RemindAt()
	return due
}

func (c *chat) note(now time.Time) (noted conversation.Noted) {
	for _, m := range c.texts {
		if m.noted {
			continue
		}
		if !c.ticket || now.Sub(m.at) < conversation.Hold || m.pictures {
			break
		}
		m.noted = true
		c.noted = append(c.noted, m.id)
		noted.Messages++
	}
	return noted
}

func (c *chat) text(id uuid.UUID) *text {
	return c.texts[slices.IndexFunc(c.texts, func(m *text) bool { return m.id == id })]
}

func (c *chat) ids() (ids []uuid.UUID) {
	for _, m := range c.texts {
		ids = append(ids, m.id)
	}
	return ids
}

var errDatabase = errors.New("the database is away")

// run is one run of a chat's workflow, in skipped time.
type run struct {
	*testsuite.TestWorkflowEnvironment
	c *chat
}

// until makes the other side away until an instant. It says so itself: the testsuite repeats an activity ten times only.
func until(back time.Time) func(now time.Time) error {
	return func(now time.Time) error {
		if !now.Before(back) {
			return nil
		}
		return temporal.NewApplicationErrorWithOptions("away", activities.ErrorNotYet, temporal.ApplicationErrorOptions{NextRetryDelay: back.Sub(now)})
	}
}

func (c *chat) starts(at time.Time) *run {
	r := &run{environment(), c}
	r.SetStartTime(at)
	r.SetTestTimeout(time.Minute)
	r.RegisterWorkflowWithOptions(func(workflow.Context, workflows.NoticeInput) error { return nil }, workflow.RegisterOptions{Name: workflows.NoticeName})
	two := []any{mock.Anything, mock.Anything, mock.Anything}
	r.OnActivity(activities.ConversationDue, two...).Return(func(context.Context, uuid.UUID, uuid.UUID) (conversation.Due, error) {
		if c.fails() {
			return conversation.Due{}, errDatabase
		}
		c.looks++
		return c.due(), nil
	}).Maybe()
	r.OnActivity(activities.ConversationAnnounce, two...).Return(func(context.Context, uuid.UUID, uuid.UUID) ([]uuid.UUID, error) {
		c.announce = false
		c.mails++
		return []uuid.UUID{uuid.New()}, nil
	}).Maybe()
	r.OnActivity(activities.ConversationRemind, two...).Return(func(context.Context, uuid.UUID, uuid.UUID) (conversation.Reminded, error) {
		if at := c.unread.RemindAt(); at.IsZero() || r.Now().Before(at) {
			return conversation.Reminded{}, nil
		}
		c.unread.Untold, c.unread.Told = time.Time{}, r.Now()
		c.reminders = append(c.reminders, r.Now())
		return conversation.Reminded{Told: true, Notices: []uuid.UUID{uuid.New()}}, nil
	}).Maybe()
	r.OnActivity(activities.ConversationAnswerFirst, two...).Return(func(context.Context, uuid.UUID, uuid.UUID) error {
		if c.fails() {
			return errDatabase
		}
		if !c.answered {
			c.writes(r.Now(), false).first = true
			c.answered, c.named = true, c.ticket
		}
		return nil
	}).Maybe()
	r.OnActivity(activities.ConversationOpenTicket, two...).Return(func(context.Context, uuid.UUID, uuid.UUID) error {
		if err := c.psa(r.Now()); err != nil {
			return err
		}
		if !c.ticket {
			c.ticket = true
			c.tickets++
		}
		return nil
	}).Maybe()
	r.OnActivity(activities.ConversationNoteMessages, two...).Return(func(context.Context, uuid.UUID, uuid.UUID) (conversation.Noted, error) {
		if c.fails() {
			return conversation.Noted{}, errDatabase
		}
		noted := c.note(r.Now())
		if c.fails() {
			return conversation.Noted{}, errDatabase // the answer is lost
		}
		return noted, nil
	}).Maybe()
	r.OnActivity(activities.MessageGiveUp, two...).Return(func(_ context.Context, _, id uuid.UUID) error {
		c.text(id).givenUp = true
		return nil
	}).Maybe()
	r.OnActivity(activities.ConversationJudgePictures, two...).Return(func(_ context.Context, _, id uuid.UUID) error {
		c.text(id).pictures = false
		return nil
	}).Maybe()
	r.OnActivity(activities.MessageSend, two...).Return(func(_ context.Context, _, id uuid.UUID) error {
		if err := c.provider(r.Now()); err != nil {
			return err
		}
		m := c.text(id)
		if m.handed == 0 && !m.givenUp {
			c.handed = append(c.handed, id)
			m.handed++
		}
		if c.fails() {
			return errDatabase
		}
		return nil
	}).Maybe()
	r.OnActivity(activities.TicketWake, mock.Anything, mock.Anything, mock.Anything, mock.Anything).Return(func(context.Context, uuid.UUID, uuid.UUID, string) error {
		c.wakes++
		return nil
	}).Maybe()
	return r
}

// later makes a message come some time after the start of the run, with its signal.
func (r *run) later(after time.Duration, inbound bool) {
	r.RegisterDelayedCallback(func() {
		m := r.c.writes(r.Now(), inbound)
		r.signal(m)
	}, after)
}

func (r *run) signal(m *text) {
	r.SignalWorkflow(workflows.SignalMessage, workflows.MessageSignal{Message: m.id})
}

// runs until the run ends, and returns how.
func (r *run) runs() error {
	r.ExecuteWorkflow(workflows.Conversation, workflows.ConversationInput{Tenant: r.c.tenant, Conversation: r.c.id})
	return r.GetWorkflowError()
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestAConversationFromTheFirstMessageToTheEndOfItsRun(t *testing.T) {
	t.Parallel()
	c := newChat()
	c.announce = true
	c.writes(noon, true).pictures = true
	r := c.starts(noon)
	r.later(time.Minute, false)
	r.later(2*time.Minute, true)
	require.NoError(t, r.runs())
	require.True(t, c.answered && c.named, "the first answer names the ticket")
	require.Len(t, c.texts, 4)
	require.Equal(t, c.ids(), c.noted)
	require.Equal(t, []uuid.UUID{c.texts[1].id, c.texts[2].id}, c.handed)
	require.Equal(t, 1, c.tickets)
	require.Equal(t, 1, c.mails)
	require.NotZero(t, c.wakes)
	require.InDelta(t, 12*time.Minute, r.Now().Sub(noon), float64(30*time.Second), "it idles ten minutes and ends")
}

// unreadAt makes a client's message come that nobody reads.
func (r *run) unreadAt(after time.Duration) {
	r.RegisterDelayedCallback(func() {
		m := r.c.writes(r.Now(), true)
		if r.c.unread.Untold.IsZero() {
			r.c.unread.Untold = m.at
		}
		r.signal(m)
	}, after)
}

func TestMessagesThatNobodyReadsAreToldOnceAPause(t *testing.T) {
	t.Parallel()
	c := newChat()
	c.answered, c.ticket, c.unread.Open = true, true, true
	r := c.starts(noon)
	for _, after := range []time.Duration{time.Minute, 2 * time.Minute, 8 * time.Minute, 9 * time.Minute, 20 * time.Minute} {
		r.unreadAt(after)
	}
	require.NoError(t, r.runs())
	require.Len(t, c.reminders, 2)
	require.InDelta(t, 6*time.Minute, c.reminders[0].Sub(noon), float64(2*time.Second))
	require.InDelta(t, 36*time.Minute, c.reminders[1].Sub(noon), float64(3*time.Second), "the run stays for it, though longer than it idles")
	require.InDelta(t, 46*time.Minute, r.Now().Sub(noon), float64(5*time.Second))
}

func TestMessagesThatAreReadAreNotTold(t *testing.T) {
	t.Parallel()
	c := newChat()
	c.answered, c.ticket, c.unread.Open = true, true, true
	r := c.starts(noon)
	r.unreadAt(time.Minute)
	r.RegisterDelayedCallback(func() { c.unread.Untold = time.Time{} }, 5*time.Minute)
	require.NoError(t, r.runs())
	require.Empty(t, c.reminders)
	require.Less(t, c.looks, 20, "a look that finds nothing is not repeated at once")
}

func TestNobodyWaitsForATicketSystemThatIsAway(t *testing.T) {
	t.Parallel()
	c := newChat()
	back := noon.Add(5 * time.Hour)
	c.psa = until(back)
	c.writes(noon, true)
	r := c.starts(noon)
	var answeredAt, handedAt time.Time
	r.RegisterDelayedCallback(func() { require.False(t, c.answered, "the number may still come") }, 29*time.Second)
	r.RegisterDelayedCallback(func() { answeredAt = c.texts[1].at }, 40*time.Second)
	r.later(time.Minute, false)
	r.RegisterDelayedCallback(func() { handedAt = r.Now(); require.Len(t, c.handed, 2) }, time.Minute+5*time.Second)
	require.NoError(t, r.runs())
	require.InDelta(t, 30*time.Second, answeredAt.Sub(noon), float64(time.Second))
	require.False(t, c.named)
	require.False(t, handedAt.IsZero())
	require.Equal(t, c.ids(), c.noted)
	require.True(t, r.Now().After(back), "the run stays until the ticket has everything")
}

func TestATicketThatIsRefusedDoesNotHoldTheConversationUp(t *testing.T) {
	t.Parallel()
	c := newChat()
	c.psa = func(time.Time) error {
		return temporal.NewNonRetryableApplicationError("refused", activities.ErrorFatal, nil)
	}
	c.writes(noon, true)
	r := c.starts(noon)
	r.RegisterDelayedCallback(func() { require.True(t, c.answered, "there will be no number to wait for") }, 5*time.Second)
	require.NoError(t, r.runs())
	require.Len(t, c.handed, 1)
	require.Empty(t, c.noted)
	require.InDelta(t, 10*time.Minute, r.Now().Sub(noon), float64(time.Minute))

	c.psa = func(time.Time) error { return nil }
	c.writes(noon.Add(time.Hour), true)
	require.NoError(t, c.starts(noon.Add(time.Hour)).runs(), "the next message asks again")
	require.Equal(t, c.ids(), c.noted)
}

func TestAMessageThatNobodyTakesIsGivenUp(t *testing.T) {
	t.Parallel()
	c := newChat()
	back := noon.Add(61 * time.Minute)
	c.provider = until(back)
	c.ticket = true
	c.writes(noon, false)
	r := c.starts(noon)
	r.later(time.Minute, false)
	require.NoError(t, r.runs())
	require.True(t, c.texts[0].givenUp, "after an hour it is too late")
	require.Equal(t, []uuid.UUID{c.texts[1].id}, c.handed, "the next one has its own hour")
	require.Equal(t, c.ids(), c.noted, "the notes did not wait")
}

func TestAMessageThatStaysIsNotOfferedAllTheTime(t *testing.T) {
	t.Parallel()
	c := newChat()
	c.ticket = true
	c.writes(noon, false).noted = true
	offered := 0
	r := c.starts(noon)
	c.provider = func(time.Time) error {
		if offered++; offered == 3 {
			c.texts[0].givenUp = true
		}
		c.texts[0].handed = -1
		return nil
	}
	require.NoError(t, r.runs())
	require.LessOrEqual(t, offered, 3)
}

func TestALongRunGoesOnAsANewOne(t *testing.T) {
	t.Parallel()
	c := newChat()
	for i := range 600 {
		c.writes(noon.Add(time.Duration(i)*time.Second), i%2 == 0)
	}
	at, runs := noon.Add(time.Hour), 0
	for {
		r := c.starts(at)
		runs++
		var again *workflow.ContinueAsNewError
		err := r.runs()
		at = r.Now()
		if !errors.As(err, &again) {
			require.NoError(t, err)
			break
		}
		require.Less(t, runs, 10)
	}
	require.Greater(t, runs, 1)
	require.Equal(t, c.ids(), c.noted)
	require.Len(t, c.handed, 301)
}

// 5,000 messages over a year: no run grows beyond its bounds, with any pauses.
func TestAYearOfMessages(t *testing.T) {
	t.Parallel()
	const messages, day = 5000, 24 * time.Hour
	c := newChat()
	at, most := noon, 0
	for talk := 0; len(c.texts) < messages; talk++ {
		r := c.starts(at)
		if talk%20 == 19 { // once in a while everything comes at once
			for i := range 700 {
				c.writes(at, i%3 != 0)
			}
		}
		c.writes(at, talk%2 == 0)
		for i := range 40 {
			r.later(time.Duration(i+1)*97*time.Second, i%3 != 0)
		}
		for {
			before := c.steps()
			err := r.runs()
			most, at = max(most, c.steps()-before), r.Now()
			var again *workflow.ContinueAsNewError
			if !errors.As(err, &again) {
				require.NoError(t, err)
				break
			}
			r = c.starts(at)
		}
		at = at.Add(6 * day)
	}
	require.Equal(t, c.ids(), c.noted)
	require.Equal(t, 1, c.tickets)
	require.Greater(t, at.Sub(noon), 360*day)
	require.Less(t, most, 1000, "steps of the longest run")
}

// steps is what makes histories grow.
func (c *chat) steps() int { return c.looks + c.wakes + len(c.handed) }

// For any order of signals, crashes and outages: every message goes out at most once, and is written to the ticket once, in order.
func TestNotesAreInOrderAndOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := newChat()
		c.ticket = rapid.Bool().Draw(rt, "ticket")
		crashes := rapid.SliceOfN(rapid.IntRange(0, 60), 0, 12).Draw(rt, "failures at the n-th write")
		psaBack := noon.Add(time.Duration(rapid.IntRange(0, 600).Draw(rt, "psa away")) * time.Second)
		providerBack := noon.Add(time.Duration(rapid.IntRange(0, 600).Draw(rt, "provider away")) * time.Second)
		c.psa, c.provider = until(psaBack), until(providerBack)
		step := 0
		c.fails = func() bool { step++; return slices.Contains(crashes, step) }

		at := noon
		lives := rapid.IntRange(1, 4).Draw(rt, "runs")
		for life := range lives {
			r := c.starts(at)
			c.writes(at, rapid.Bool().Draw(rt, "inbound"))
			for range rapid.IntRange(0, 6).Draw(rt, "messages") {
				after := time.Duration(rapid.IntRange(0, 240_000).Draw(rt, "after")) * time.Millisecond
				inbound, heard := rapid.Bool().Draw(rt, "inbound"), rapid.Bool().Draw(rt, "heard")
				r.RegisterDelayedCallback(func() {
					m := c.writes(r.Now(), inbound)
					if heard || life == lives-1 {
						r.signal(m)
					}
				}, after)
			}
			if life < lives-1 {
				r.RegisterDelayedCallback(r.CancelWorkflow, time.Duration(rapid.IntRange(0, 300).Draw(rt, "dies after"))*time.Second)
			}
			err := r.runs()
			if life == lives-1 {
				require.NoError(rt, err)
			}
			at = r.Now().Add(time.Second)
		}
		require.NoError(rt, c.starts(at).runs()) // the sweep
		require.Equal(rt, c.ids(), c.noted)
		var out []uuid.UUID
		for _, m := range c.texts {
			if !m.inbound {
				require.LessOrEqual(rt, m.handed, 1)
				out = append(out, m.id)
			}
		}
		require.Equal(rt, out, c.handed)
		require.LessOrEqual(rt, c.tickets, 1)
	})
}
