package store_test

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/evidence"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/evidencelog"
	"countersign/store/integrations"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/verify"
)

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	var ready, done sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		ready.Add(1)
		done.Add(1)
		go func() {
			defer done.Done()
			ready.Done()
			<-begin
			fn(i)
		}()
	}
	ready.Wait()
	close(begin)
	done.Wait()
}

func TestOneOfManyClaimsIsMine(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	v := d.open(d.ana, at)
	require.Equal(t, []verify.Send{{Number: 1, Channel: "sms_code", ContactPointID: v.ContactPointID, Masked: "+1 415 ••• ••34", Status: message.Claimed, At: at, ExpiresAt: at.Add(5 * time.Minute)}}, v.Sends)
	require.Equal(t, "asked on the phone", v.Note)

	for number := 1; number <= 2; number++ {
		var mine, handed atomic.Int32
		together(50, func(int) {
			claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), d.claim(v, number, at.Add(time.Duration(number)*time.Second)))
			require.NoError(t, err)
			require.Equal(t, "+14155550134", claim.Content.To)
			require.Equal(t, "Ana Torres", claim.Content.Name)
			require.Equal(t, "Sam Rivera", claim.Content.Technician)
			require.Equal(t, 5, claim.Content.Minutes)
			switch claim.State {
			case ledger.Mine:
				mine.Add(1)
			case ledger.Handed:
				handed.Add(1)
			}
		})
		require.EqualValues(t, 1, mine.Load())
		require.EqualValues(t, 49, handed.Load())
	}
	now := d.read(v.ID)
	require.Equal(t, "run-1", now.RunID)
	require.Len(t, now.Sends, 2)
	require.Equal(t, at.Add(2*time.Second+5*time.Minute), now.ExpiresAt, "the newest send counts")
}

func TestClaimIsGivenBackOnlyByItsHolder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	v := d.open(d.ana, at)
	request := d.claim(v, 1, at)
	first, err := verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.NoError(t, verify.Ledger{Store: d.store}.Release(t.Context(), request.Key, first.HandedAt.Add(-time.Second)))
	again, err := verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, ledger.Handed, again.State)
	require.Equal(t, first.HandedAt, again.HandedAt)

	require.NoError(t, verify.Ledger{Store: d.store}.Release(t.Context(), request.Key, first.HandedAt))
	again, err = verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, ledger.Mine, again.State)

	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), request.Key, ledger.Settlement{Status: message.Accepted, ProviderID: "SM1", At: at}))
	require.NoError(t, verify.Ledger{Store: d.store}.Release(t.Context(), request.Key, again.HandedAt), "what is settled stays")
	again, err = verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, ledger.Claim{State: ledger.Settled, Status: message.Accepted}, again)
}

func TestReportsOnlyMoveForward(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	v := d.open(d.ana, at)
	key := d.claim(v, 1, at).Key
	report := func(event string, status message.Status) {
		record := func(told message.Delivery) error {
			told.EventKey, told.Status = event+told.OutboundID, status
			return verify.RecordDelivery(t.Context(), d.store, d.tenant, "twilio", uuid.Nil, told)
		}
		require.NoError(t, record(message.Delivery{OutboundID: key.Outbound(), ProviderID: "SM1", At: at.Add(time.Second), OptedOut: status == message.Failed, ErrorCode: map[bool]string{true: "21610"}[status == message.Failed]}))
		require.NoError(t, record(message.Delivery{OutboundID: "notice-" + v.ID.String(), At: at}))
		require.ErrorIs(t, record(message.Delivery{OutboundID: ledger.OutboundID(store.NewID(), 1), At: at}), integrations.ErrOtherAccount)
	}
	report("a", message.Sent)
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), key, ledger.Settlement{Status: message.Accepted, ProviderID: "SM1", At: at}))
	require.Equal(t, message.Sent, d.read(v.ID).Sends[0].Status, "a late receipt moves nothing back")
	report("b", message.Failed)
	report("c", message.Delivered)
	report("b", message.Failed)
	now := d.read(v.ID)
	require.Equal(t, message.Failed, now.Sends[0].Status)
	require.Equal(t, "21610", now.Sends[0].ErrorCode)
	d.in(func(ctx context.Context, tx store.Tx) {
		ana, err := people.GetContact(ctx, tx, d.ana.ID)
		require.NoError(t, err)
		require.True(t, ana.ContactPoints[0].OptedOut)
		require.True(t, ana.ContactPoints[0].Waiting)
		require.False(t, ana.ContactPoints[1].Waiting)
		require.Equal(t, v.ID, *ana.OpenVerification)
	})
}

func TestAMailThatCameBackAfterItsDeliveryFailed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	key := d.claim(v, 1, v.OpenedAt).Key
	_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	delivered, returned := message.Delivery{EventKey: "1", Status: message.Delivered}, message.Delivery{EventKey: "2", Status: message.Failed, ErrorCode: "5.1.1", Returned: true}
	for _, told := range []message.Delivery{delivered, returned, returned, {EventKey: "3", Status: message.Delivered}} {
		told.OutboundID, told.ProviderID, told.At = key.Outbound(), "x", v.OpenedAt.Add(time.Minute)
		require.NoError(t, verify.RecordDelivery(t.Context(), d.store, d.tenant, "sendgrid", uuid.Nil, told))
	}
	now := d.read(v.ID)
	require.Equal(t, message.Failed, now.Sends[0].Status)
	require.Equal(t, "5.1.1", now.Sends[0].ErrorCode)
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), key, ledger.Settlement{Status: message.Delivered, At: v.OpenedAt}))
	require.Equal(t, message.Failed, d.read(v.ID).Sends[0].Status)
	d.in(func(ctx context.Context, tx store.Tx) {
		envelopes, err := evidencelog.Of(ctx, tx, v.ID)
		require.NoError(t, err)
		require.Len(t, envelopes, 3, "the result, the delivery, and that it came back")
	})
}

func TestLateReportsAreAddenda(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	key := d.claim(v, 1, v.OpenedAt).Key
	for range 3 {
		require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), key, ledger.Settlement{Status: message.Delivered, At: v.OpenedAt.Add(time.Minute)}))
	}
	d.in(func(ctx context.Context, tx store.Tx) {
		envelopes, err := evidencelog.Of(ctx, tx, v.ID)
		require.NoError(t, err)
		require.Len(t, envelopes, 2)
		raw, err := json.Marshal(evidence.NewFile(envelopes, d.store.Ring().EvidenceKeys()))
		require.NoError(t, err)
		summary, err := evidence.Verify([][]byte{raw}, d.store.Ring().EvidenceKeys())
		require.NoError(t, err)
		require.Equal(t, evidence.Summary{Bundles: 2, Verifications: 1}, summary)
	})
	claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), d.claim(v, 2, v.OpenedAt))
	require.NoError(t, err)
	require.Equal(t, ledger.Closed, claim.State)
}

func TestReplacedAddressIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	d.in(func(ctx context.Context, tx store.Tx) {
		require.ErrorIs(t, people.EraseContact(ctx, tx, d.ana.ID), people.ErrBeingVerified)
		_, _, err := people.UpdateContact(ctx, tx, d.ana.ID, people.ContactPatch{Mobile: new("+14155550177")})
		require.NoError(t, err)
	})
	claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), d.claim(v, 1, v.OpenedAt))
	require.NoError(t, err)
	require.Equal(t, ledger.Closed, claim.State)
}

// One number gets five sends in a quarter of an hour, however many ask at once, and exactly one more once the first has left the window.
func TestSendsToANumberAreExact(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	var opened, limited atomic.Int32
	twins := make([]people.Contact, 12)
	for i := range twins {
		twins[i] = d.person("Twin", "+14155550101")
	}
	together(len(twins), func(i int) {
		_, err := verify.Open(t.Context(), d.store, d.tenant, d.ask(twins[i], at.Add(time.Duration(i)*time.Second)))
		if err == nil {
			opened.Add(1)
			return
		}
		var refused *problem.Error
		require.ErrorAs(t, err, &refused)
		require.Equal(t, problem.SendLimit, refused.Code)
		require.Positive(t, refused.RetryAfter)
		limited.Add(1)
	})
	require.EqualValues(t, 5, opened.Load())
	require.EqualValues(t, 7, limited.Load())
	_, err := verify.Open(t.Context(), d.store, d.tenant, d.ask(d.person("Late twin", "+14155550101"), at.Add(15*time.Minute+12*time.Second)))
	require.NoError(t, err)
}

func TestMoneyAndMinuteOfTheTenant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := settings.Update(ctx, tx, settings.Settings{RetentionDays: 30, SendsPerMinute: 3, SpendPerDayCents: 10})
		require.NoError(t, err)
	})
	code := func(name, mobile string, at time.Time) problem.Code {
		_, err := verify.Open(t.Context(), d.store, d.tenant, d.ask(d.person(name, mobile), at))
		if err == nil {
			return ""
		}
		return problem.From(err).Code
	}
	require.EqualValues(t, "", code("A", "+14155550111", at))
	require.EqualValues(t, "", code("B", "+14155550112", at))
	require.EqualValues(t, "", code("C", "+14155550113", at))
	require.EqualValues(t, problem.SendLimit, code("D", "+14155550114", at), "three a minute")
	require.EqualValues(t, "", code("E", "+14155550115", at.Add(time.Minute)))
	require.EqualValues(t, problem.SpendLimit, code("F", "+14155550116", at.Add(2*time.Minute)), "four at 2.4 cents are 9.6 of 10")
	require.EqualValues(t, "", code("G", "+14155550117", at.Add(24*time.Hour)))
	require.EqualValues(t, "", code("H", "+14155550118", at.Add(24*time.Hour+time.Minute)))
	require.EqualValues(t, "", code("I", "+14155550119", at.Add(24*time.Hour+2*time.Minute)))
	v := d.open(d.person("J", "+14155550120"), at.Add(24*time.Hour+3*time.Minute))
	claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), d.claim(v, 2, v.OpenedAt))
	require.NoError(t, err)
	require.Equal(t, ledger.Limited, claim.State)
	require.Equal(t, string(problem.SpendLimit), claim.Code)
	require.Len(t, d.read(v.ID).Sends, 1, "a refused send leaves no row")
}

func TestOnePersonOneOpenVerification(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	var fresh atomic.Int32
	together(20, func(int) {
		opened, err := verify.Open(t.Context(), d.store, d.tenant, d.ask(d.ana, at))
		require.NoError(t, err)
		require.Equal(t, verification.Pending, opened.Verification.Status)
		require.Len(t, opened.Verification.Sends, 1)
		if !opened.Joined {
			fresh.Add(1)
		}
	})
	require.EqualValues(t, 1, fresh.Load())
}

func TestNobodyWaitsForAMessageThatNeverLeft(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	key := store.Actor{Kind: "api_key", ID: store.NewID(), Name: "API key Nightly"}
	ask := d.ask(d.ana, at)
	ask.Leader = key
	opened, err := verify.Open(t.Context(), d.store, d.tenant, ask)
	require.NoError(t, err)
	v := opened.Verification
	request := d.claim(v, 1, at)
	claim, err := verify.Ledger{Store: d.store}.Claim(t.Context(), request)
	require.NoError(t, err)
	require.Equal(t, "our help desk", claim.Content.Technician, "a client reads it")
	require.Equal(t, at.Add(time.Minute), *d.read(v.ID).SendAgainAt)
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), request.Key, ledger.Settlement{Status: message.Failed, ErrorCode: "30003", At: at.Add(time.Second)}))
	require.Equal(t, at.Add(time.Second), *d.read(v.ID).SendAgainAt)

	second := d.claim(v, 2, at.Add(2*time.Second))
	second.SendAgainAt = time.Time{}
	_, err = verify.Ledger{Store: d.store}.Claim(t.Context(), second)
	require.NoError(t, err)
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), second.Key, ledger.Settlement{Status: message.Failed, At: at.Add(3 * time.Second)}))
	require.Nil(t, d.read(v.ID).SendAgainAt, "the last send stays the last")
}
