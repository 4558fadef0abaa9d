package inbound_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/policy"
	"countersign/dispatch"
	room "countersign/inbound"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/storetest"
	"countersign/store/verify"
	"countersign/workflows"
)

const ourNumber, anas, bens, strangers = "+14155550100", "+14155550134", "+14155550181", "+14155550177"

// told is a signal that Temporal took.
type told struct {
	workflow string
	message  uuid.UUID
}

// temporalFake takes signals and updates, and fails on demand.
type temporalFake struct {
	client.Client
	mu      sync.Mutex
	down    bool
	lost    bool // takes the next signal, and its answer is lost
	signals []told
	inputs  []any
	updates []client.UpdateWorkflowOptions
	answer  []error // of updates, in turn
	says    workflows.Answer
}

var errDown = serviceerror.NewUnavailable("down")

func (f *temporalFake) SignalWithStartWorkflow(_ context.Context, id, signal string, arg any, options client.StartWorkflowOptions, _ any, args ...any) (client.WorkflowRun, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down {
		return nil, errDown
	}
	if signal != workflows.SignalMessage || options.ID != id || options.TaskQueue != workflows.QueueCore {
		return nil, errors.New("not as workflows are started here")
	}
	f.signals, f.inputs = append(f.signals, told{id, arg.(workflows.MessageSignal).Message}), append(f.inputs, args[0])
	if f.lost {
		f.lost = false
		return nil, errDown
	}
	return nil, nil
}

func (f *temporalFake) UpdateWorkflow(_ context.Context, options client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.updates = append(f.updates, options)
	var err error
	if len(f.answer) > 0 {
		err, f.answer = f.answer[0], f.answer[1:]
	}
	return handle{err, f.says}, nil
}

type handle struct {
	err    error
	answer workflows.Answer
}

func (handle) WorkflowID() string { return "" }
func (handle) RunID() string      { return "" }
func (handle) UpdateID() string   { return "" }
func (h handle) Get(_ context.Context, into any) error {
	if answer, ok := into.(*workflows.Answer); ok && h.err == nil {
		*answer = h.answer
	}
	return h.err
}

func (f *temporalFake) heard() []told {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]told{}, f.signals...)
}
func (f *temporalFake) set(change func(*temporalFake)) { f.mu.Lock(); defer f.mu.Unlock(); change(f) }

// desk is an MSP with one company and two people, an SMS channel that lets people begin, and a router.
type desk struct {
	t        *testing.T
	store    *store.Store
	tenant   uuid.UUID
	company  uuid.UUID
	ana      people.Contact
	temporal *temporalFake
	router   room.Router
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, store: storetest.New(t), temporal: &temporalFake{}}
	d.tenant = storetest.Tenant(t, d.store)
	d.router = room.Router{Store: d.store, Dispatch: dispatch.New(d.temporal, slog.New(slog.DiscardHandler))}
	d.in(func(ctx context.Context, tx store.Tx) error {
		company, err := people.CreateCompany(ctx, tx, "Northwind Dental", "US")
		require.NoError(t, err)
		d.company = company.ID
		d.ana, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: company.ID, Name: "Ana Torres", Mobile: anas, Email: "ana@northwind.example"})
		require.NoError(t, err)
		_, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: company.ID, Name: "Ben Okafor", Mobile: bens})
		return err
	})
	return d
}

func (d *desk) in(fn func(ctx context.Context, tx store.Tx) error) {
	d.t.Helper()
	require.NoError(d.t, d.store.InTenant(d.t.Context(), d.tenant, fn))
}

func (d *desk) channel() {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO sms_channels (tenant_id, id, name, number, users_may_start, created_at) VALUES ($1, $2, 'Desk', $3, true, now())`, tx.Tenant, store.NewID(), ourNumber)
		return err
	})
}

// writes stores an SMS, or what a change makes of it.
func (d *desk) writes(from, body string, change ...func(*message.Inbound)) uuid.UUID {
	d.t.Helper()
	in := message.Inbound{ProviderID: uuid.NewString(), Transport: channel.SMS, From: from, To: ourNumber, Body: body, Authentic: true}
	for _, c := range change {
		c(&in)
	}
	id, _, err := messages.Receive(d.t.Context(), d.store, d.tenant, uuid.New(), in, time.Now())
	require.NoError(d.t, err)
	return id
}

func (d *desk) route(id uuid.UUID) inbound.Route {
	d.t.Helper()
	require.NoError(d.t, d.router.Route(d.t.Context(), d.tenant, id))
	return d.routed(id)
}

func (d *desk) routed(id uuid.UUID) (route inbound.Route) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) error {
		return tx.QueryRow(ctx, `SELECT route FROM messages WHERE id = $1 AND told_at IS NOT NULL`, id).Scan(&route)
	})
	return route
}

func (d *desk) untold() int {
	d.t.Helper()
	refs, err := messages.Orphaned(d.t.Context(), d.store, time.Now().Add(time.Minute), 100)
	require.NoError(d.t, err)
	return len(refs)
}

func TestMessagesGoWhereTheyBelong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	forged := func(in *message.Inbound) {
		in.Transport, in.From, in.Authentic = channel.Email, "ana@northwind.example", false
	}
	machine := func(in *message.Inbound) { forged(in); in.Authentic, in.Automatic = true, true }
	require.Equal(t, inbound.Automatic, d.route(d.writes(anas, "#verify", machine)))
	require.Equal(t, inbound.UnknownSender, d.route(d.writes(anas, "#verify", forged)))
	require.Equal(t, inbound.UnknownSender, d.route(d.writes(strangers, "#verify")))
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "hello?")))
	require.Equal(t, inbound.Consent, d.route(d.writes(anas, "STOP")))
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "#confirm")), "nothing is open")
	require.Empty(t, d.temporal.heard(), "none of these starts anything")

	asked := d.writes(anas, "#verify")
	require.Equal(t, inbound.Verify, d.route(asked))
	confirmed := d.writes(anas, "#Confirm.")
	require.Equal(t, inbound.Confirm, d.route(confirmed))
	denied := d.writes(anas, "#deny")
	require.Equal(t, inbound.Deny, d.route(denied))
	d.channel()
	hello, printer := d.writes(strangers, "hello?"), d.writes(strangers, "my printer")
	require.Equal(t, inbound.Conversation, d.route(hello))
	require.Equal(t, inbound.Conversation, d.route(printer))

	heard := d.temporal.heard()
	require.Len(t, heard, 5)
	for i, id := range []uuid.UUID{asked, confirmed, denied, hello, printer} {
		require.Equal(t, id, heard[i].message)
	}
	require.Equal(t, heard[0].workflow, heard[2].workflow)
	request := d.temporal.inputs[0].(workflows.TechnicianVerificationInput)
	require.Equal(t, d.tenant, request.Tenant)
	require.Equal(t, request, d.temporal.inputs[2])
	require.Equal(t, heard[3].workflow, heard[4].workflow)
	started := d.temporal.inputs[3].(workflows.ConversationInput)
	require.Equal(t, workflows.ConversationID(d.tenant, started.Conversation), heard[3].workflow)
	require.Zero(t, d.untold())
}

func TestASendersMessagesAreRoutedTogetherAndInOrder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.channel()
	d.temporal.set(func(f *temporalFake) { f.down = true })
	var ids []uuid.UUID
	for range 45 { // more than a batch
		ids = append(ids, d.writes(anas, "one more"))
	}
	bystander := d.writes(bens, "hello")
	require.Error(t, d.router.Route(t.Context(), d.tenant, ids[30]))
	require.Equal(t, 46, d.untold())
	d.temporal.set(func(f *temporalFake) { f.down = false })
	require.NoError(t, d.router.Route(t.Context(), d.tenant, ids[30]))
	heard := d.temporal.heard()
	require.Len(t, heard, 45)
	for i, id := range ids {
		require.Equal(t, id, heard[i].message)
	}
	require.Equal(t, 1, d.untold())
	d.route(bystander)
	d.route(bystander)
	require.Len(t, d.temporal.heard(), 46, "what is told is not told again")
}

// After a crash at any point between storing and dispatch, another look finishes the routing.
func TestACrashAtAnyStepIsMended(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.channel()
	for name, crash := range map[string]func(id uuid.UUID){
		"after storing": func(uuid.UUID) {},
		"after joining": func(id uuid.UUID) {
			_, err := conversations.Join(t.Context(), d.store, d.tenant, id)
			require.NoError(t, err)
		},
		"before the signal is taken": func(id uuid.UUID) {
			d.temporal.set(func(f *temporalFake) { f.down = true })
			require.Error(t, d.router.Route(t.Context(), d.tenant, id))
		},
		"after the signal is taken": func(id uuid.UUID) {
			d.temporal.set(func(f *temporalFake) { f.lost = true })
			require.Error(t, d.router.Route(t.Context(), d.tenant, id))
		},
	} {
		id := d.writes(anas, name)
		crash(id)
		d.temporal.set(func(f *temporalFake) { f.down = false })
		refs, err := messages.Orphaned(t.Context(), d.store, time.Now().Add(time.Minute), 100)
		require.NoError(t, err)
		require.Equal(t, []messages.Ref{{TenantID: d.tenant, ID: id}}, refs, name)
		require.Equal(t, inbound.Conversation, d.route(id), name)
	}
	d.in(func(ctx context.Context, tx store.Tx) error {
		var conversations, joined int
		err := tx.QueryRow(ctx, `SELECT count(DISTINCT conversation_id), count(*) FROM messages WHERE direction = 'inbound'`).Scan(&conversations, &joined)
		require.Equal(t, 1, conversations)
		require.Equal(t, 4, joined)
		return err
	})
}

func TestManyRoutersDoNotDisturbTheOrder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.channel()
	var mu sync.Mutex
	stored := map[string][]uuid.UUID{}
	var group sync.WaitGroup
	for _, from := range []string{anas, bens, strangers} {
		group.Go(func() {
			var routers sync.WaitGroup
			for range 12 {
				id := d.writes(from, "hello")
				mu.Lock()
				stored[from] = append(stored[from], id)
				mu.Unlock()
				routers.Go(func() { require.NoError(t, d.router.Route(t.Context(), d.tenant, id)) })
			}
			routers.Wait()
		})
	}
	group.Wait()
	require.Zero(t, d.untold(), "a message that found its sender locked was routed by the holder of the lock")
	heard := map[string][]uuid.UUID{}
	for _, h := range d.temporal.heard() {
		heard[h.workflow] = append(heard[h.workflow], h.message)
	}
	require.Len(t, heard, 3)
	for _, ids := range stored {
		require.Contains(t, heard, workflowOf(heard, ids[0]))
		require.Equal(t, ids, heard[workflowOf(heard, ids[0])])
	}
}

func workflowOf(heard map[string][]uuid.UUID, message uuid.UUID) string {
	for workflow, ids := range heard {
		if ids[0] == message {
			return workflow
		}
	}
	return ""
}

// Where no answer may be sent, asking starts nothing.
func TestAskingWhenNothingMayBeAnswered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.in(func(ctx context.Context, tx store.Tx) error {
		_, err := settings.Update(ctx, tx, settings.Settings{RetentionDays: 365, SendsPerMinute: 60, SpendPerDayCents: 0})
		return err
	})
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "#verify")))
	d.channel()
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "#verify")))
	require.Empty(t, d.temporal.heard(), "and it is no word of a conversation")
}

func TestAnErasedPersonsMessageBeginsNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.channel()
	id := d.writes(anas, "hello")
	d.in(func(ctx context.Context, tx store.Tx) error { return people.EraseContact(ctx, tx, d.ana.ID) })
	require.Equal(t, inbound.Unheard, d.route(id))
	require.Empty(t, d.temporal.heard())
}

func TestANumberIsGivenToItsVerification(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.awaitsNumber()
	require.Equal(t, inbound.Number, d.route(d.writes(anas, " 42 ")))
	require.Len(t, d.temporal.updates, 1)
	asked := d.temporal.updates[0]
	digest, err := otp.Digest(d.store.Ring(), v.KeyID, v.ID.String(), "42")
	require.NoError(t, err)
	require.Equal(t, []any{workflows.MatchRequest{Verification: v.ID, Send: 1, Digest: digest, Bare: true}}, asked.Args)
	require.Equal(t, workflows.VerificationID(d.tenant, d.ana.ID), asked.WorkflowID)
	require.Equal(t, workflows.UpdateMatch, asked.UpdateName)
	require.Regexp(t, `^match-number-[0-9a-f-]{36}$`, asked.UpdateID, "the message's id, and no number")

	for name, gone := range map[string]error{"ended": serviceerror.NewNotFound("gone"), "refused": temporal.NewApplicationError("no", "closed")} {
		d.temporal.set(func(f *temporalFake) { f.answer = []error{gone} })
		require.Equal(t, inbound.Number, d.route(d.writes(anas, "43")), name)
	}
	d.temporal.set(func(f *temporalFake) { f.answer = []error{serviceerror.NewWorkflowNotReady("dropped"), nil} })
	require.Equal(t, inbound.Number, d.route(d.writes(anas, "44")))
	d.temporal.set(func(f *temporalFake) { f.answer = []error{errDown} })
	id := d.writes(anas, "45")
	require.Error(t, d.router.Route(t.Context(), d.tenant, id))
	require.Equal(t, 1, d.untold())
	require.Equal(t, inbound.Number, d.route(id))
	last := len(d.temporal.updates) - 1
	require.Equal(t, d.temporal.updates[last].UpdateID, d.temporal.updates[last-1].UpdateID, "the run knows a number it has judged")
}

// awaitsNumber opens a number match of Ana's.
func (d *desk) awaitsNumber() verify.Verification {
	d.t.Helper()
	var rules policy.Snapshot
	d.in(func(ctx context.Context, tx store.Tx) (err error) {
		rules, err = settings.PolicyFor(ctx, tx, d.company)
		return err
	})
	opened, err := verify.Open(d.t.Context(), d.store, d.tenant, verify.NewVerification{
		ID: store.NewID(), ContactID: d.ana.ID, ContactPointID: mobile(d.ana), Channel: channel.SMSMatch, Policy: rules, Leader: store.Actor{Kind: "user", ID: uuid.New(), Name: "Sam"}, At: time.Now(),
	})
	require.NoError(d.t, err)
	return opened.Verification
}

func mobile(c people.Contact) uuid.UUID {
	for _, p := range c.ContactPoints {
		if p.Kind == channel.Mobile {
			return p.ID
		}
	}
	return uuid.Nil
}

func TestTheQueueNeverWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		hold, routed := make(chan struct{}), make(chan uuid.UUID, 1000)
		queue := room.NewQueue(func(_ context.Context, _, message uuid.UUID) error {
			<-hold
			routed <- message
			return errors.New("is only logged")
		}, slog.New(slog.DiscardHandler))
		go queue.Run(ctx)
		synctest.Wait()
		for range 1000 {
			queue.Offer(uuid.New(), uuid.New(), channel.SMS)
		}
		close(hold)
		synctest.Wait()
		require.GreaterOrEqual(t, len(routed), 256)
		require.Less(t, len(routed), 1000, "what does not fit is left to the sweep")

		for range len(routed) {
			<-routed
		}
		queue.Offer(uuid.New(), uuid.New(), channel.Email)
		synctest.Wait()
		require.Empty(t, routed, "another mail may overtake it")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		require.Len(t, routed, 1)
		cancel()
	})
}
