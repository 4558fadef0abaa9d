package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/store"
	"countersign/store/conversations"
)

func TestAChannelNamesWhatItsTicketSystemKnows(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	settings := func(fields object) object {
		return object{"name": "Help desk", "number": platformNumber, "integration_id": c.psa.String(), "ticket_defaults": fields, "users_may_start": true, "confirm_messages": false}
	}
	wrong := c.post("/sms-channels", settings(object{"board": "999"}))
	require.Equal(t, []string{"ticket_defaults.board"}, wrong.refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Contains(t, string(wrong.raw), "no such board")
	c.post("/sms-channels", settings(object{"board": "7", "status": "Gone"})).refused(http.StatusUnprocessableEntity, "validation_failed")
	id := c.post("/sms-channels", settings(object{"board": "7", "status": "new (STATUS)"})).ok(http.StatusCreated)["id"].(string)

	c.desk.down = &provider.Error{Kind: provider.Unavailable}
	c.put("/sms-channels/"+id, settings(object{"board": "8"})).ok(http.StatusOK) // nobody can be asked: the first ticket tells
	c.desk.down = nil
	c.put("/sms-channels/"+id, settings(object{"board": "8"})).refused(http.StatusUnprocessableEntity, "validation_failed")

	conversation := store.NewID()
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO conversations (tenant_id, id, channel_id, their_index, their_masked, subject, status, ticket_reference, opened_at, last_at)
			VALUES ($1, $2, $3, '\x01', '+1 (•••) •••-0134', '', 'open', 'CS-1', now(), now())`, tx.Tenant, conversation, uuid.MustParse(id))
		return err
	})
	recorder := conversations.Recorder{Store: c.store}
	require.NoError(t, recorder.TicketRefused(t.Context(), c.tenant, conversation, "The ticket system refused it (board)."))
	require.Equal(t, []any{"The ticket system refused it (board)."}, c.get("/sms-channels").column("ticket_problem"))
	require.NoError(t, recorder.SetTicket(t.Context(), c.tenant, conversation, "48190"))
	require.NotContains(t, c.get("/sms-channels").items()[0], "ticket_problem")
	require.NoError(t, recorder.TicketRefused(t.Context(), c.tenant, conversation, "The ticket system refused it (board)."))
	c.put("/sms-channels/"+id, settings(object{"board": "7"})).ok(http.StatusOK)
	require.NotContains(t, c.get("/sms-channels").items()[0], "ticket_problem", "it is asked again with what the channel says now")
}
