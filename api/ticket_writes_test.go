package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/tickets"
)

// settle ends a write as its workflow would.
func (c *counter) settle(id, status string) {
	c.t.Helper()
	write := uuid.MustParse(id)
	end := map[string]func() error{
		"written": func() error {
			return tickets.Outbox{Store: c.store}.TicketWritten(c.t.Context(), c.tenant, write, "77", now())
		},
		"failed": func() error {
			return tickets.Outbox{Store: c.store}.TicketWriteFailed(c.t.Context(), c.tenant, write, "No such ticket.")
		},
		"maybe_written": func() error {
			return tickets.Outbox{Store: c.store}.TicketMaybeWritten(c.t.Context(), c.tenant, write, "The answer was lost.")
		},
	}
	require.NoError(c.t, end[status]())
}

func TestTheOutboxIsPagedAndFiltered(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	ids := c.writes("4", "one", "two", "three")
	other := c.writes("3", "four")[0]
	c.settle(ids[0], "written")
	c.settle(ids[1], "failed")
	require.Equal(t, []any{other, ids[2], ids[1], ids[0]}, c.get("/ticket-writes").column("id"))
	require.Equal(t, []any{ids[0], ids[1], ids[2]}, c.get("/tickets/4/writes").column("id"), "of one ticket: in order")
	require.Equal(t, []any{ids[1]}, c.get("/ticket-writes?status=failed").column("id"))
	require.Empty(t, c.get("/ticket-writes?integration_id="+uuid.NewString()).items())

	page := c.get("/ticket-writes?limit=3").ok(http.StatusOK)
	require.Len(t, page["items"], 3)
	require.Equal(t, []any{ids[0]}, c.get("/ticket-writes?limit=3&cursor="+page["next_cursor"].(string)).column("id"))
	c.get("/ticket-writes?cursor=§").refused(http.StatusUnprocessableEntity, "validation_failed")

	failed := c.get("/ticket-writes?status=failed").items()[0]
	require.Equal(t, object{"id": c.psa.String(), "name": "Our ConnectWise"}, failed["integration"])
	require.Equal(t, "No such ticket.", failed["problem"])
	require.Equal(t, "conversation", failed["subject"])
	require.Regexp(t, `^CS-`, failed["reference"])
	require.Empty(t, c.limitedTo(c.northwind).get("/ticket-writes").items(), "it says nothing of whose tickets these are")
}

func TestAWriteIsQueuedAgainOnlyWhereThatHelps(t *testing.T) {
	t.Parallel()
	for status, again := range map[string]bool{"queued": false, "written": false, "failed": true, "maybe_written": true} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			id := c.writes("4", "one")[0]
			if status != "queued" {
				c.settle(id, status)
			}
			answer := c.post("/ticket-writes/"+id+"/again", nil)
			if !again {
				answer.refused(http.StatusConflict, "conflict")
				require.Regexp(t, `^Only what .*\.$`, answer.body["detail"])
				require.Empty(t, c.woken)
				require.NotContains(t, c.actions(), "ticket_write.queued_again")
				return
			}
			require.Equal(t, "queued", answer.ok(http.StatusOK)["status"])
			require.NotContains(t, answer.body, "problem")
			key := ticket.Key{Tenant: c.tenant, Integration: c.psa, Ticket: "4"}
			require.Equal(t, key, <-c.woken)
			require.Contains(t, c.actions(), "ticket_write.queued_again")
			w, waits, err := tickets.Outbox{Store: c.store}.NextTicketWrite(t.Context(), key)
			require.NoError(t, err)
			require.True(t, waits)
			require.Equal(t, "one", w.Note.Text)
		})
	}
}

func TestAWriteWhoseWordsAreGoneIsNotQueuedAgain(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	id := c.writes("4", "one")[0]
	c.settle(id, "failed")
	c.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE ticket_writes SET payload_sealed = NULL`)
		return err
	})
	c.post("/ticket-writes/"+id+"/again", nil).refused(http.StatusConflict, "conflict")
}

func TestSomebodyWhoLookedSettlesWhatMayHaveBeenWritten(t *testing.T) {
	t.Parallel()
	for status, settles := range map[string]bool{"queued": false, "written": false, "failed": false, "maybe_written": true} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t)
			id := c.writes("4", "one")[0]
			if status != "queued" {
				c.settle(id, status)
			}
			answer := c.post("/ticket-writes/"+id+"/dismiss", nil)
			if !settles {
				answer.refused(http.StatusConflict, "conflict")
				require.NotContains(t, c.actions(), "ticket_write.dismissed")
				return
			}
			require.Equal(t, "written", answer.ok(http.StatusOK)["status"])
			require.Contains(t, answer.body, "written_at")
			require.Contains(t, c.actions(), "ticket_write.dismissed")
			c.post("/ticket-writes/"+id+"/again", nil).refused(http.StatusConflict, "conflict")
		})
	}
}

func TestANoteThatItsTicketDidNotTakeGoesIntoTheRightOne(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	call := c.verify(c.ana, channel.SMSLink)
	path := "/verifications/" + call.id.String()
	ticketOf := func() any { return c.get(path).ok(http.StatusOK)["ticket_id"] }
	wrong := ticketOf().(string)
	name := func(id string) reply { return c.post(path+"/ticket", object{"ticket_id": id}) }
	name("4").refused(http.StatusConflict, "conflict")
	call.end(verification.Fact{Kind: verification.Confirmed, Send: 1})
	note := c.get("/tickets/" + wrong + "/writes").items()[0]
	name("4").refused(http.StatusConflict, "conflict")
	c.settle(note["id"].(string), "failed")
	require.Equal(t, "No such ticket.", c.get("/tickets/" + wrong + "/writes").items()[0]["problem"])

	name("99").refused(http.StatusUnprocessableEntity, "validation_failed")
	name("not a ticket").refused(http.StatusUnprocessableEntity, "validation_failed")
	name("3").refused(http.StatusUnprocessableEntity, "validation_failed") // of another company, and there is no note
	c.limitedTo(c.contoso).post(path+"/ticket", object{"ticket_id": "3"}).refused(http.StatusNotFound, "not_found")
	require.Equal(t, wrong, ticketOf())

	moved := name("4").ok(http.StatusOK)
	require.Equal(t, "4", moved["ticket_id"])
	require.Equal(t, ticket.Key{Tenant: c.tenant, Integration: c.psa, Ticket: "4"}, <-c.woken)
	there := c.get("/tickets/4/writes").items()
	require.Len(t, there, 1)
	require.Equal(t, "queued", there[0]["status"])
	require.NotContains(t, there[0], "problem")
	require.Equal(t, "ticket_write.moved", c.actions()[0])
	name("4").refused(http.StatusConflict, "conflict")
}
