package store_test

import (
	"context"
	"encoding/json"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/record"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/evidencelog"
	"countersign/store/notices"
	"countersign/store/people"
	"countersign/store/verify"
)

func TestApprovalRaisesTheShieldOfThatAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	together(10, func(int) {
		answer, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
		require.NoError(t, err)
		require.Equal(t, record.ConcludeAnswer{}, answer)
	})
	now := d.read(v.ID)
	require.Equal(t, verification.Approved, now.Status)
	require.Equal(t, verification.CodeAccepted, now.Reason)
	require.Equal(t, []verify.Attempt{{Number: 1, Accepted: true, At: v.OpenedAt.Add(20 * time.Second)}}, now.AttemptLog)
	require.Nil(t, now.SendAgainAt)
	d.in(func(ctx context.Context, tx store.Tx) {
		ana, err := people.GetContact(ctx, tx, d.ana.ID)
		require.NoError(t, err)
		shield := ana.ContactPoints[0]
		require.Equal(t, v.OpenedAt.Add(20*time.Second+time.Hour), *shield.VerifiedUntil)
		require.Equal(t, "Sam Rivera", shield.VerifiedBy)
		require.Equal(t, "48190", shield.VerifiedTicket)
		require.Equal(t, v.ID, *shield.VerificationID)
		require.Nil(t, ana.ContactPoints[1].VerifiedUntil, "a shield speaks of one address")
		require.Nil(t, ana.OpenVerification)

		envelopes, err := evidencelog.Of(ctx, tx, v.ID)
		require.NoError(t, err)
		require.Len(t, envelopes, 1)
		require.NotContains(t, string(envelopes[0].Bundle), "4155550134")
		require.NotContains(t, string(envelopes[0].Bundle), "Ana")
		lines, err := tx.Query(ctx, `SELECT action FROM audit ORDER BY id`)
		require.NoError(t, err)
		actions, err := pgx.CollectRows(lines, pgx.RowTo[string])
		require.NoError(t, err)
		require.Equal(t, []string{"verification.started", "verification.approved"}, actions)

		changed, _, err := people.UpdateContact(ctx, tx, d.ana.ID, people.ContactPatch{Mobile: new("+14155550155")})
		require.NoError(t, err)
		require.Nil(t, changed.ContactPoints[0].VerifiedUntil, "another number starts without a shield")
	})
}

func TestThisWasNotMe(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var admins []uuid.UUID
	d.in(func(ctx context.Context, tx store.Tx) {
		for _, p := range []account.NewUser{
			{Name: "Ada", Email: "ada@bluepeak.example", Role: "admin", Status: "active"},
			{Name: "Gone", Email: "gone@bluepeak.example", Role: "admin", Status: "invited"},
			{Name: "Tim", Email: "tim@bluepeak.example", Role: "technician", Status: "active"},
		} {
			p.ID = store.NewID()
			require.NoError(t, account.CreateUser(ctx, tx, p))
			admins = append(admins, p.ID)
		}
	})
	v := d.open(d.ana, moment())
	c := d.conclusion(v, verification.Fact{Kind: verification.Denial, At: v.OpenedAt.Add(time.Minute), By: "contact"})
	first, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), c)
	require.NoError(t, err)
	require.Len(t, first.Notices, 2, "the technician and the one active Admin")
	again, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), c)
	require.NoError(t, err)
	require.Equal(t, first, again)
	to := map[string]bool{}
	for _, id := range first.Notices {
		mail, due, err := notices.Outbox{Store: d.store}.ClaimNotice(t.Context(), d.tenant, id)
		require.NoError(t, err)
		require.True(t, due)
		require.Contains(t, mail.Text, "Ana Torres of Northwind Dental")
		require.Contains(t, mail.Text, "ticket 48190")
		to[mail.To] = true
	}
	require.Equal(t, map[string]bool{"ada@bluepeak.example": true, "sam@bluepeak.example": true}, to)
	d.in(func(ctx context.Context, tx store.Tx) {
		var action, actor string
		require.NoError(t, tx.QueryRow(ctx, `SELECT action, actor_kind FROM audit ORDER BY id DESC LIMIT 1`).Scan(&action, &actor))
		require.Equal(t, "verification.not_me contact", action+" "+actor)
		var alerts int
		require.NoError(t, tx.QueryRow(ctx, `SELECT count(*) FROM events WHERE kind = 'alert.raised' AND subject_id = $1`, v.ID).Scan(&alerts))
		require.Equal(t, 1, alerts)
	})
}

func TestAUsedUpHourClosesCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	closed := func(at time.Time) (until time.Time) {
		d.in(func(ctx context.Context, tx store.Tx) {
			var err error
			until, err = verify.CodesClosedUntil(ctx, tx, d.ana.ID, d.rules.Policy, at)
			require.NoError(t, err)
		})
		return until
	}
	require.Zero(t, closed(v.OpenedAt), "nobody has tried")
	for i := range 10 {
		require.Zero(t, closed(v.OpenedAt))
		_, err := verify.Recorder{Store: d.store}.RecordAttempt(t.Context(), d.wrong(v, i+1, v.OpenedAt.Add(time.Duration(i)*time.Second)))
		require.NoError(t, err)
	}
	require.Equal(t, v.OpenedAt.Add(time.Hour), closed(v.OpenedAt.Add(time.Minute)).UTC())
	require.Zero(t, closed(v.OpenedAt.Add(time.Hour)))
}

// Ten wrong codes an hour count over all verifications of a person; then even the right one is refused, until the first has left the hour.
func TestGuessesAgainstAPersonAreExact(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	var counted, refused atomic.Int32
	together(16, func(i int) {
		guess := d.wrong(v, i+1, v.OpenedAt.Add(time.Duration(i)*time.Second))
		for range 2 { // a repeated local activity counts once
			answer, err := verify.Recorder{Store: d.store}.RecordAttempt(t.Context(), guess)
			require.NoError(t, err)
			if answer.Refused {
				require.Greater(t, answer.RetryAfter, 59*time.Minute)
				refused.Add(1)
			} else {
				counted.Add(1)
			}
		}
	})
	require.EqualValues(t, 20, counted.Load())
	require.EqualValues(t, 12, refused.Load())
	require.Len(t, d.read(v.ID).AttemptLog, 10)

	right := d.approval(v)
	answer, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), right)
	require.NoError(t, err)
	require.True(t, answer.Refused)
	require.Equal(t, verification.Pending, d.read(v.ID).Status, "a refused guess ends nothing")

	later := d.wrong(v, 99, v.OpenedAt.Add(time.Hour+20*time.Second))
	allowed, err := verify.Recorder{Store: d.store}.RecordAttempt(t.Context(), later)
	require.NoError(t, err)
	require.False(t, allowed.Refused)
}

func TestDayOfGuesses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	for i := range 20 {
		answer, err := verify.Recorder{Store: d.store}.RecordAttempt(t.Context(), d.wrong(v, i+1, v.OpenedAt.Add(time.Duration(i)*7*time.Minute)))
		require.NoError(t, err)
		require.False(t, answer.Refused, "guess %d", i+1)
	}
	answer, err := verify.Recorder{Store: d.store}.RecordAttempt(t.Context(), d.wrong(v, 21, v.OpenedAt.Add(10*time.Hour)))
	require.NoError(t, err)
	require.True(t, answer.Refused, "twenty a day")
	require.Equal(t, 14*time.Hour, answer.RetryAfter)
}

// Verifications of one tenant that end at the same time make one chain without gaps, and the files of all of them hold.
func TestChainUnderParallelEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const people = 24
	at := moment()
	open := make([]verify.Verification, people)
	for i := range open {
		open[i] = d.open(d.person("Person", "+1415555"+string([]byte{'0', '1', '0' + byte(i/10), '0' + byte(i%10)})), at)
	}
	together(people, func(i int) {
		v := open[i]
		c := d.approval(v)
		switch i % 4 {
		case 1:
			c = d.conclusion(v, verification.Fact{Kind: verification.Cancel, At: at.Add(time.Second), By: "user/" + d.sam.ID.String()})
		case 2:
			c = d.conclusion(v, verification.Fact{Kind: verification.TimeUp, At: at.Add(time.Hour), By: "system"})
		case 3:
			closed, err := verify.CloseOrphaned(t.Context(), d.store, d.tenant, v.ID, at.Add(time.Minute), "test")
			require.NoError(t, err)
			require.True(t, closed)
		}
		_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), c)
		require.NoError(t, err)
	})
	var files [][]byte
	d.in(func(ctx context.Context, tx store.Tx) {
		for _, v := range open {
			envelopes, err := evidencelog.Of(ctx, tx, v.ID)
			require.NoError(t, err)
			raw, err := json.Marshal(evidence.NewFile(envelopes, nil))
			require.NoError(t, err)
			files = append(files, raw)
		}
	})
	summary, err := evidence.Verify(files, d.store.Ring().EvidenceKeys())
	require.NoError(t, err)
	require.Equal(t, evidence.Summary{Bundles: people, Verifications: people, Gaps: 0}, summary)
	require.Equal(t, verification.Lost, d.read(open[3].ID).Reason)
	require.Equal(t, verification.Failed, d.read(open[3].ID).Status)
}

func TestErasedPersonLeavesTheChainWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.open(d.ana, moment())
	_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, people.EraseContact(ctx, tx, d.ana.ID))
		now, err := verify.GetVerification(ctx, tx, v.ID)
		require.NoError(t, err)
		require.Equal(t, "Erased person", now.Contact.Name)
		require.Empty(t, now.Note)
		require.Equal(t, "•••", now.SentTo)
		envelopes, err := evidencelog.Of(ctx, tx, v.ID)
		require.NoError(t, err)
		raw, err := json.Marshal(envelopes[0])
		require.NoError(t, err)
		_, err = evidence.Verify([][]byte{raw}, d.store.Ring().EvidenceKeys())
		require.NoError(t, err)
	})
	require.NoError(t, verify.Ledger{Store: d.store}.Settle(t.Context(), d.claim(v, 1, v.OpenedAt).Key, settledOptOut(v)), "a late STOP of an erased person teaches nothing")
}

func TestListsOfVerifications(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	var ids []uuid.UUID
	for i := range 7 {
		v := d.open(d.ana, at.Add(time.Duration(i/2)*20*time.Minute)) // pairs share their time
		c := d.approval(v)
		if i%2 == 1 {
			c = d.conclusion(v, verification.Fact{Kind: verification.Cancel, At: v.OpenedAt, By: "user/" + d.sam.ID.String()})
		}
		_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), c)
		require.NoError(t, err)
		ids = append([]uuid.UUID{v.ID}, ids...)
	}
	list := func(q verify.Query) (got []uuid.UUID) {
		d.in(func(ctx context.Context, tx store.Tx) {
			for page := 0; page == 0 || q.Cursor != ""; page++ {
				listed, err := verify.ListVerifications(ctx, tx, q)
				require.NoError(t, err)
				for _, item := range listed.Items {
					require.Len(t, item.Sends, 1)
					require.Equal(t, channel.Medium, item.Assurance)
					got = append(got, item.ID)
				}
				q.Cursor = listed.Next
			}
		})
		return got
	}
	require.Equal(t, ids, list(verify.Query{Limit: 2}))
	require.Equal(t, ids, list(verify.Query{Contact: &d.ana.ID, Company: &d.company, Limit: 3}))
	require.Len(t, list(verify.Query{Status: "cancelled"}), 3)
	require.Empty(t, list(verify.Query{Scope: store.Scope{Limited: true, Companies: []uuid.UUID{store.NewID()}}}))
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := verify.ListVerifications(ctx, tx, verify.Query{Cursor: "not a place"})
		require.ErrorIs(t, err, store.ErrCursor)
	})
}
