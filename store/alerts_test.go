package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/alert"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/alerts"
	"countersign/store/integrations"
	"countersign/store/people"
	"countersign/store/tickets"
	"countersign/store/verify"
)

func (d *desk) contact(id uuid.UUID) (c people.Contact) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		c, err = people.GetContact(ctx, tx, id)
		require.NoError(d.t, err)
	})
	return c
}

func (d *desk) alerts(q alerts.Query) (list []alerts.View) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		page, err := alerts.List(ctx, tx, q)
		require.NoError(d.t, err)
		list = page.Items
	})
	return list
}

// green says until when an address of a person counts as verified; zero for never.
func green(c people.Contact, at time.Time) bool {
	for _, p := range c.ContactPoints {
		if p.VerifiedUntil != nil && p.VerifiedUntil.After(at) {
			return true
		}
	}
	return false
}

func TestADenialStandsOnThePersonAndTheirShieldsFall(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  alert.Kind
		facts func(by string, at time.Time) []verification.Fact
	}{
		{alert.NotMe, func(_ string, at time.Time) []verification.Fact {
			return []verification.Fact{{Kind: verification.Denial, At: at, By: "contact"}}
		}},
		{alert.WrongCodes, func(by string, at time.Time) []verification.Fact {
			wrong := make([]verification.Fact, 5)
			for i := range wrong {
				wrong[i] = verification.Fact{Kind: verification.Attempted, At: at, Digest: "bad", By: by}
			}
			return wrong
		}},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			at := moment()
			recorder := verify.Recorder{Store: d.store}
			_, err := recorder.Conclude(t.Context(), d.approval(d.open(d.ana, at)))
			require.NoError(t, err)
			require.True(t, green(d.contact(d.ana.ID), at.Add(time.Minute)))
			require.Nil(t, d.contact(d.ana.ID).Denied)

			v := d.open(d.ana, at.Add(time.Minute))
			end := c.facts("user/"+d.sam.ID.String(), at.Add(2*time.Minute))
			conclusion := d.conclusion(v, end[0])
			conclusion.Facts = append(conclusion.Facts[:1], end...)
			conclusion.End = verification.Fold(verification.Rules{MaxAttempts: 5, MaxSends: 5}, conclusion.Facts)
			for range 2 {
				_, err = recorder.Conclude(t.Context(), conclusion)
				require.NoError(t, err)
			}
			denied := d.contact(d.ana.ID)
			require.False(t, green(denied, at.Add(3*time.Minute)), "shields from before fall")
			require.Equal(t, c.kind, denied.Denied.Kind)
			require.Equal(t, v.ID, *denied.Denied.Verification)
			require.Equal(t, "48190", denied.Denied.Ticket)
			require.Equal(t, d.sam.Name, denied.Denied.Technician)
			list := d.alerts(alerts.Query{Open: new(true)})
			require.Len(t, list, 1, "raised once, however often the end is recorded")
			require.Equal(t, d.ana.ID, list[0].People[0].Contact.ID)
			require.Equal(t, d.sam.ID, list[0].TechnicianID)
		})
	}
}

func TestAnAlertHasAnOwnerAndIsDealtWithOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	lee := store.Actor{Kind: "user", ID: store.NewID(), Name: "Lee Wong"}
	ben := d.person("Ben Okafor", "+14155550199")
	both := alerts.New{Kind: alert.NotOurs, People: []alerts.Person{{Contact: d.ana.ID, Company: d.company}, {Contact: ben.ID, Company: d.company}}, At: at}
	d.in(func(ctx context.Context, tx store.Tx) { require.NoError(t, alerts.Raise(ctx, tx, both)) })
	id := d.alerts(alerts.Query{})[0].ID
	require.Empty(t, d.alerts(alerts.Query{Scope: store.Scope{Limited: true, Companies: []uuid.UUID{uuid.New()}}}), "others' clients are not theirs to see")
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, alerts.Take(ctx, tx, id, d.sam))
		require.NoError(t, alerts.Take(ctx, tx, id, lee), "a colleague may take it over")
		require.NoError(t, alerts.Settle(ctx, tx, id, d.sam, at))
		require.ErrorIs(t, alerts.Settle(ctx, tx, id, d.sam, at), store.ErrConflict)
		require.ErrorIs(t, alerts.Take(ctx, tx, id, d.sam), store.ErrConflict)
	})
	settled := d.alerts(alerts.Query{Open: new(false)})
	require.Equal(t, "Lee Wong", settled[0].Owner)
	require.Equal(t, d.sam.Name, settled[0].SettledBy)
	require.Empty(t, d.alerts(alerts.Query{Open: new(true)}))
	require.NotNil(t, d.contact(ben.ID).Denied, "the denial stands on until an Admin clears it")
}

func TestAnAdminClearsADenial(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	ben := d.person("Ben Okafor", "+14155550199")
	both := []alerts.Person{{Contact: d.ana.ID, Company: d.company}, {Contact: ben.ID, Company: d.company}}
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, alerts.Raise(ctx, tx, alerts.New{Kind: alert.NotOurs, People: both, At: at}))
		require.NoError(t, alerts.Raise(ctx, tx, alerts.New{Kind: alert.NotMe, People: both[:1], At: at.Add(time.Second)}))
	})
	clear := func(p alerts.Person) (err error) {
		d.in(func(ctx context.Context, tx store.Tx) {
			err = alerts.ClearDenials(ctx, tx, p, d.sam, "I called her", at.Add(time.Minute))
		})
		return err
	}
	require.NoError(t, clear(both[0]))
	require.ErrorIs(t, clear(both[0]), store.ErrConflict)
	require.Nil(t, d.contact(d.ana.ID).Denied)
	require.NotNil(t, d.contact(ben.ID).Denied)
	require.Len(t, d.alerts(alerts.Query{Open: new(true)}), 1, "the alert that speaks of Ben as well is still to be dealt with")
	require.NoError(t, clear(both[1]))
	require.Empty(t, d.alerts(alerts.Query{Open: new(true)}))
}

func TestATicketIsGreenOnlyForItself(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	var psa uuid.UUID
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		psa, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise"})
		require.NoError(t, err)
		_, err = tx.Exec(ctx, `INSERT INTO contact_links (tenant_id, integration_id, external_id, contact_id, digest, active, linked_at) VALUES ($1, $2, 'a', $3, '', true, now())`, d.tenant, psa, d.ana.ID)
		require.NoError(t, err)
	})
	_, err := verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(d.open(d.ana, at)))
	require.NoError(t, err)
	linked := func() (l tickets.LinkedContact) {
		d.in(func(ctx context.Context, tx store.Tx) {
			all, err := tickets.LoadLinked(ctx, tx, psa, []ticket.Ticket{{ID: "1", ContactID: "a"}}, at.Add(time.Minute))
			require.NoError(t, err)
			l = all.Contacts["a"]
		})
		return l
	}
	require.Equal(t, []string{"48190"}, linked().Verified)
	require.True(t, linked().Proven)
	d.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, alerts.Raise(ctx, tx, alerts.New{Kind: alert.NotMe, People: []alerts.Person{{Contact: d.ana.ID, Company: d.company}}, At: at.Add(30 * time.Second)}))
	})
	require.True(t, linked().Denied)
	require.Empty(t, linked().Verified)
}

func TestALateDenialIsAnAlertAndChangesNothingOfTheEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	v := d.open(d.ana, at)
	told, _, err := verify.DenyLate(t.Context(), d.store, d.tenant, v.ID, "https://console.example", at)
	require.NoError(t, err)
	require.False(t, told, "while it is open the run decides")

	_, err = verify.Recorder{Store: d.store}.Conclude(t.Context(), d.approval(v))
	require.NoError(t, err)
	require.True(t, green(d.contact(d.ana.ID), at.Add(time.Minute)))
	for n := range 2 {
		told, mails, err := verify.DenyLate(t.Context(), d.store, d.tenant, v.ID, "https://console.example", at.Add(10*time.Minute))
		require.NoError(t, err)
		require.True(t, told)
		require.Equal(t, n > 0, len(mails) == 0, "pressed twice it is told once")
	}
	denied := d.contact(d.ana.ID)
	require.Equal(t, alert.NotMe, denied.Denied.Kind)
	require.False(t, green(denied, at.Add(20*time.Minute)))
	require.Len(t, d.alerts(alerts.Query{Open: new(true)}), 1)
	d.in(func(ctx context.Context, tx store.Tx) {
		shown, err := verify.GetVerification(ctx, tx, v.ID)
		require.NoError(t, err)
		require.Equal(t, verification.Approved, shown.Status, "what was decided stays on record")
	})
}
