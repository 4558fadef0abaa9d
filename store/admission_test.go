package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/admission"
	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/messages"
	"countersign/store/notices"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/storetest"
	"countersign/store/verify"
)

// outbox puts a message into the outbox that nobody has counted.
func (d *desk) outbox(kind template.Kind, to string) uuid.UUID {
	d.t.Helper()
	id := store.NewID()
	d.in(func(ctx context.Context, tx store.Tx) {
		index := people.ContactPointIndex(tx, to)
		_, err := tx.Exec(ctx, `INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, body_sealed, at, sent_by, status)
VALUES ($1, $2, 'outbound', 'sms', $3, '+14155550100', $4, $5, '...', $6, now(), 'system', 'claimed')`,
			tx.Tenant, id, string(kind), index, tx.Seal(messages.Table, messages.TheirColumn, id, to), tx.Seal(messages.Table, messages.BodyColumn, id, "Thank you."))
		require.NoError(d.t, err)
	})
	return id
}

// leaves hands a message over; reason is why it did not leave.
func (d *desk) leaves(id uuid.UUID, at time.Time) (out message.Handover, reason string) {
	d.t.Helper()
	out, err := messages.Outbox{Store: d.store}.TakeMessage(d.t.Context(), d.tenant, id, at)
	require.NoError(d.t, err)
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(d.t, tx.QueryRow(ctx, `SELECT coalesce(error_code, '') FROM messages WHERE id = $1`, id).Scan(&reason))
	})
	require.Equal(d.t, reason == "", out.Due)
	return out, reason
}

func (d *desk) sets(minute, cents int) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := settings.Update(ctx, tx, settings.Settings{RetentionDays: 30, SendsPerMinute: minute, SpendPerDayCents: cents})
		require.NoError(d.t, err)
	})
}

// Whatever text there is or will be, it passes the list of countries, the money and the limits when it is handed over.
func TestEveryKindOfTextIsCounted(t *testing.T) {
	t.Parallel()
	for _, kind := range template.Kinds {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			d, at := newDesk(t), moment()
			_, reason := d.leaves(d.outbox(kind, "+5355512345"), at)
			require.Equal(t, string(problem.CountryNotAllowed), reason, "no policy lists Cuba")
			for range 10 {
				_, reason = d.leaves(d.outbox(kind, "+14155550134"), at)
				require.Empty(t, reason)
			}
			_, reason = d.leaves(d.outbox(kind, "+14155550134"), at)
			require.Equal(t, string(problem.SendLimit), reason, "ten a minute to one number")
			d.sets(60, 0)
			_, reason = d.leaves(d.outbox(kind, "+14155550181"), at)
			require.Equal(t, string(problem.SpendLimit), reason)
			d.sets(11, 5000)
			_, reason = d.leaves(d.outbox(kind, "+14155550182"), at)
			require.Empty(t, reason)
			_, reason = d.leaves(d.outbox(kind, "+14155550183"), at)
			require.Equal(t, string(problem.SendLimit), reason, "eleven a minute of the MSP")
		})
	}
}

// Messages of one door count at every other.
func TestLimitsOfANumberCountAllDoors(t *testing.T) {
	t.Parallel()
	d, at := newDesk(t), moment()
	for range 10 {
		_, reason := d.leaves(d.outbox(template.ConversationReceived, "+14155550134"), at)
		require.Empty(t, reason)
	}
	_, err := verify.Open(t.Context(), d.store, d.tenant, d.ask(d.ana, at))
	require.Equal(t, problem.SendLimit, problem.From(err).Code)
	opened, err := verify.Open(t.Context(), d.store, d.tenant, d.ask(d.ana, at.Add(time.Minute)))
	require.NoError(t, err)
	require.False(t, opened.Joined)
}

func TestAMessageIsCountedOnce(t *testing.T) {
	t.Parallel()
	d, at := newDesk(t), moment()
	id := d.outbox(template.ConversationReceived, "+14155550134")
	for range 20 { // a carrier that says "later"
		h, reason := d.leaves(id, at)
		require.Empty(t, reason)
		require.NoError(t, messages.Outbox{Store: d.store}.ReleaseMessage(t.Context(), d.tenant, id, h.HandedAt))
	}
	_, reason := d.leaves(d.outbox(template.ConversationReceived, "+14155550134"), at)
	require.Empty(t, reason)
}

// A reply goes out from the number that was written to only while that number is the MSP's.
func TestANumberIsCheckedWhenAMessageLeaves(t *testing.T) {
	t.Parallel()
	d, at := newDesk(t), moment()
	h, _ := d.leaves(d.outbox(template.ConversationReceived, "+14155550134"), at)
	require.Empty(t, h.Out.From, "the platform's number stands in")
	storetest.Assign(t, d.store, d.tenant, store.SenderNumber, "+14155550100")
	h, _ = d.leaves(d.outbox(template.ConversationReceived, "+14155550134"), at)
	require.Equal(t, "+14155550100", h.Out.From)
}

// A call-back is two calls: both countries and both prices count, for as long as it may last.
func TestTheSecondLegOfACallBackCounts(t *testing.T) {
	t.Parallel()
	d, at := newDesk(t), moment()
	ask := d.ask(d.ana, at)
	ask.Channel = channel.CallBack
	for _, line := range []string{"+5376123456", ""} {
		ask.ID, ask.Policy.Policy.CallBackTo = store.NewID(), line
		_, err := verify.Open(t.Context(), d.store, d.tenant, ask)
		require.Equal(t, problem.CountryNotAllowed, problem.From(err).Code, line)
	}
	ask.ID, ask.Policy.Policy.CallBackTo = store.NewID(), "+14155550100"
	_, err := verify.Open(t.Context(), d.store, d.tenant, ask)
	require.NoError(t, err)
	var cents float64
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, tx.QueryRow(ctx, `SELECT sum(cents)::float8 FROM spending`).Scan(&cents))
	})
	require.InDelta(t, 2*1.5*channel.CallBackTime.Minutes(), cents, 0.01)
}

// A send that nobody counted is counted when it is claimed, whatever its workflow says.
func TestASendIsCountedWhenItIsClaimed(t *testing.T) {
	t.Parallel()
	d, at := newDesk(t), moment()
	v := d.open(d.ana, at)
	request := d.claim(v, 2, at)
	request.Policy.Countries = []string{"DE"}
	claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, ledger.Limited, claim.State)
	require.Equal(t, string(problem.CountryNotAllowed), claim.Code)
}

func TestAPolicysLineIsInACountryThatItLists(t *testing.T) {
	t.Parallel()
	rules := policy.Default()
	rules.CallBackTo = "+5376123456"
	require.Len(t, rules.Validate(), 1)
	line, _ := rules.CallBackLine()
	require.Empty(t, line, "a version from before does not connect there either")
}

// Mails to people of the MSP are counted by kind: whoever makes us write many of one keeps no other back.
func TestMailsToThePeopleOfTheMSPAreCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	writes := func(kind string) (due bool) {
		id := store.NewID()
		d.in(func(ctx context.Context, tx store.Tx) {
			_, err := tx.Exec(ctx, `INSERT INTO notices (tenant_id, id, user_id, kind, body_sealed, created_at) VALUES ($1, $2, $3, $4, $5, now())`, tx.Tenant, id, d.sam.ID, kind, tx.Seal("notices", "body_sealed", id, "{}"))
			require.NoError(t, err)
		})
		_, due, err := notices.Outbox{Store: d.store}.ClaimNotice(t.Context(), d.tenant, id)
		require.NoError(t, err)
		return due
	}
	for range 30 {
		require.True(t, writes(notices.Reset))
	}
	require.False(t, writes(notices.Reset))
	require.True(t, writes(notices.Alert))
}

// Strangers begin so many conversations in an hour; later ones are listed as unknown senders.
func TestStrangersBeginAFewConversationsAnHour(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	storetest.Allow(t, d.store, d.tenant, func(c *admission.Ceilings) { c.StrangersPerHour = 2 })
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO sms_channels (tenant_id, id, name, number, users_may_start, created_at) VALUES ($1, $2, 'Desk', '+14155550100', true, now())`, tx.Tenant, store.NewID())
		require.NoError(t, err)
	})
	joins := func(from string) error {
		in := message.Inbound{ProviderID: uuid.NewString(), Transport: channel.SMS, From: from, To: "+14155550100", Body: "hello", Authentic: true}
		id, _, err := messages.Receive(t.Context(), d.store, d.tenant, uuid.New(), in, time.Now())
		require.NoError(t, err)
		_, err = conversations.Join(t.Context(), d.store, d.tenant, id)
		return err
	}
	require.NoError(t, joins("+14155550171"))
	require.NoError(t, joins("+14155550172"))
	require.ErrorIs(t, joins("+14155550173"), store.ErrNotFound)
	require.NoError(t, joins("+14155550171"), "an open conversation goes on")
	require.NoError(t, joins("+14155550134"), "Ana is on file")
}
