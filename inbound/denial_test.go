package inbound_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/serviceerror"

	"countersign/core/inbound"
	"countersign/core/verification"
	"countersign/store"
	"countersign/workflows"
)

func TestNotMeByAnswerDeniesAsTheButtonDoes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "not me")), "nothing of hers is open")
	v := d.awaitsNumber()
	require.Equal(t, inbound.Unheard, d.route(d.writes(bens, "not me")), "nor is it somebody else's to deny")
	d.temporal.set(func(f *temporalFake) {
		f.says = workflows.Answer{Status: verification.Denied, Reason: verification.NotMe}
	})
	require.Equal(t, inbound.NotMe, d.route(d.writes(anas, "This wasn't me!")))
	require.Len(t, d.temporal.updates, 1)
	asked := d.temporal.updates[0]
	require.Equal(t, workflows.UpdateNotMe, asked.UpdateName)
	require.Equal(t, workflows.VerificationID(d.tenant, d.ana.ID), asked.WorkflowID)
	require.Equal(t, []any{workflows.EndRequest{Verification: v.ID, By: verification.Contact}}, asked.Args)
	require.Equal(t, inbound.NotMe, d.route(d.writes(anas, "NO")))
	require.Equal(t, inbound.NotMe, d.route(d.writes(anas, "#deny")))

	d.temporal.set(func(f *temporalFake) { f.answer = []error{errDown} })
	id := d.writes(anas, "not me")
	require.Error(t, d.router.Route(t.Context(), d.tenant, id))
	require.Equal(t, inbound.NotMe, d.route(id), "it is told once the run can be reached")

	d.temporal.set(func(f *temporalFake) { f.answer = []error{serviceerror.NewNotFound("gone")} })
	require.Equal(t, inbound.Alarm, d.route(d.writes(anas, "#deny")), "a denial always alerts")
}

func TestNotMeIsHeardForADayAfterTheEnd(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v := d.awaitsNumber()
	closed := func(at time.Time) {
		d.in(func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE verifications SET status = 'expired', reason = 'code_expired', closed_at = $2 WHERE id = $1`, v.ID, at)
			return err
		})
	}
	closed(time.Now().Add(-25 * time.Hour))
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "das war ich nicht")))
	closed(time.Now().Add(-time.Hour))
	require.Equal(t, inbound.Unheard, d.route(d.writes(anas, "no")), "that may answer anything by now")
	require.Equal(t, inbound.NotMe, d.route(d.writes(anas, "das war ich nicht")))
	require.Empty(t, d.temporal.updates, "there is no run any more")
	d.in(func(ctx context.Context, tx store.Tx) error {
		var alerts int
		err := tx.QueryRow(ctx, `SELECT count(*) FROM alerts WHERE verification_id = $1`, v.ID).Scan(&alerts)
		require.Equal(t, 1, alerts)
		return err
	})
}
