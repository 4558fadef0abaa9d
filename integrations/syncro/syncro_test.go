package syncro_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/syncro"
	"countersign/integrations/syncro/syncrotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*syncro.Client
	*contract.Fixture[*syncrotest.Server]
	config syncro.Config
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Fixture: contract.NewFixture(t, func(setup fake.Setup) (*syncrotest.Server, error) {
		return syncrotest.New(syncrotest.Config{Setup: setup})
	})}
	d.config = syncro.Config{
		BaseURL: d.URL, Key: syncrotest.Key, HTTP: d.HTTP,
	}
	d.Client = d.client(t)
	return d
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*syncro.Config)) *syncro.Client {
	t.Helper()
	return contract.Open(t, syncro.New, d.config, spoil...)
}

// last is the latest request.
func (d *desk) last(t *testing.T) fake.Request {
	t.Helper()
	requests := d.Journal.Requests("")
	require.NotEmpty(t, requests)
	return requests[len(requests)-1]
}

// answering is a client before a server that answers as told.
func answering(t *testing.T, handle http.HandlerFunc) *syncro.Client {
	t.Helper()
	url, client := contract.Serve(t, handle)
	return contract.Open(t, syncro.New, syncro.Config{BaseURL: url, Key: "key", HTTP: client})
}

// saying is a client before a server that always says the same.
func saying(t *testing.T, body string) *syncro.Client {
	t.Helper()
	return answering(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
}

var (
	northwind   = strconv.Itoa(syncrotest.CustomerNorthwind)
	ana         = strconv.Itoa(syncrotest.ContactAna)
	firstTicket = strconv.Itoa(syncrotest.FirstTicket)
)

func usual() ticket.New {
	return ticket.New{Reference: "CS-7Q2M4K", Summary: "A call", Description: "From a mobile.", CompanyID: northwind, ContactID: ana, Defaults: ticket.Defaults{}}
}

func TestATicketHasAnIDAndANumber(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	n := usual()
	n.Defaults = ticket.Defaults{
		ticket.FieldStatus: "In Progress", ticket.FieldType: "Hardware", ticket.FieldPriority: "1 High", "ticket_type": "1", "user": strconv.Itoa(syncrotest.UserSam),
	}
	made, err := d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	require.NotEqual(t, made.ID, made.Number)
	require.Equal(t, d.config.BaseURL+"/tickets/"+made.ID, made.URL, "it opens by its id")
	read, err := d.Ticket(contract.Soon(t), made.ID)
	require.NoError(t, err)
	require.Equal(t, made, read)
	require.Equal(t, []string{"In Progress", "In Progress", "Incident", northwind, "Northwind Dental", ana, "Ana Torres", "From a mobile.\n\nCS-7Q2M4K"},
		[]string{read.StatusID, read.Status, read.Board, read.CompanyID, read.Company, read.ContactID, read.Contact, read.Description})
	listed, err := d.Tickets(contract.Soon(t), ticket.Query{Text: "#" + made.Number, Limit: 5})
	require.NoError(t, err)
	require.Len(t, listed, 1)
	listed[0].Description = read.Description
	require.Equal(t, read, listed[0], "a list names the same")
	held, ok := d.Fake.Ticket(made.ID)
	require.True(t, ok)
	require.Equal(t, []any{"Hardware", "1 High", 1.0, float64(syncrotest.UserSam)}, []any{held["problem_type"], held["priority"], held["ticket_type_id"], held["user_id"]})
	d.NoViolations(t)
}

func TestANumberThatIsNoTicketIsAWord(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	n := usual()
	n.Summary = "Error 1603 again"
	made, err := d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	found, err := d.Tickets(contract.Soon(t), ticket.Query{Text: "1603", Limit: 5})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, made.ID, found[0].ID)
	d.NoViolations(t)
}

func TestACommentIsHiddenOrNotAndMailsNobody(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, internal := range []bool{true, false} {
		_, err := d.AddNote(contract.Soon(t), firstTicket, ticket.Note{Reference: "CS-1", Text: "x", Internal: internal})
		require.NoError(t, err)
		require.JSONEq(t, fmt.Sprintf(`{"subject":"Countersign","body":"x\n\nCS-1","hidden":%v,"do_not_email":true}`, internal), d.last(t).Body)
	}
	_, err := d.Create(contract.Soon(t), usual())
	require.NoError(t, err)
	require.Contains(t, d.last(t).Body, `"hidden":false,"do_not_email":true`)
	d.NoViolations(t)
}

func TestANoteBehindManyPagesIsFound(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, err := d.AddNote(contract.Soon(t), firstTicket, ticket.Note{Reference: "CS-FIRST", Text: "x"})
	require.NoError(t, err)
	for i := range 230 {
		_, err := d.AddNote(contract.Soon(t), firstTicket, ticket.Note{Reference: fmt.Sprintf("CS-%d", i), Text: "x"})
		require.NoError(t, err)
	}
	found, ok, err := d.FindNote(contract.Soon(t), firstTicket, "CS-FIRST")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, first, found)
	_, ok, err = d.FindNote(contract.Soon(t), firstTicket, "CS-FIRS")
	require.NoError(t, err)
	require.False(t, ok)
	d.NoViolations(t)
}

func TestATicketAmongManyIsFoundByItsFirstComment(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(contract.Soon(t), usual())
	require.NoError(t, err)
	other := usual()
	other.Reference = "CS-7Q2M4"
	for range 60 {
		_, err := d.Create(contract.Soon(t), other)
		require.NoError(t, err)
	}
	other.Reference, other.Description = "", ""
	_, err = d.Create(contract.Soon(t), other) // tells nothing
	require.NoError(t, err)
	found, ok, err := d.FindTicket(contract.Soon(t), "CS-7Q2M4K")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, made.ID, found.ID)
	_, ok, err = d.FindTicket(contract.Soon(t), "CS-7Q2M")
	require.NoError(t, err)
	require.False(t, ok, "all of the last days were looked through")
	_, _, err = d.FindTicket(contract.Soon(t), "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestAListThatTellsNoCommentsIsReadOneByOneUpToALimit(t *testing.T) {
	t.Parallel()
	page := func(rows int, pages int) string {
		var list []string
		for i := range rows {
			list = append(list, fmt.Sprintf(`{"id":%d,"comments":[]}`, i+1))
		}
		return fmt.Sprintf(`{"tickets":[%s],"meta":{"total_pages":%d}}`, strings.Join(list, ","), pages)
	}
	client := func(list string) *syncro.Client {
		return answering(t, func(w http.ResponseWriter, r *http.Request) {
			body := list
			if strings.HasSuffix(r.URL.Path, "/comments") {
				body = `{"comments":[{"id":1,"body":"of ` + r.URL.Path + `\n\nCS-` + strings.Split(r.URL.Path, "/")[4] + `"}]}`
			}
			_, _ = w.Write([]byte(body))
		})
	}
	found, ok, err := client(page(20, 1)).FindTicket(contract.Soon(t), "CS-13")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "13", found.ID)
	_, _, err = client(page(26, 1)).FindTicket(contract.Soon(t), "CS-99")
	require.Equal(t, "unsearchable", provider.CodeOf(err))
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	_, _, err = client(`{"tickets":[{"id":7,"comments":[{"id":1,"body":"another"}]}],"meta":{"total_pages":900}}`).FindTicket(contract.Soon(t), "CS-99")
	require.Equal(t, "unsearchable", provider.CodeOf(err), "there are more tickets than we read")
}

func TestChoicesComeFromTheSettings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for field, want := range map[string][]integration.Choice{
		ticket.FieldClosed:   {{ID: "Resolved", Label: "Resolved"}, {ID: "Invoiced", Label: "Invoiced"}},
		ticket.FieldPriority: {{ID: "0 Urgent", Label: "0 Urgent"}, {ID: "1 High", Label: "1 High"}, {ID: "2 Normal", Label: "2 Normal"}, {ID: "3 Low", Label: "3 Low"}},
		"ticket_type":        {{ID: "1", Label: "Incident"}},
		"user":               {{ID: "11", Label: "Priya Nair"}, {ID: "12", Label: "Sam Rivera"}},
	} {
		got, err := d.Choices(contract.Soon(t), field, nil)
		require.NoError(t, err)
		require.Equal(t, want, got, field)
	}
	other, err := saying(t, `{"ticket_status_list":["Neu","Erledigt"]}`).Choices(contract.Soon(t), ticket.FieldClosed, nil)
	require.NoError(t, err)
	require.Len(t, other, 2, "where no name tells, all are offered")
	_, err = d.Choices(contract.Soon(t), "colour", nil)
	require.Equal(t, "bad_field", provider.CodeOf(err))
	d.NoViolations(t)
}
