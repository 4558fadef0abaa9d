package stories

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
	"countersign/workflows"
)

// profile is a ticket default as the API shows it.
type profile struct {
	ID, Status, Problem string
	MissingRight        string `json:"missing_right"`
	LeftoverTicket      string `json:"leftover_ticket"`
}

// filled chooses the first of what the PSA offers for every field that is needed.
func filled(t *testing.T, desk *harness.Desk, integration string) map[string]string {
	t.Helper()
	var kinds struct {
		Items []struct {
			Kind   string
			Fields []struct {
				Name     string
				Required bool
			}
		}
	}
	desk.Do(t, http.MethodGet, "/psa-kinds", nil).Into(t, &kinds)
	chosen := map[string]string{}
	for _, kind := range kinds.Items {
		if kind.Kind != "connectwise" {
			continue
		}
		for _, field := range kind.Fields {
			if !field.Required {
				continue
			}
			reply := desk.Do(t, http.MethodPost, "/integrations/"+integration+"/choices", map[string]any{"field": field.Name, "chosen": chosen})
			require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
			var choices struct{ Items []struct{ ID, Label string } }
			reply.Into(t, &choices)
			require.NotEmpty(t, choices.Items, field.Name)
			chosen[field.Name] = choices.Items[0].ID
			for _, choice := range choices.Items {
				if field.Name == "closed" && choice.Label == "Closed" {
					chosen[field.Name] = choice.ID
				}
			}
		}
	}
	return chosen
}

// checked is a ticket default of the demo MSP.
type checked struct {
	t      *testing.T
	desk   *harness.Desk
	id     string
	fields map[string]string
	body   map[string]any
}

func newProfile(t *testing.T, desk *harness.Desk) checked {
	t.Helper()
	cw := desk.PSA()
	c := checked{t: t, desk: desk, fields: filled(t, desk, cw.ID)}
	c.body = map[string]any{"integration_id": cw.ID, "name": "Usual " + uuid.NewString()[:8], "fields": c.fields}
	reply := desk.Do(t, http.MethodPost, "/ticket-defaults", c.body)
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	var made profile
	reply.Into(t, &made)
	require.Equal(t, "unchecked", made.Status)
	c.id = made.ID
	return c
}

// validated presses "Validate" and waits for what it comes to.
func (c checked) validated(status string) profile {
	c.t.Helper()
	reply := c.desk.Do(c.t, http.MethodPost, "/ticket-defaults/"+c.id+"/validate", nil)
	require.Equal(c.t, http.StatusAccepted, reply.Status, string(reply.Body))
	return awaitProfile(c.t, c.desk, c.id, status)
}

func (c checked) put() harness.Reply {
	c.t.Helper()
	return c.desk.Do(c.t, http.MethodPut, "/ticket-defaults/"+c.id, c.body)
}

// run is the workflow id of the check.
func (c checked) run() string {
	return workflows.TicketDefaultCheckID(uuid.MustParse(c.desk.Tenant()), uuid.MustParse(c.id))
}

// denyDeletion takes the right to delete tickets from our member, or gives it back.
func denyDeletion(t *testing.T, denied bool) {
	t.Helper()
	reply := stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/psa/connectwise/deny", map[string]any{"right": "delete_tickets", "denied": denied})
	require.Less(t, reply.Status, 300, string(reply.Body))
}

func TestATicketDefaultIsTriedOutWithARealTicket(t *testing.T) {
	usual := newProfile(t, stack.Desk(t))
	require.Empty(t, usual.validated("valid").LeftoverTicket)

	// Without the right to delete, the ticket of the check stays, and is told of, until the right is there.
	denyDeletion(t, true)
	t.Cleanup(func() { denyDeletion(t, false) })
	invalid := usual.validated("invalid")
	require.Contains(t, invalid.MissingRight, "Delete")
	require.NotEmpty(t, invalid.LeftoverTicket)
	written := stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+invalid.LeftoverTicket, nil)
	require.Equal(t, http.StatusOK, written.Status)
	denyDeletion(t, false)
	require.Empty(t, usual.validated("valid").LeftoverTicket)
	written = stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+invalid.LeftoverTicket, nil)
	require.Equal(t, http.StatusNotFound, written.Status, "what the first check left behind is gone")

	delete(usual.fields, "board")
	refused := usual.put()
	require.Equal(t, http.StatusUnprocessableEntity, refused.Status)
	require.Contains(t, string(refused.Body), "fields.board")
}

func awaitProfile(t *testing.T, desk *harness.Desk, id, status string) (p profile) {
	t.Helper()
	require.Eventually(t, func() bool {
		p = profile{}
		desk.Do(t, http.MethodGet, "/ticket-defaults/"+id, nil).Into(t, &p)
		return p.Status == status
	}, time.Minute, 50*time.Millisecond, "%s", status)
	return p
}

func TestTicketsAreShownWithWhoTheyAreAbout(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	company := stack.Populated(t, 3)
	cw := desk.PSA()
	cw.SyncUntil(func() bool { return len(cw.PeopleOf(company)) == 3 }, "3 people")
	ticket := aTicket(t)
	var one struct {
		ID, Number, Summary, Status, Shield string
		WritesWaiting                       int `json:"writes_waiting"`
	}
	reply := desk.Do(t, http.MethodGet, "/tickets/"+ticket, nil)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	reply.Into(t, &one)
	require.Equal(t, ticket, one.ID)
	require.NotEmpty(t, one.Summary)
	require.Equal(t, http.StatusNotFound, desk.Do(t, http.MethodGet, "/tickets/99999999", nil).Status)
	var found struct{ Items []struct{ ID string } }
	desk.Do(t, http.MethodGet, "/tickets?status=all&query="+ticket, nil).Into(t, &found)
	require.NotEmpty(t, found.Items)

	// What is verified for it stands in its list of writes, and in the outbox.
	ana := desk.Contact("Ana Torres")
	require.True(t, desk.Verify(ana).For(ticket).ByEmail().Check(ana.ReadsEmail(1)).Accepted)
	awaitNotes(t, ticket, 1)
	var writes struct {
		Items []struct{ Status, Kind, Subject, ID string }
	}
	require.Eventually(t, func() bool {
		desk.Do(t, http.MethodGet, "/tickets/"+ticket+"/writes", nil).Into(t, &writes)
		return len(writes.Items) == 1 && writes.Items[0].Status == "written"
	}, ticketPatience, 50*time.Millisecond)
	require.Equal(t, "verification", writes.Items[0].Subject)
	again := desk.Do(t, http.MethodPost, "/ticket-writes/"+writes.Items[0].ID+"/again", nil)
	require.Equal(t, http.StatusConflict, again.Status, "what is written is not written twice")
}
