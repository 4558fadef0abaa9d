package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/mask"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/alerts"
	"countersign/store/auditlog"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/settings"
)

const anasNumber = "+14155550134"

// writes stores an inbound SMS.
func (d *desk) writes(from, body string, change ...func(*message.Inbound)) uuid.UUID {
	d.t.Helper()
	in := message.Inbound{ProviderID: "SM" + uuid.NewString(), Transport: channel.SMS, From: from, To: ourNumber, Body: body, Authentic: true}
	for _, c := range change {
		c(&in)
	}
	id, fresh, err := messages.Receive(d.t.Context(), d.store, d.tenant, d.integration(), in, time.Now())
	require.NoError(d.t, err)
	require.True(d.t, fresh)
	return id
}

func byMail(subject string) func(*message.Inbound) {
	return func(in *message.Inbound) {
		in.Transport, in.Subject, in.To = channel.Email, subject, "desk@in.bluepeak.example"
	}
}

func (d *desk) integration() (id uuid.UUID) {
	d.t.Helper()
	require.NoError(d.t, d.asOwner().QueryRow(d.t.Context(), `SELECT gen_random_uuid()`).Scan(&id))
	return id
}

func (d *desk) weigh(id uuid.UUID) inbound.Facts {
	d.t.Helper()
	w, err := messages.LoadRoutingFacts(d.t.Context(), d.store, d.tenant, id, time.Now())
	require.NoError(d.t, err)
	return w.Facts
}

func (d *desk) untold(id uuid.UUID) []uuid.UUID {
	d.t.Helper()
	sender, _, err := messages.SenderOf(d.t.Context(), d.store, d.tenant, id)
	require.NoError(d.t, err)
	messages, err := messages.ListUnrouted(d.t.Context(), d.store, sender)
	require.NoError(d.t, err)
	ids := []uuid.UUID{}
	for _, m := range messages {
		ids = append(ids, m.ID)
	}
	return ids
}

func TestAMessageIsKeptOnceAndSealed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := message.Inbound{
		ProviderID: "SM1", Transport: channel.SMS, From: "+14155550139", To: ourNumber, Body: "planted words\x00 of hers", Authentic: true,
		Media: []message.Media{{URL: "https://provider.example/1\x00", ContentType: "image/jpeg"}},
	}
	receive := func(tenant uuid.UUID) (uuid.UUID, bool) {
		id, fresh, err := messages.Receive(t.Context(), d.store, tenant, d.integration(), in, time.Now())
		require.NoError(t, err)
		return id, fresh
	}
	id, fresh := receive(d.tenant)
	require.True(t, fresh)
	_, again := receive(d.tenant)
	require.False(t, again)
	in.Transport, in.From, in.Subject, in.ProviderID = channel.Email, "planted.sender@secret.example", "planted subject", "<"+strings.Repeat("\xffx", 5000)+">"
	_, mail := receive(d.tenant)
	require.True(t, mail, "an id that no index could hold")
	_, mailAgain := receive(d.tenant)
	require.False(t, mailAgain)
	dump := dumpOf(t, d.asOwner())
	for _, secret := range []string{"5550139", "planted words", "planted.sender", "planted subject"} {
		require.False(t, stands(dump, secret), secret)
	}
	require.Equal(t, "planted words of hers", d.weigh(id).Body)
}

func TestWhatIsKnownOfASender(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.True(t, d.weigh(d.writes(anasNumber, "#verify")).Known)
	require.True(t, d.weigh(d.writes("INFO@Northwind.example", "#verify", byMail("Hello"))).Known, "an address counts without case")
	stranger := d.weigh(d.writes("+14155550177", "hello"))
	require.False(t, stranger.Known || stranger.OptedOut || stranger.OpenConversation || stranger.MayStart || stranger.OpenTechnicianVerification || stranger.AwaitsNumber)
	require.Equal(t, inbound.DefaultWords(), stranger.Words)
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := settings.UpdateInbound(ctx, tx, settings.Inbound{VerifyWord: "#who", ConfirmWord: "#yes", DenyWord: "#no", Minutes: 20})
		require.NoError(t, err)
		require.NoError(t, people.EraseContact(ctx, tx, d.ana.ID))
	})
	erased := d.weigh(d.writes(anasNumber, "#who"))
	require.False(t, erased.Known, "an erased person is unknown")
	require.Equal(t, "#who", erased.Words.Verify)
	facts := d.weigh(d.writes("12345", "hello"))
	require.False(t, facts.Known, "a short code belongs to no person")
}

func TestMessagesWaitInOrder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, second := d.writes(anasNumber, "one"), d.writes(anasNumber, "two")
	other := d.writes("+14155550177", "another's")
	require.Equal(t, []uuid.UUID{first, second}, d.untold(second))
	require.NoError(t, messages.SetRoute(t.Context(), d.store, d.tenant, first, inbound.Unheard, time.Now()))
	require.Equal(t, []uuid.UUID{second}, d.untold(first))
	require.Equal(t, []uuid.UUID{other}, d.untold(other))
	_, waits, err := messages.SenderOf(t.Context(), d.store, d.tenant, first)
	require.NoError(t, err)
	require.False(t, waits)

	refs, err := messages.Orphaned(t.Context(), d.store, time.Now().Add(time.Minute), 10)
	require.NoError(t, err)
	require.Equal(t, []messages.Ref{{TenantID: d.tenant, ID: second}, {TenantID: d.tenant, ID: other}}, refs)
	refs, err = messages.Orphaned(t.Context(), d.store, time.Now().Add(-time.Minute), 10)
	require.NoError(t, err)
	require.Empty(t, refs)
}

// Mails overtake each other on their way; their own time tells which was written first.
func TestMailsStandByTheTimeTheyWereSentAt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sent := func(ago time.Duration) func(*message.Inbound) {
		return func(in *message.Inbound) { in.At = time.Now().Add(-ago) }
	}
	late := d.writes("info@northwind.example", "#confirm", byMail(""), sent(time.Second))
	early := d.writes("info@northwind.example", "#verify", byMail(""), sent(time.Minute))
	require.Equal(t, []uuid.UUID{early, late}, d.untold(late))
}

func TestOneRoutesASenderAtATime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sender, _, err := messages.SenderOf(t.Context(), d.store, d.tenant, d.writes(anasNumber, "one"))
	require.NoError(t, err)
	stranger, _, err := messages.SenderOf(t.Context(), d.store, d.tenant, d.writes("+14155550177", "one"))
	require.NoError(t, err)
	taken, err := messages.WithSenderLock(t.Context(), d.store, sender, func(ctx context.Context) error {
		second, err := messages.WithSenderLock(ctx, d.store, sender, func(context.Context) error { return errors.New("not reached") })
		require.NoError(t, err)
		require.False(t, second)
		others, err := messages.WithSenderLock(ctx, d.store, stranger, func(context.Context) error { return nil })
		require.NoError(t, err)
		require.True(t, others)
		d.writes(anasNumber, "two") // routing holds no message back
		return nil
	})
	require.NoError(t, err)
	require.True(t, taken)
	taken, err = messages.WithSenderLock(t.Context(), d.store, sender, func(context.Context) error { return nil })
	require.NoError(t, err)
	require.True(t, taken)
}

// Positions of one sender appear in their order, also for concurrent arrivals: a reader who sees one sees all before it.
func TestNoMessageAppearsBehindALaterOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	sample := d.writes(anasNumber, "first")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 10 {
				d.writes(anasNumber, "more")
			}
		})
	}
	seen := []uuid.UUID{}
	for {
		sender, _, err := messages.SenderOf(t.Context(), d.store, d.tenant, sample)
		require.NoError(t, err)
		messages, err := messages.ListUnrouted(t.Context(), d.store, sender)
		require.NoError(t, err)
		for i, m := range messages {
			if i < len(seen) {
				require.Equal(t, seen[i], m.ID)
			} else {
				seen = append(seen, m.ID)
			}
		}
		if len(seen) == 20 { // a batch
			break
		}
	}
	group.Wait()
}

func TestAStrangerIsListedForAdmins(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before := d.events()
	ids := []uuid.UUID{}
	for _, text := range []string{"#verify", "hello?", "#verify"} {
		id := d.writes("+14155550177", text)
		require.NoError(t, messages.SetRoute(t.Context(), d.store, d.tenant, id, inbound.UnknownSender, time.Now()))
		require.NoError(t, messages.SetRoute(t.Context(), d.store, d.tenant, id, inbound.UnknownSender, time.Now()), "a second time changes nothing")
		ids = append(ids, id)
	}
	unheard := d.writes(anasNumber, "hello?")
	require.NoError(t, messages.SetRoute(t.Context(), d.store, d.tenant, unheard, inbound.Unheard, time.Now()))
	d.in(func(ctx context.Context, tx store.Tx) {
		page, err := messages.ListUnknownSenders(ctx, tx, messages.UnknownSenderQuery{Limit: 2})
		require.NoError(t, err)
		require.Len(t, page.Items, 2)
		require.Equal(t, ids[2], page.Items[0].ID)
		require.Equal(t, "#verify", page.Items[0].Text)
		require.Equal(t, mask.Phone("+14155550177"), page.Items[0].Masked)
		page, err = messages.ListUnknownSenders(ctx, tx, messages.UnknownSenderQuery{Cursor: page.Next, Limit: 2})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		require.Empty(t, page.Next)
		_, err = messages.ListUnknownSenders(ctx, tx, messages.UnknownSenderQuery{Cursor: unheard.String(), Limit: 2})
		require.ErrorIs(t, err, store.ErrCursor)
		lines, err := auditlog.List(ctx, tx, auditlog.Filter{Action: new("unknown-sender.heard")}, nil, 10)
		require.NoError(t, err)
		require.Len(t, lines, 3)
		require.Empty(t, lines[0].CompanyID)
		lines, err = auditlog.List(ctx, tx, auditlog.Filter{Action: new("message.unheard")}, nil, 10)
		require.NoError(t, err)
		require.Len(t, lines, 1)
	})
	require.Equal(t, 3, d.events()-before)
}

func (d *desk) events() (n int) {
	d.t.Helper()
	require.NoError(d.t, d.asOwner().QueryRow(d.t.Context(), `SELECT count(*) FROM events`).Scan(&n))
	return n
}

func TestTheKeyOfAnInboxIsItsOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, other := uuid.New(), uuid.New()
	require.Len(t, messages.InboundKey(d.store, one), 43)
	require.Equal(t, messages.InboundKey(d.store, one), messages.InboundKey(d.store, one))
	require.NotEqual(t, messages.InboundKey(d.store, one), messages.InboundKey(d.store, other))
}

func TestTwoMailsOfOneIDAreTwoWhereTheirWordsDiffer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	in := message.Inbound{ProviderID: "<1@client.example>", Transport: channel.Email, From: "ana@northwind.example", To: "desk@in.bluepeak.example", Subject: "Hello", Body: "#verify", Authentic: true}
	receive := func(in message.Inbound) bool {
		_, fresh, err := messages.Receive(t.Context(), d.store, d.tenant, d.integration(), in, time.Now())
		require.NoError(t, err)
		return fresh
	}
	require.True(t, receive(in))
	require.False(t, receive(in), "a provider brings it again")
	for _, change := range []func(*message.Inbound){
		func(in *message.Inbound) { in.Body = "#deny" },
		func(in *message.Inbound) { in.Subject = "#deny" },
		func(in *message.Inbound) { in.From = "ben@northwind.example" },
		func(in *message.Inbound) { in.ProviderID = "<2@client.example>" },
	} {
		other := in
		change(&other)
		require.True(t, receive(other))
		require.False(t, receive(other))
	}
}

func TestADenialWithNothingOpenStandsOnEverybodyWithTheNumber(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ben := d.person("Ben Okafor", anasNumber)
	id := d.writes(anasNumber, "#deny")
	require.Equal(t, inbound.Alarm, inbound.Decide(d.weigh(id)))
	for range 2 {
		_, err := messages.RaiseAlarm(t.Context(), d.store, d.tenant, id, "https://desk.example", moment())
		require.NoError(t, err)
	}
	require.Len(t, d.alerts(alerts.Query{}), 1, "once, however often it is routed")
	for _, person := range []uuid.UUID{d.ana.ID, ben.ID} {
		require.NotNil(t, d.contact(person).Denied)
	}
}

// A mail whose sender cannot be read is kept, and Admins see what stood there, whatever it says.
func TestAMailThatCannotBeReadIsShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.writes("\"Ana <ana@\u202enorthwind.example>", "#deny", byMail("Hi"), func(in *message.Inbound) { in.Unreadable, in.Authentic, in.To = true, false, "" })
	facts := d.weigh(id)
	require.True(t, facts.Unreadable)
	require.Equal(t, inbound.UnknownSender, inbound.Decide(facts))
	require.NoError(t, messages.SetRoute(t.Context(), d.store, d.tenant, id, inbound.UnknownSender, time.Now()))
	d.in(func(ctx context.Context, tx store.Tx) {
		page, err := messages.ListUnknownSenders(ctx, tx, messages.UnknownSenderQuery{Limit: 2})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		require.True(t, page.Items[0].Unreadable)
		require.Equal(t, "From: \"Ana <ana@northwind.example> Hi #deny", page.Items[0].Text)
	})
}
