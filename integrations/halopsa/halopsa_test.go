package halopsa_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/directory"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/halopsa"
	"countersign/integrations/halopsa/halopsatest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*halopsa.Client
	*contract.Fixture[*halopsatest.Server]
	config halopsa.Config
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Fixture: contract.NewFixture(t, func(setup fake.Setup) (*halopsatest.Server, error) {
		return halopsatest.New(halopsatest.Config{Setup: setup})
	})}
	d.config = halopsa.Config{
		BaseURL: d.URL, ClientID: halopsatest.ClientID, ClientSecret: halopsatest.ClientSecret, HTTP: d.HTTP,
	}
	d.Client = d.client(t)
	return d
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*halopsa.Config)) *halopsa.Client {
	t.Helper()
	return contract.Open(t, halopsa.New, d.config, spoil...)
}

// last is the body of the last request that was a POST to a path.
func (d *desk) last(t *testing.T, path string) string {
	t.Helper()
	body := ""
	for _, one := range d.Journal.Requests(halopsatest.Name) {
		if one.Method == http.MethodPost && one.Path == path {
			body = one.Body
		}
	}
	require.NotEmpty(t, body)
	return body
}

// open makes a ticket to write into.
func (d *desk) open(t *testing.T) ticket.Ticket {
	t.Helper()
	made, err := d.Create(contract.Soon(t), ticket.New{Reference: "CS-OPEN01", Summary: "A call", CompanyID: strconv.Itoa(halopsatest.ClientNorthwind)})
	require.NoError(t, err)
	return made
}

// answering is a client before a server that gives tokens and answers the rest as told.
func answering(t *testing.T, handle http.HandlerFunc) *halopsa.Client {
	t.Helper()
	url, client := contract.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/authinfo":
			http.NotFound(w, r)
		case "/auth/token":
			_, _ = w.Write([]byte(`{"access_token":"t","token_type":"Bearer","expires_in":3600}`))
		default:
			handle(w, r)
		}
	})
	return contract.Open(t, halopsa.New, halopsa.Config{BaseURL: url, ClientID: "id", ClientSecret: "s3cret", HTTP: client})
}

func TestATicketIsMadeAndRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(contract.Soon(t), ticket.New{
		Reference: "CS-7Q2M4K", Summary: "Ana says: \"it's [broken]\" \\ again", Description: "She called from her mobile.",
		CompanyID: strconv.Itoa(halopsatest.ClientNorthwind), ContactID: strconv.Itoa(halopsatest.UserAna),
		Defaults: ticket.Defaults{
			ticket.FieldType: "3", ticket.FieldStatus: "2", ticket.FieldBoard: "2nd Line Support", ticket.FieldPriority: "1", ticket.FieldCategory: halopsatest.Category, ticket.FieldCompany: "1",
		},
	})
	require.NoError(t, err)
	read, err := d.Ticket(contract.Soon(t), made.ID)
	require.NoError(t, err)
	require.Equal(t, made, read)
	require.Equal(t, []string{"2", "In Progress", "2nd Line Support", "19", "Northwind Dental", "201", "Ana Torres", "She called from her mobile.\n\nCS-7Q2M4K"},
		[]string{read.StatusID, read.Status, read.Board, read.CompanyID, read.Company, read.ContactID, read.Contact, read.Description})
	require.True(t, strings.HasSuffix(read.URL, "/halopsa/tickets?id="+made.ID), read.URL)
	require.WithinDuration(t, time.Now(), read.UpdatedAt, time.Minute)
	require.Equal(t, 1, len(d.Asked("/api/Status")), "names of statuses are asked for once")
	d.NoViolations(t)
}

func TestWhatIsWrittenIsAnArray(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	require.NoError(t, d.SetStatus(contract.Soon(t), id, "Closed"))
	require.JSONEq(t, `[{"id":`+id+`,"status_id":9}]`, d.last(t, "/api/Tickets"))
	_, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-N1", Text: "Hello", Internal: true})
	require.NoError(t, err)
	require.JSONEq(t, `[{"ticket_id":`+id+`,"outcome":"Private Note","note":"Hello\n\nCS-N1","hiddenfromuser":true,"sendemail":false}]`, d.last(t, "/api/Actions"))
	_, err = d.AddNote(contract.Soon(t), id, ticket.Note{Text: "Hello"})
	require.NoError(t, err)
	require.JSONEq(t, `[{"ticket_id":`+id+`,"outcome":"Public Note","note":"Hello","hiddenfromuser":false,"sendemail":false}]`, d.last(t, "/api/Actions"))
	d.NoViolations(t)
}

func TestATicketThatWasOpenedAgainIsNotClosed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	for _, step := range []struct {
		status string
		closed bool
	}{{"9", true}, {"In Progress", false}, {"closed", true}} {
		require.NoError(t, d.SetStatus(contract.Soon(t), id, step.status))
		read, err := d.Ticket(contract.Soon(t), id)
		require.NoError(t, err)
		require.Equal(t, step.closed, read.Closed, step.status)
	}
	for _, nowhere := range []string{"Nowhere", ""} {
		require.Equal(t, "no_status", provider.CodeOf(d.SetStatus(contract.Soon(t), id, nowhere)))
	}
	d.NoViolations(t)
}

func TestATrashedTicketIsNotThere(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"id":7,"summary":"x","deleted":true}`))
	})
	_, err := client.Ticket(contract.Soon(t), "7")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	require.ErrorIs(t, client.SetStatus(contract.Soon(t), "7", "9"), ticket.ErrNotFound)
	nothing := answering(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`null`)) })
	_, err = nothing.Ticket(contract.Soon(t), "7")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	require.Equal(t, provider.Refused, contract.KindOf(t, err))
}

func TestNothingIsMadeByChangingIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.ErrorIs(t, d.SetStatus(contract.Soon(t), "999", "9"), ticket.ErrNotFound)
	for _, one := range d.Journal.Requests(halopsatest.Name) {
		require.False(t, one.Method == http.MethodPost && strings.HasPrefix(one.Path, "/api/"), one.Path)
	}
	d.NoViolations(t)
}

func TestChoicesFollowTheTicketType(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	labels := func(field string, chosen ticket.Defaults) (out []string) {
		choices, err := d.Choices(contract.Soon(t), field, chosen)
		require.NoError(t, err)
		for _, one := range choices {
			out = append(out, one.Label)
		}
		return out
	}
	chosen := ticket.Defaults{ticket.FieldType: "3"}
	require.Equal(t, []string{"Incident", "Service Request"}, labels(ticket.FieldType, nil), "alerts are not made by hand")
	require.Equal(t, []string{"New", "In Progress", "SMS received", "Closed"}, labels(ticket.FieldStatus, chosen))
	require.Equal(t, []string{"Closed"}, labels(ticket.FieldClosed, chosen), "what is missing among those that do not close")
	require.Equal(t, []string{"Critical", "High", "Medium", "Low"}, labels(ticket.FieldPriority, nil), "each once, of however many SLAs")
	require.Empty(t, labels(ticket.FieldStatus, ticket.Defaults{ticket.FieldType: "../1"}))
	_, err := d.Choices(contract.Soon(t), "mood", nil)
	require.Equal(t, "bad_field", provider.CodeOf(err))
	d.NoViolations(t)

	same := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"id":1,"name":"New"},{"id":9,"name":"Closed"}]`))
	})
	choices, err := same.Choices(contract.Soon(t), ticket.FieldClosed, chosen)
	require.NoError(t, err)
	require.Len(t, choices, 2, "a server that leaves none out lets any be chosen")
}

func TestAPageIsAskedForByNumberAndTheServersClock(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Contacts(contract.Soon(t), directory.Position{Since: time.Date(2026, 3, 1, 12, 0, 0, 999, time.FixedZone("CET", 3600)), Next: "3-500"})
	require.NoError(t, err)
	asked := d.Journal.Requests(halopsatest.Name)
	for _, part := range []string{"pageinate=true", "page_size=100", "page_no=3", "lastupdatefromdate=2026-03-01T11%3A00%3A00", "includeinactive=true", "orderdesc=true"} {
		require.Contains(t, asked[len(asked)-1].Path, part)
	}
	d.NoViolations(t)
}

func TestAPersonIsReadWhateverTheNumbersLookLike(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"record_count":2,"users":[
			{"id":5.0,"client_id":"19","site_id":19.0,"firstname":" Ana ","surname":"Torres","mobilenumber":" +1 (415) 555-0134 ","phonenumber":"+1 (415) 555-0134","homenumber":"555 1","sitephonenumber":"9","ulastupdate":"2026-01-05T09:00:00.12"},
			{"id":6,"client_id":-1,"name":"Bob","inactive":true,"mobilenumber":null,"mobilenumber2":"2","ulastupdate":"1900-01-01T00:00:00"}]}`))
	})
	page, err := client.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Empty(t, page.Next)
	require.Equal(t, []directory.Contact{
		{ID: "5", CompanyID: "19", Name: "Ana Torres", Mobile: "+1 (415) 555-0134", Phone: "555 1", Active: true, UpdatedAt: time.Date(2026, 1, 5, 9, 0, 0, 120_000_000, time.UTC)},
		{ID: "6", Name: "Bob", Mobile: "2"},
	}, page.Rows)
}

func TestASearchIsHeldToWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	everything := answering(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/Tickets":
			_, _ = w.Write([]byte(`{"record_count":2,"tickets":[{"id":7,"summary":"Printer","details":"other","status_name":"New","user_id":1,"client_id":2},{"id":8,"summary":"Mouse","hasbeenclosed":true,"status_name":"Closed"}]}`))
		default:
			http.NotFound(w, r)
		}
	})
	for _, q := range []struct {
		query ticket.Query
		ids   int
	}{{ticket.Query{Text: "printer"}, 1}, {ticket.Query{Text: "keyboard"}, 0}, {ticket.Query{ContactID: "3"}, 0}, {ticket.Query{CompanyID: "2"}, 1}, {ticket.Query{Open: true}, 1}} {
		q.query.Limit = 50
		found, err := everything.Tickets(contract.Soon(t), q.query)
		require.NoError(t, err)
		require.Len(t, found, q.ids, "%+v", q.query)
	}
	_, err := everything.Tickets(contract.Soon(t), ticket.Query{ContactID: "ana"})
	require.Equal(t, "bad_id", provider.CodeOf(err))
	_, found, err := everything.FindTicket(contract.Soon(t), "CS-1")
	require.False(t, found)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err), "a server that does not search proves nothing")
}

func TestATicketIsFoundWhoseDetailsAListDoesNotShow(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/Tickets" {
			_, _ = w.Write([]byte(`[{"id":7,"status_name":"New"}]`))
			return
		}
		_, _ = w.Write([]byte(`{"id":7,"summary":"x","status_name":"New","details":"Hello\r\n\r\nCS-1 "}`))
	})
	found, ok, err := client.FindTicket(contract.Soon(t), "CS-1")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "7", found.ID)
}
