package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/store"
)

func TestTheNavigationAsksOnceHowMuchWaits(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	require.Equal(t, object{
		"alerts_open": 0.0, "verifications_open": 0.0, "technician_verifications_open": 0.0, "technician_verifications_waiting": 0.0, "conversations_unread": 0.0, "connections_failing": 0.0, "ticket_writes_failed": 0.0,
	}, c.get("/counts").ok(http.StatusOK))

	ids := c.writes("4", "one", "two", "three")
	c.settle(ids[0], "failed")
	c.settle(ids[1], "maybe_written")
	c.verify(c.ana, channel.SMSCode)
	c.verify(c.bo, channel.SMSCode)
	counts := c.get("/counts").ok(http.StatusOK)
	require.Equal(t, 2.0, counts["verifications_open"])
	require.Equal(t, 2.0, counts["ticket_writes_failed"])

	require.Equal(t, 1.0, c.limitedTo(c.northwind).get("/counts").ok(http.StatusOK)["verifications_open"], "of one company")

	few := c.with("verifications:read").get("/counts").ok(http.StatusOK)
	require.Equal(t, 2.0, few["verifications_open"])
	require.NotContains(t, few, "conversations_unread")
	require.NotContains(t, few, "ticket_writes_failed")
	c.with("contacts:read").get("/counts").refused(http.StatusForbidden, "forbidden")

	// Counting stops, however much there is.
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO ticket_writes (tenant_id, id, integration_id, ticket_id, kind, reference, subject_kind, subject_id, dedupe, created_at, status)
			SELECT tenant_id, gen_random_uuid(), integration_id, ticket_id, kind, reference, subject_kind, subject_id, 'many ' || n, created_at, 'failed' FROM ticket_writes, generate_series(1, 150) n WHERE id = $1`, ids[0])
		return err
	})
	require.Equal(t, 100.0, c.get("/counts").ok(http.StatusOK)["ticket_writes_failed"])
}
