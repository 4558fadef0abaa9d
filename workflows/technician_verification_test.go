package workflows_test

import (
	"context"
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
	"countersign/core/channel"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/core/ticket"
	"countersign/workflows"
)

// line is a message of the request under test.
type line struct {
	id      uuid.UUID
	words   string // "confirm", "deny", or what is said to them: "code", "named", "closed"
	inbound bool
	done    bool // heard, or handed over
	givenUp bool
}

// inquiry is one request: the rows that a real one would have. Runs come and go, the rows stay.
type inquiry struct {
	tenant, id uuid.UUID
	status     technician.Status
	issue      int
	expires    time.Time
	by         technician.Actor
	how        technician.How
	ends       int
	lines      []*line
	newestCode int // index of its line
	sent       []string
	next       uuid.UUID
	wakes      int

	provider func(now time.Time) error
	fails    func() bool // our own database, now
}

const lasts = 15 * time.Minute

func newInquiry() *inquiry {
	q := &inquiry{
		tenant: uuid.New(), id: uuid.New(), status: technician.Waiting, issue: 1, expires: noon.Add(lasts),
		provider: func(time.Time) error { return nil }, fails: func() bool { return false },
	}
	q.says("code")
	return q
}

func (q *inquiry) says(words string) { q.lines = append(q.lines, &line{id: uuid.New(), words: words}) }

// asksAgain is a second "#verify", as the router takes it: the rows change before the run hears of it.
func (q *inquiry) asksAgain(at time.Time) {
	if q.status.Closed() {
		return
	}
	q.issue, q.status, q.by, q.expires, q.newestCode = q.issue+1, technician.Waiting, technician.Actor{}, at.Add(lasts), len(q.lines)
	q.says("code")
}

func (q *inquiry) writes(words string) uuid.UUID {
	m := &line{id: uuid.New(), words: words, inbound: true}
	q.lines = append(q.lines, m)
	return m.id
}

func (q *inquiry) line(id uuid.UUID) int {
	return slices.IndexFunc(q.lines, func(m *line) bool { return m.id == id })
}

func (q *inquiry) due() technician.Due {
	due := technician.Due{Status: q.status, Transport: channel.SMS, ExpiresAt: q.expires, Next: q.next}
	for _, m := range q.lines {
		switch {
		case m.done || m.givenUp:
		case m.inbound:
			due.Replies = append(due.Replies, m.id)
		default:
			due.Outbound = append(due.Outbound, m.id)
		}
	}
	return due
}

func (q *inquiry) end(e technician.End) technician.Answer {
	switch {
	case q.status.Closed():
		return technician.Answer{Status: q.status, Refusal: string(problem.AlreadyClosed)}
	case e.Status == technician.Confirmed && q.status != technician.Claimed:
		return technician.Answer{Status: q.status, Refusal: string(problem.Conflict)}
	}
	q.status, q.how = e.Status, e.How
	q.ends++
	answer := technician.Answer{Status: q.status}
	if e.Status != technician.Expired {
		q.says("closed")
	}
	if e.Status == technician.Denied {
		answer.Notices = []uuid.UUID{uuid.New(), uuid.New()}
	} else if e.Status == technician.Confirmed {
		answer.Wake = &ticket.Key{Tenant: q.tenant, Integration: uuid.New(), Ticket: "48190"}
	}
	return answer
}

func (q *inquiry) hear(id uuid.UUID) technician.Answer {
	at := q.line(id)
	m := q.lines[at]
	if m.done {
		return technician.Answer{}
	}
	m.done = true
	if m.words == "deny" {
		return q.end(technician.End{Status: technician.Denied})
	}
	if at < q.newestCode {
		return technician.Answer{Status: q.status}
	}
	return q.end(technician.End{Status: technician.Confirmed, How: technician.ByReply})
}

func (q *inquiry) claim(c technician.Claim) technician.Answer {
	switch {
	case q.status.Closed():
		return technician.Answer{Status: q.status, Refusal: string(problem.AlreadyClosed)}
	case q.status == technician.Claimed && q.by != c.By:
		return technician.Answer{Status: q.status, Refusal: string(problem.Conflict), Detail: q.by.Name}
	}
	if q.status == technician.Waiting {
		q.says("named")
	}
	q.status, q.by = technician.Claimed, c.By
	return technician.Answer{Status: q.status}
}

// inquiryRun is one run of an inquiry's workflow, in skipped time.
type inquiryRun struct {
	*testsuite.TestWorkflowEnvironment
	q       *inquiry
	mails   int
	answers map[string]technician.Answer
	errors  map[string]error
}

func (q *inquiry) starts(at time.Time) *inquiryRun {
	r := &inquiryRun{TestWorkflowEnvironment: environment(), q: q, answers: map[string]technician.Answer{}, errors: map[string]error{}}
	r.SetStartTime(at)
	r.SetTestTimeout(time.Minute)
	r.RegisterWorkflowWithOptions(func(workflow.Context, workflows.NoticeInput) error { r.mails++; return nil }, workflow.RegisterOptions{Name: workflows.NoticeName})
	three := []any{mock.Anything, mock.Anything, mock.Anything}
	step := func(do func() technician.Answer) (technician.Answer, error) {
		if q.fails() {
			return technician.Answer{}, errDatabase
		}
		answer := do()
		if q.fails() {
			return technician.Answer{}, errDatabase // the answer is lost
		}
		return answer, nil
	}
	r.OnActivity(activities.TechnicianVerificationDue, three...).Return(func(context.Context, uuid.UUID, uuid.UUID) (technician.Due, error) {
		if q.fails() {
			return technician.Due{}, errDatabase
		}
		return q.due(), nil
	}).Maybe()
	r.OnActivity(activities.TechnicianVerificationReply, three...).Return(func(_ context.Context, _, id uuid.UUID) (technician.Answer, error) {
		return step(func() technician.Answer { return q.hear(id) })
	}).Maybe()
	r.OnActivity(activities.TechnicianVerificationClaim, mock.Anything, mock.Anything).Return(func(_ context.Context, c technician.Claim) (technician.Answer, error) {
		return step(func() technician.Answer { return q.claim(c) })
	}).Maybe()
	r.OnActivity(activities.TechnicianVerificationEnd, mock.Anything, mock.Anything).Return(func(_ context.Context, e technician.End) (technician.Answer, error) {
		if e.Status == technician.Expired && r.Now().Before(q.expires) {
			return technician.Answer{Status: q.status}, nil
		}
		return step(func() technician.Answer { return q.end(e) })
	}).Maybe()
	r.OnActivity(activities.TechnicianVerificationRenew, three...).Return(func(context.Context, uuid.UUID, uuid.UUID) (technician.Answer, error) {
		return step(func() technician.Answer { q.asksAgain(r.Now()); return technician.Answer{Status: q.status} })
	}).Maybe()
	r.OnActivity(activities.MessageSend, three...).Return(func(_ context.Context, _, id uuid.UUID) error {
		if err := q.provider(r.Now()); err != nil {
			return err
		}
		m := q.lines[q.line(id)]
		if !m.done && !m.givenUp {
			m.done = true
			q.sent = append(q.sent, m.words)
		}
		if q.fails() {
			return errDatabase
		}
		return nil
	}).Maybe()
	r.OnActivity(activities.MessageGiveUp, three...).Return(func(_ context.Context, _, id uuid.UUID) error {
		q.lines[q.line(id)].givenUp = true
		return nil
	}).Maybe()
	r.OnActivity(activities.TicketWake, mock.Anything, mock.Anything, mock.Anything, mock.Anything).Return(func(context.Context, uuid.UUID, uuid.UUID, string) error {
		q.wakes++
		return nil
	}).Maybe()
	return r
}

func (r *inquiryRun) runs() error {
	r.ExecuteWorkflow(workflows.TechnicianVerification, workflows.TechnicianVerificationInput{Tenant: r.q.tenant, TechnicianVerification: r.q.id})
	return r.GetWorkflowError()
}

// hears makes the client write some time after the start.
func (r *inquiryRun) hears(after time.Duration, words string) {
	r.RegisterDelayedCallback(func() {
		id := uuid.New()
		if words == "verify" {
			r.q.asksAgain(r.Now())
		} else {
			id = r.q.writes(words)
		}
		r.SignalWorkflow(workflows.SignalMessage, workflows.MessageSignal{Message: id})
	}, after)
}

// asks makes a technician do something some time after the start; the answer is kept under the name.
func (r *inquiryRun) asks(after time.Duration, name, update string, request any) {
	r.RegisterDelayedCallback(func() {
		r.UpdateWorkflow(update, name, &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) { r.errors[name] = err },
			OnComplete: func(result any, err error) {
				r.errors[name] = err
				if answer, ok := result.(technician.Answer); ok {
					r.answers[name] = answer
				}
			},
		}, request)
	}, after)
}

var (
	sam = technician.Actor{Kind: "user", ID: uuid.New(), Name: "Sam Rivera"}
	lee = technician.Actor{Kind: "user", ID: uuid.New(), Name: "Lee Wong"}
)

func (r *inquiryRun) claims(after time.Duration, name string, by technician.Actor) {
	r.asks(after, name, workflows.UpdateClaim, workflows.TechnicianClaim{Verification: r.q.id, Ticket: "48190", By: by})
}

func (r *inquiryRun) steps(after time.Duration, update string) {
	r.asks(after, update, update, workflows.TechnicianStep{Verification: r.q.id, By: sam})
}

const second = time.Second

func TestEveryWayThatARequestGoes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		happens func(r *inquiryRun)
		status  technician.Status
		how     technician.How
		sent    []string
		mails   int
		wakes   int
		lasts   time.Duration
	}{
		"claimed, then confirmed by reply": {
			func(r *inquiryRun) { r.claims(10*second, "sam", sam); r.hears(30*second, "confirm") },
			technician.Confirmed, technician.ByReply, []string{"code", "named", "closed"}, 0, 1, 30 * second,
		},
		"claimed, then confirmed by word of mouth": {
			func(r *inquiryRun) {
				r.claims(10*second, "sam", sam)
				r.steps(20*second, workflows.UpdateConfirmVerbally)
			},
			technician.Confirmed, technician.Verbally, []string{"code", "named", "closed"}, 0, 1, 20 * second,
		},
		"claimed, then confirmed in the portal": {
			func(r *inquiryRun) {
				r.claims(10*second, "sam", sam)
				r.steps(20*second, workflows.UpdateConfirmInPortal)
			},
			technician.Confirmed, technician.InPortal, []string{"code", "named", "closed"}, 0, 1, 20 * second,
		},
		"confirmed before anybody claimed it": {
			func(r *inquiryRun) {
				r.hears(10*second, "confirm")
				r.steps(15*second, workflows.UpdateConfirmVerbally)
			},
			technician.Expired, "", []string{"code"}, 0, 0, lasts,
		},
		"denied by reply": {
			func(r *inquiryRun) { r.claims(10*second, "sam", sam); r.hears(30*second, "deny") },
			technician.Denied, "", []string{"code", "named", "closed"}, 2, 0, 30 * second,
		},
		"denied before anybody claimed it": {
			func(r *inquiryRun) { r.hears(10*second, "deny") },
			technician.Denied, "", []string{"code", "closed"}, 2, 0, 10 * second,
		},
		"closed as not matching by the technician": {
			func(r *inquiryRun) { r.claims(10*second, "sam", sam); r.steps(20*second, workflows.UpdateDeny) },
			technician.Denied, "", []string{"code", "named", "closed"}, 2, 0, 20 * second,
		},
		"nothing happens": {func(*inquiryRun) {}, technician.Expired, "", []string{"code"}, 0, 0, lasts},
		"claimed, and not confirmed": {
			func(r *inquiryRun) { r.claims(10*second, "sam", sam) },
			technician.Expired, "", []string{"code", "named"}, 0, 0, lasts,
		},
		"asked again: another code, a new claim, and more time": {
			func(r *inquiryRun) {
				r.claims(10*second, "sam", sam)
				r.hears(10*time.Minute, "verify")
				r.claims(20*time.Minute, "lee", lee)
				r.hears(21*time.Minute, "confirm")
			},
			technician.Confirmed, technician.ByReply, []string{"code", "named", "code", "named", "closed"}, 0, 1, 21 * time.Minute,
		},
		"asked again: what was said of the first code counts for nothing": {
			func(r *inquiryRun) {
				r.claims(10*second, "sam", sam)
				r.hears(time.Minute, "verify")
				r.hears(61*second, "confirm")
			},
			technician.Expired, "", []string{"code", "named", "code"}, 0, 0, time.Minute + lasts,
		},
		"another code by the portal": {
			func(r *inquiryRun) { r.steps(time.Minute, workflows.UpdateReissue) },
			technician.Expired, "", []string{"code", "code"}, 0, 0, time.Minute + lasts,
		},
		"the first answer counts": {
			func(r *inquiryRun) {
				r.claims(10*second, "sam", sam)
				r.hears(30*second, "deny")
				r.hears(30*second, "confirm")
			},
			technician.Denied, "", []string{"code", "named", "closed"}, 2, 0, 30 * second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := newInquiry()
			r := q.starts(noon)
			c.happens(r)
			require.NoError(t, r.runs())
			require.Equal(t, c.status, q.status)
			require.Equal(t, c.how, q.how)
			require.Equal(t, c.sent, q.sent)
			require.Equal(t, 1, q.ends)
			require.Equal(t, c.mails, r.mails)
			require.Equal(t, c.wakes, q.wakes)
			require.InDelta(t, c.lasts, r.Now().Sub(noon), float64(2*second), "how long the run lasted")
		})
	}
}

func TestOneTechnicianClaimsAndMayDoSoAgain(t *testing.T) {
	t.Parallel()
	q := newInquiry()
	r := q.starts(noon)
	r.claims(10*second, "first", sam)
	r.claims(11*second, "other", lee)
	r.claims(12*second, "again", sam)
	r.asks(13*second, "past", workflows.UpdateClaim, workflows.TechnicianClaim{Verification: uuid.New(), By: sam})
	r.asks(14*second, "past deny", workflows.UpdateDeny, workflows.TechnicianStep{Verification: uuid.New(), By: sam})
	require.NoError(t, r.runs())
	require.Equal(t, technician.Answer{Status: technician.Claimed}, r.answers["first"])
	require.Equal(t, string(problem.Conflict), r.answers["other"].Refusal)
	require.Equal(t, "Sam Rivera", r.answers["other"].Detail)
	require.Empty(t, r.answers["again"].Refusal)
	require.Equal(t, []string{"code", "named"}, q.sent, "they hear a name once")
	for _, name := range []string{"past", "past deny"} {
		var refused *temporal.ApplicationError
		require.ErrorAs(t, r.errors[name], &refused, "an update means one request")
		require.Equal(t, workflows.RejectionMismatch, refused.Type())
	}
}

func TestATextThatNobodyTakesIsGivenUp(t *testing.T) {
	t.Parallel()
	q := newInquiry()
	q.provider = until(noon.Add(6 * time.Minute))
	r := q.starts(noon)
	r.claims(7*time.Minute, "sam", sam)
	require.NoError(t, r.runs())
	require.True(t, q.lines[0].givenUp, "a code that is five minutes late is useless")
	require.Equal(t, []string{"named"}, q.sent)
}

// The provider is away while everything happens: what the technician does waits for nothing.
func TestAClaimDoesNotWaitForTheProvider(t *testing.T) {
	t.Parallel()
	q := newInquiry()
	q.provider = until(noon.Add(time.Minute))
	r := q.starts(noon)
	r.claims(10*second, "sam", sam)
	r.RegisterDelayedCallback(func() { require.Equal(t, technician.Claimed, r.answers["sam"].Status) }, 11*second)
	require.NoError(t, r.runs())
	require.Equal(t, []string{"code", "named"}, q.sent)
}

func TestTheNextRequestOfTheSameNumberGoesOnInANewRun(t *testing.T) {
	t.Parallel()
	q := newInquiry()
	q.next = uuid.New()
	r := q.starts(noon)
	r.hears(10*second, "deny")
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, r.runs(), &again)
	require.Equal(t, workflows.TechnicianVerificationName, again.WorkflowType.Name)
	require.Equal(t, technician.Denied, q.status)
}

func TestALongRequestGoesOnAsANewRun(t *testing.T) {
	t.Parallel()
	q := newInquiry()
	r := q.starts(noon)
	r.RegisterDelayedCallback(func() { r.SetContinueAsNewSuggested(true) }, 10*second)
	r.hears(11*second, "confirm")
	var again *workflow.ContinueAsNewError
	require.ErrorAs(t, r.runs(), &again)
	require.Equal(t, technician.Waiting, q.status)
	next := q.starts(r.Now())
	next.claims(second, "sam", sam)
	next.hears(2*second, "confirm")
	require.NoError(t, next.runs())
	require.Equal(t, technician.Confirmed, q.status)
}

// For any crashes and outages: the technician verification ends once, and nothing is left over.
func TestARequestEndsOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		q := newInquiry()
		crashes := rapid.SliceOfN(rapid.IntRange(0, 60), 0, 12).Draw(rt, "failures at the n-th call")
		q.provider = until(noon.Add(time.Duration(rapid.IntRange(0, 200).Draw(rt, "provider away")) * second))
		step := 0
		q.fails = func() bool { step++; return slices.Contains(crashes, step) }
		at := noon
		lives := rapid.IntRange(1, 3).Draw(rt, "runs")
		for life := range lives {
			r := q.starts(at)
			for i := range rapid.IntRange(0, 6).Draw(rt, "things that happen") {
				after := time.Duration(rapid.IntRange(0, 300_000).Draw(rt, "after")) * time.Millisecond
				switch what := rapid.SampledFrom([]string{"verify", "confirm", "deny", "claim", "verbally", "close"}).Draw(rt, "what"); what {
				case "claim":
					r.claims(after, "claim"+string(rune('a'+i)), rapid.SampledFrom([]technician.Actor{sam, lee}).Draw(rt, "who"))
				case "verbally":
					r.asks(after, what+string(rune('a'+i)), workflows.UpdateConfirmVerbally, workflows.TechnicianStep{Verification: q.id, By: sam})
				case "close":
					r.asks(after, what+string(rune('a'+i)), workflows.UpdateDeny, workflows.TechnicianStep{Verification: q.id, By: sam})
				default:
					r.hears(after, what)
				}
			}
			if life < lives-1 {
				r.RegisterDelayedCallback(r.CancelWorkflow, time.Duration(rapid.IntRange(0, 300).Draw(rt, "dies after"))*second)
			}
			err := r.runs()
			if life == lives-1 {
				require.NoError(rt, err)
			}
			at = r.Now().Add(second)
		}
		q.fails = func() bool { return false }
		require.NoError(rt, q.starts(at).runs()) // the sweep
		require.Equal(rt, 1, q.ends)
		require.True(rt, q.status.Closed())
		if q.status == technician.Confirmed {
			require.NotEmpty(rt, q.by.Name, "a confirmation needs a named technician")
		}
		for _, m := range q.lines {
			require.True(rt, m.done || m.givenUp || m.inbound, "nothing is left over")
		}
	})
}
