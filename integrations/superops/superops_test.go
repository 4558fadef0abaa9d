package superops_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*superops.Client
	*contract.Fixture[*superopstest.Server]
	config superops.Config
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Fixture: contract.NewFixture(t, func(setup fake.Setup) (*superopstest.Server, error) {
		return superopstest.New(superopstest.Config{Setup: setup})
	})}
	d.config = superops.Config{
		BaseURL: d.URL, Subdomain: superopstest.Subdomain, Token: superopstest.Token, MobileField: superopstest.MobileField, HTTP: d.HTTP,
	}
	d.Client = d.client(t)
	return d
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*superops.Config)) *superops.Client {
	t.Helper()
	return contract.Open(t, superops.New, d.config, spoil...)
}

// answering is a client before a server that answers as told.
func answering(t *testing.T, handle http.HandlerFunc) *superops.Client {
	t.Helper()
	url, client := contract.Serve(t, handle)
	return contract.Open(t, superops.New, superops.Config{BaseURL: url, Subdomain: "acme", Token: "token", HTTP: client})
}

// saying is a client before a server that always says the same.
func saying(t *testing.T, body string) *superops.Client {
	t.Helper()
	return answering(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
}

func usual() ticket.New {
	return ticket.New{
		Reference: "CS-7Q2M4K", Summary: "A call", Description: "From a mobile.", CompanyID: superopstest.ClientNorthwind, ContactID: superopstest.UserAna,
		Defaults: ticket.Defaults{ticket.FieldStatus: "Open"},
	}
}

func TestATicketIsMadeByNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	n := usual()
	n.Defaults = ticket.Defaults{
		ticket.FieldStatus: "On Hold", ticket.FieldBoard: superopstest.GroupServiceDesk, ticket.FieldPriority: "High", ticket.FieldCategory: "Network",
		ticket.FieldSubtype: "VPN", "impact": "Low", "urgency": "Medium", ticket.FieldSource: "EMAIL", ticket.FieldType: "Service Request",
	}
	made, err := d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	read, err := d.Ticket(contract.Soon(t), made.ID)
	require.NoError(t, err)
	require.Equal(t, made, read)
	require.Equal(t, []string{"On Hold", "On Hold", "Service Desk", "Northwind Dental", "Ana Torres", "From a mobile.\n\nCS-7Q2M4K"},
		[]string{read.StatusID, read.Status, read.Board, read.Company, read.Contact, read.Description})
	require.Regexp(t, `^\d{6}-\d{4}$`, read.Number)
	require.WithinDuration(t, time.Now(), read.UpdatedAt, time.Minute)
	held, ok := d.Fake.Ticket(made.ID)
	require.True(t, ok)
	for field, want := range map[string]string{
		"priority": "High", "category": "Network", "subcategory": "VPN", "impact": "Low", "urgency": "Medium", "source": "EMAIL", "requestType": "Service Request",
	} {
		require.Equal(t, want, held[field], field)
	}
	n.Defaults = ticket.Defaults{ticket.FieldStatus: "Open"}
	made, err = d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	held, _ = d.Fake.Ticket(made.ID)
	require.Equal(t, []any{"PHONE", "Incident"}, []any{held["source"], held["requestType"]}, "what SuperOps insists on is filled in")
	d.NoViolations(t)
}

func TestANoteIsPrivateOrPublic(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for internal, want := range map[bool]string{true: "PRIVATE", false: "PUBLIC"} {
		_, err := d.AddNote(contract.Soon(t), superopstest.FirstTicket, ticket.Note{Reference: "CS-" + want, Text: "x", Internal: internal})
		require.NoError(t, err)
		requests := d.Journal.Requests("")
		require.Contains(t, requests[len(requests)-1].Body, `"privacyType":"`+want+`"`)
	}
	d.NoViolations(t)
}

func TestATicketGoesToTheTrashOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.Delete(contract.Soon(t), superopstest.FirstTicket))
	written, ok := d.Fake.Written(superopstest.FirstTicket)
	require.True(t, ok)
	require.True(t, written.Deleted)
	require.ErrorIs(t, saying(t, `{"data":{"softDeleteTickets":false}}`).Delete(contract.Soon(t), "7"), ticket.ErrNotFound)
	d.NoViolations(t)
}

func TestATicketAmongManyIsFoundByItsDescription(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(contract.Soon(t), usual())
	require.NoError(t, err)
	other := usual()
	for i := range 130 {
		other.Reference = "CS-OTHER" + strings.Repeat("X", i%5)
		_, err := d.Create(contract.Soon(t), other)
		require.NoError(t, err)
	}
	before := len(d.Journal.Requests(""))
	found, ok, err := d.FindTicket(contract.Soon(t), "CS-7Q2M4K")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, made.ID, found.ID)
	require.LessOrEqual(t, len(d.Journal.Requests(""))-before, 8, "descriptions are read some at a time")
	_, ok, err = d.FindTicket(contract.Soon(t), "CS-7Q2M4")
	require.NoError(t, err)
	require.False(t, ok, "all of the last days were looked through")
	_, _, err = d.FindTicket(contract.Soon(t), "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestAnAccountWithTooManyNewTicketsProvesNothing(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Query string }
		_ = json.NewDecoder(r.Body).Decode(&asked)
		if strings.HasPrefix(asked.Query, "query descriptions") {
			_, _ = w.Write([]byte(`{"data":{"t0":[{"type":"DESCRIPTION","content":"another"}]}}`))
			return
		}
		_, _ = w.Write([]byte(`{"data":{"getTicketList":{"tickets":[{"ticketId":"7"}],"listInfo":{"hasMore":true,"totalCount":"900"}}}}`))
	})
	_, found, err := client.FindTicket(contract.Soon(t), "CS-1")
	require.False(t, found)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
}

func TestSubcategoriesGoWithTheirCategory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for category, want := range map[string][]integration.Choice{
		"Network": {{ID: "Wireless", Label: "Wireless"}, {ID: "VPN", Label: "VPN"}}, "": nil, "Nowhere": nil,
	} {
		got, err := d.Choices(contract.Soon(t), ticket.FieldSubtype, ticket.Defaults{ticket.FieldCategory: category})
		require.NoError(t, err)
		require.Equal(t, want, got, category)
	}
	closed, err := d.Choices(contract.Soon(t), ticket.FieldClosed, nil)
	require.NoError(t, err)
	require.Equal(t, []integration.Choice{{ID: "Resolved", Label: "Resolved"}, {ID: "Closed", Label: "Closed"}}, closed)
	other, err := saying(t, `{"data":{"getStatusList":[{"name":"Offen"},{"name":"Erledigt"}]}}`).Choices(contract.Soon(t), ticket.FieldClosed, nil)
	require.NoError(t, err)
	require.Len(t, other, 2, "where no name tells, all are offered")
	_, err = d.Choices(contract.Soon(t), "colour", nil)
	require.Equal(t, "bad_field", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestWhatTheEditorMadeOfATextIsRead(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"Hello.\n\nCS-1", "<div>Hello.</div><div>CS-1</div>", "<p>Hello.<br/>\n</p><p>CS-1</p>\n", "Hello.<br>CS-1", "Hello.\r\nCS-1"} {
		body, err := json.Marshal(content)
		require.NoError(t, err)
		id, found, err := saying(t, `{"data":{"getTicketNoteList":[{"noteId":"5","content":"x"},{"noteId":"6","content":`+string(body)+`}]}}`).FindNote(contract.Soon(t), "7", "CS-1")
		require.NoError(t, err)
		require.True(t, found, content)
		require.Equal(t, "6", id)
	}
}
