package store_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/conversation"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/integrations"
	"countersign/store/tickets"
)

// profile keeps a ticket default.
func (d *desk) profile(psa uuid.UUID, name string, fields ticket.Defaults) uuid.UUID {
	d.t.Helper()
	var made tickets.Default
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		made, err = tickets.CreateDefault(ctx, tx, tickets.Default{Integration: store.Ref{ID: psa}, Name: name, Fields: fields}, moment())
		require.NoError(d.t, err)
	})
	return made.ID
}

func (d *desk) profileOf(id uuid.UUID) (p tickets.Default) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		var err error
		p, err = tickets.GetDefault(ctx, tx, id)
		require.NoError(d.t, err)
	})
	return p
}

func (d *desk) change(id uuid.UUID, name string, fields ticket.Defaults) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tickets.UpdateDefault(ctx, tx, tickets.Default{ID: id, Name: name, Fields: fields})
		require.NoError(d.t, err)
	})
}

func (d *desk) begin(id uuid.UUID) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tickets.BeginCheck(ctx, tx, id)
		require.NoError(d.t, err)
	})
}

func (d *desk) judge(id uuid.UUID, checked ticket.Defaults, v ticket.Verdict) {
	d.t.Helper()
	require.NoError(d.t, tickets.Profiles{Store: d.store}.JudgeProfile(d.t.Context(), d.tenant, id, checked, v, moment()))
}

// moves lists the events of a kind.
func (d *desk) moves(kind string) (subjects []uuid.UUID) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx store.Tx) {
		rows, err := tx.Query(ctx, `SELECT subject_id FROM events WHERE kind = $1 ORDER BY id`, kind)
		require.NoError(d.t, err)
		for rows.Next() {
			var id uuid.UUID
			require.NoError(d.t, rows.Scan(&id))
			subjects = append(subjects, id)
		}
		require.NoError(d.t, rows.Err())
	})
	return subjects
}

func TestNamesOfTicketDefaultsAreTakenOnlyWhileTheyLive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	first := d.profile(psa, "Usual", nil)
	require.Equal(t, ticket.Defaults{}, d.profileOf(first).Fields)
	err := d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := tickets.CreateDefault(ctx, tx, tickets.Default{Integration: store.Ref{ID: psa}, Name: "Usual"}, moment())
		return err
	})
	require.ErrorIs(t, err, store.ErrConflict)
	d.in(func(ctx context.Context, tx store.Tx) {
		archived, err := tickets.RetireDefault(ctx, tx, first, moment())
		require.NoError(t, err)
		require.True(t, archived)
		archived, err = tickets.RetireDefault(ctx, tx, first, moment())
		require.NoError(t, err)
		require.False(t, archived, "it was")
	})
	d.profile(psa, "Usual", nil)
}

// A check takes as long as it takes; the row may have moved meanwhile.
func TestAVerdictIsOfTheFieldsThatWereChecked(t *testing.T) {
	t.Parallel()
	one, two := ticket.Defaults{"board": "1", "status": "7"}, ticket.Defaults{"board": "2", "status": "7"}
	valid, left := ticket.Verdict{Valid: true}, ticket.Verdict{Problem: "It stays.", MissingRight: "Delete", Leftover: "#9"}
	for name, c := range map[string]struct {
		meanwhile func(d *desk, id uuid.UUID)
		verdict   ticket.Verdict
		want      tickets.Default
		due       bool
	}{
		"as it was":                            {func(*desk, uuid.UUID) {}, valid, tickets.Default{Status: "valid"}, false},
		"something is left":                    {func(*desk, uuid.UUID) {}, left, tickets.Default{Status: "invalid", Problem: "It stays.", MissingRight: "Delete", Leftover: "#9"}, false},
		"changed":                              {func(d *desk, id uuid.UUID) { d.change(id, "Usual", two) }, valid, tickets.Default{Status: "unchecked"}, false},
		"changed, and something is left":       {func(d *desk, id uuid.UUID) { d.change(id, "Usual", two) }, left, tickets.Default{Status: "unchecked", Leftover: "#9"}, false},
		"renamed":                              {func(d *desk, id uuid.UUID) { d.change(id, "Other", one) }, valid, tickets.Default{Status: "unchecked"}, false},
		"asked again":                          {func(d *desk, id uuid.UUID) { d.begin(id) }, valid, tickets.Default{Status: "valid"}, false},
		"changed and asked again":              {func(d *desk, id uuid.UUID) { d.change(id, "Usual", two); d.begin(id) }, valid, tickets.Default{Status: "checking"}, true},
		"changed, asked again, and it is left": {func(d *desk, id uuid.UUID) { d.change(id, "Usual", two); d.begin(id) }, left, tickets.Default{Status: "invalid", Problem: "It stays.", MissingRight: "Delete", Leftover: "#9"}, false},
		"and when that is gone":                {func(d *desk, id uuid.UUID) { d.change(id, "Usual", two); d.begin(id); d.judge(id, one, left) }, valid, tickets.Default{Status: "checking"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			id := d.profile(d.withPSA(), "Usual", one)
			d.begin(id)
			c.meanwhile(d, id)
			d.judge(id, one, c.verdict)
			got := d.profileOf(id)
			require.Equal(t, c.want, tickets.Default{Status: got.Status, Problem: got.Problem, MissingRight: got.MissingRight, Leftover: got.Leftover})
			require.False(t, (got.Status == "valid" || got.Status == "invalid") && got.CheckedAt == nil)
			p, err := tickets.Profiles{Store: d.store}.Profile(t.Context(), d.tenant, id)
			require.NoError(t, err)
			require.Equal(t, c.due, p.Asked)
		})
	}
}

func TestACheckReadsAProfileThatIsGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	id := d.profile(psa, "Usual", ticket.Defaults{"closed": "9"})
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := tickets.RetireDefault(ctx, tx, id, moment())
		require.NoError(t, err)
		_, err = integrations.RetirePSA(ctx, tx, psa, moment())
		require.NoError(t, err)
	})
	p, err := tickets.Profiles{Store: d.store}.Profile(t.Context(), d.tenant, id)
	require.NoError(t, err, "its ticket is to be removed all the same")
	require.Equal(t, ticket.Profile{Integration: psa, Kind: "connectwise", Name: "Usual", Fields: ticket.Defaults{"closed": "9"}, Archived: true, Disconnected: true}, p)
	_, err = tickets.Profiles{Store: d.store}.Profile(t.Context(), uuid.New(), id)
	require.ErrorIs(t, err, store.ErrNotFound)
}

func TestConversationsOpenTheirTicketsByTheProfile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	psa := d.withPSA()
	profile := d.profile(psa, "Usual", ticket.Defaults{"board": "1", "closed": "9", "sms_received": "7"})
	var talk conversations.Conversation
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := conversations.CreateChannel(ctx, tx, conversations.Channel{Name: "Help desk", Number: "+14155550100", Integration: &psa, Profile: &profile, Defaults: ticket.Defaults{"board": "2"}}, moment())
		require.NoError(t, err)
	})
	talk, _, err := startConversation(t, d.store, d.tenant, conversations.NewConversation{ContactID: d.ana.ID, Body: "We come at two.", By: d.sam, At: moment()})
	require.NoError(t, err)
	order := func() conversation.TicketOrder {
		t.Helper()
		order, err := conversations.Recorder{Store: d.store}.TicketOrder(t.Context(), d.tenant, talk.ID)
		require.NoError(t, err)
		return order
	}
	require.Equal(t, ticket.Defaults{"board": "1"}, order().New.Defaults, "a new ticket is neither closed nor answered")
	require.Equal(t, psa, order().Integration)
	d.change(profile, "Usual", ticket.Defaults{"board": "3"})
	require.Equal(t, ticket.Defaults{"board": "3"}, order().New.Defaults, "the profile as it is now")
	d.in(func(ctx context.Context, tx store.Tx) {
		_, err := integrations.RetirePSA(ctx, tx, psa, moment())
		require.NoError(t, err)
	})
	require.Equal(t, ticket.Defaults{"board": "3"}, order().New.Defaults, "a PSA that is away for good does not stop a conversation here")
}
