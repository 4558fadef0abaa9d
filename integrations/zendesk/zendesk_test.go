package zendesk_test

import (
	"net/http"
	"strconv"
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
	"countersign/integrations/zendesk"
	"countersign/integrations/zendesk/zendesktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*zendesk.Client
	*contract.Fixture[*zendesktest.Server]
	config zendesk.Config
	clock  func(time.Duration) // moves the fake's clock
}

func newDesk(t *testing.T, spoil ...func(*zendesktest.Config)) *desk {
	t.Helper()
	passed := time.Duration(0)
	d := &desk{clock: func(more time.Duration) { passed += more }}
	d.Fixture = contract.NewFixture(t, func(setup fake.Setup) (*zendesktest.Server, error) {
		setup.Now = func() time.Time { return time.Now().Add(passed) }
		cfg := zendesktest.Config{Setup: setup}
		for _, one := range spoil {
			one(&cfg)
		}
		return zendesktest.New(cfg)
	})
	d.config = zendesk.Config{BaseURL: d.URL, Email: zendesktest.Email, Token: zendesktest.Token, HTTP: d.HTTP}
	d.Client = d.client(t)
	return d
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*zendesk.Config)) *zendesk.Client {
	t.Helper()
	return contract.Open(t, zendesk.New, d.config, spoil...)
}

// answering is a client of a server that answers as it is told.
func answering(t *testing.T, handle http.HandlerFunc) *zendesk.Client {
	t.Helper()
	url, client := contract.Serve(t, handle)
	return contract.Open(t, zendesk.New, zendesk.Config{BaseURL: url, Email: "a@b.example", Token: "x", HTTP: client})
}

// saying answers every question with one body.
func saying(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

var (
	ana   = strconv.FormatInt(zendesktest.ContactAna, 10)
	north = strconv.FormatInt(zendesktest.OrgNorth, 10)
)

// open makes a ticket of Ana's to write into.
func (d *desk) open(t *testing.T) ticket.Ticket {
	t.Helper()
	made, err := d.Create(contract.Soon(t), ticket.New{Reference: "CS-OPEN01", Summary: "A call", Description: "She called.", CompanyID: north, ContactID: ana})
	require.NoError(t, err)
	return made
}

func TestATicketIsMadeAndRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(contract.Soon(t), ticket.New{
		Reference: "CS-7Q2M4K", Summary: "Ana says: \"it's [broken]\" \\ again", Description: "She called from her mobile.", CompanyID: north, ContactID: ana,
		Defaults: ticket.Defaults{
			ticket.FieldBoard: "502", zendesk.FieldForm: "602", ticket.FieldStatus: "411", ticket.FieldType: "incident", ticket.FieldPriority: "high",
		},
	})
	require.NoError(t, err)
	read, err := d.Ticket(contract.Soon(t), made.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"411", "SMS received", "Second line", north, "Northwind Dental", ana, "Ana Torres", "She called from her mobile."},
		[]string{read.StatusID, read.Status, read.Board, read.CompanyID, read.Company, read.ContactID, read.Contact, read.Description})
	require.Equal(t, []any{made.ID, made.ID, "Ana says: \"it's [broken]\" \\ again", false}, []any{read.ID, read.Number, read.Summary, read.Closed})
	require.Equal(t, d.config.BaseURL+"/agent/tickets/"+made.ID, read.URL)
	require.WithinDuration(t, time.Now(), read.UpdatedAt, time.Minute)
	found, ok, err := d.FindTicket(contract.Soon(t), "CS-7Q2M4K")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, made.ID, found.ID)
	d.NoViolations(t)
}

func TestTheSameReferenceMakesOneTicket(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	n := ticket.New{Reference: "CS-TWICE1", Summary: "A call", Description: "x", ContactID: ana}
	first, err := d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	second, err := d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	require.Equal(t, first.ID, second.ID)
	d.clock(3 * time.Hour) // the key is forgotten
	third, err := d.Create(contract.Soon(t), n)
	require.NoError(t, err)
	require.NotEqual(t, first.ID, third.ID)
	d.NoViolations(t)
}

func TestATicketOfNobodyKnownIsOurAgents(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(contract.Soon(t), ticket.New{Reference: "CS-WHO001", Summary: "Somebody called", CompanyID: north})
	require.NoError(t, err)
	require.Equal(t, strconv.FormatInt(zendesktest.AgentOurs, 10), made.ContactID)
	require.Empty(t, made.CompanyID, "an organization must be one of its requester's")
	require.Equal(t, "Somebody called", d.Written(t, made.ID).Description, "a comment is never empty")
	d.NoViolations(t)
}

func TestNotesArePublicOrInternal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	for i := range 120 { // more than a page of comments
		_, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-N" + strconv.Itoa(i), Text: "Note", Internal: i%2 == 0})
		require.NoError(t, err)
	}
	notes := d.Written(t, id).Notes
	require.Len(t, notes, 121)
	require.Equal(t, []bool{false, true, false}, []bool{notes[0].Internal, notes[1].Internal, notes[2].Internal})
	require.Equal(t, "Note\n\nCS-N0", notes[1].Text)
	for ref, want := range map[string]string{"CS-N0": notes[1].ID, "CS-N119": notes[120].ID} {
		found, ok, err := d.FindNote(contract.Soon(t), id, ref)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, want, found)
	}
	require.Contains(t, d.Asked("/comments")[0].Path, "sort=-created_at", "the newest first")
	d.NoViolations(t)
}

func TestAClosedTicketTakesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	require.NoError(t, d.SetStatus(contract.Soon(t), id, "solved"))
	require.NoError(t, d.SetStatus(contract.Soon(t), id, "open"), "a solved ticket can be opened again")
	require.NoError(t, d.SetStatus(contract.Soon(t), id, "solved by PHONE"), "a status goes by the account's own name too")
	read, err := d.Ticket(contract.Soon(t), id)
	require.NoError(t, err)
	require.Equal(t, []any{"413", "Solved by phone", true}, []any{read.StatusID, read.Status, read.Closed})
	require.NoError(t, d.Fake.CloseSolved())
	read, err = d.Ticket(contract.Soon(t), id)
	require.NoError(t, err)
	require.Equal(t, []any{"closed", "Closed", true}, []any{read.StatusID, read.Status, read.Closed})

	_, err = d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-LATE01", Text: "x", Internal: true})
	require.Equal(t, provider.Refused, contract.KindOf(t, err))
	require.Equal(t, "RecordInvalid status", provider.CodeOf(err))
	require.NotErrorIs(t, err, ticket.ErrNotFound)
	require.Equal(t, provider.Refused, contract.KindOf(t, d.SetStatus(contract.Soon(t), id, "open")))
	d.NoViolations(t)
}

func TestAnUnknownStatusIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	for status, code := range map[string]string{"": "no_status", "Nowhere": "unknown_status", "Waiting for parts": "unknown_status", "412": "RecordInvalid custom_status_id InvalidValue"} {
		err := d.SetStatus(contract.Soon(t), id, status)
		require.Equal(t, provider.Refused, contract.KindOf(t, err), status)
		require.Equal(t, code, provider.CodeOf(err), status)
	}
	_, err := d.Create(contract.Soon(t), ticket.New{Reference: "CS-1", Summary: "x", Defaults: ticket.Defaults{ticket.FieldStatus: "Nowhere"}})
	require.Equal(t, "unknown_status", provider.CodeOf(err))
	_, err = d.Create(contract.Soon(t), ticket.New{Reference: "CS-1", Summary: "x", Defaults: ticket.Defaults{ticket.FieldBoard: "Service Desk"}})
	require.Equal(t, "bad_id", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestAnAccountWithoutStatusesOfItsOwn(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/custom_statuses"), strings.HasSuffix(r.URL.Path, "/ticket_forms"):
			saying(http.StatusNotFound, `{"error":"InvalidEndpoint","description":"Not found"}`)(w, r)
		default:
			saying(http.StatusOK, `{"ticket":{"id":7,"status":"pending","custom_status_id":403}}`)(w, r)
		}
	})
	for field, want := range map[string][]integration.Choice{
		ticket.FieldStatus: {{ID: "new", Label: "New"}, {ID: "open", Label: "Open"}, {ID: "pending", Label: "Pending"}},
		ticket.FieldClosed: {{ID: "solved", Label: "Solved"}}, zendesk.FieldForm: nil,
	} {
		choices, err := client.Choices(contract.Soon(t), field, nil)
		require.NoError(t, err)
		require.Equal(t, want, choices, field)
	}
	read, err := client.Ticket(contract.Soon(t), "7")
	require.NoError(t, err)
	require.Equal(t, []string{"pending", "Pending"}, []string{read.StatusID, read.Status})
}

func TestChoicesAreTheAccountsOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for field, want := range map[string]string{
		ticket.FieldBoard: "501 Service Desk, 502 Second line", zendesk.FieldForm: "601 Default Ticket Form, 602 Onboarding",
		ticket.FieldStatus: "new New, open Open, 411 SMS received, pending Pending, hold On-hold", ticket.FieldClosed: "solved Solved, 413 Solved by phone",
		ticket.FieldType: "question Question, incident Incident, problem Problem, task Task", ticket.FieldPriority: "low Low, normal Normal, high High, urgent Urgent",
	} {
		choices, err := d.Choices(contract.Soon(t), field, nil)
		require.NoError(t, err)
		var said []string
		for _, one := range choices {
			said = append(said, one.ID+" "+one.Label)
		}
		require.Equal(t, want, strings.Join(said, ", "), field)
	}
	_, err := d.Choices(contract.Soon(t), "mood", nil)
	require.Equal(t, "bad_field", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestAFileHangsFromAnInternalNote(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	file, err := d.Attach(contract.Soon(t), id, ticket.Attachment{Reference: "CS-FILE01", Name: "../a/photo.jpg", ContentType: "image/jpeg", Bytes: []byte("pixels")})
	require.NoError(t, err)
	held := d.Written(t, id)
	require.Equal(t, []fake.WrittenFile{{ID: file, Title: "photo.jpg\n\nCS-FILE01", Name: "photo.jpg", Size: 6}}, held.Files)
	require.True(t, held.Notes[len(held.Notes)-1].Internal)
	_, err = d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-FILE02", Text: "no file"})
	require.NoError(t, err)
	_, found, err := d.FindAttachment(contract.Soon(t), id, "CS-FILE02")
	require.NoError(t, err)
	require.False(t, found, "a note without a file is none")

	require.NoError(t, d.Faults.SetFor(zendesktest.Name, "/uploads", fake.AcceptThenDrop, 1))
	_, err = d.Attach(contract.Soon(t), id, ticket.Attachment{Reference: "CS-FILE03", Name: "b.jpg", Bytes: []byte("x")})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "a file that hangs from nothing has changed nothing")
	require.NoError(t, d.Faults.SetFor(zendesktest.Name, "CS-FILE04", fake.AcceptThenDrop, 1))
	_, err = d.Attach(contract.Soon(t), id, ticket.Attachment{Reference: "CS-FILE04", Name: "b.jpg", Bytes: []byte("x")})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	_, found, err = d.FindAttachment(contract.Soon(t), id, "CS-FILE04")
	require.NoError(t, err)
	require.True(t, found)
	d.NoViolations(t)
}

func TestADeletedTicketIsGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	require.NoError(t, d.Delete(contract.Soon(t), id))
	require.True(t, d.Written(t, id).Deleted)
	found, err := d.Tickets(contract.Soon(t), ticket.Query{Text: "#" + id, Limit: 5})
	require.NoError(t, err)
	require.Empty(t, found)
	require.ErrorIs(t, d.Delete(contract.Soon(t), id), ticket.ErrNotFound)
	d.NoViolations(t)
}

func TestASearchIsQuoted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for text, want := range map[string]string{
		"printer status:closed": `type:ticket "printer" "status:closed"`, `-urgent tags:vip*`: `type:ticket "-urgent" "tags:vip*"`, `a"b \ c`: `type:ticket "a b" "c"`,
		"x\x00y": `type:ticket "x y"`, "": `type:ticket`, "#12a": `type:ticket "#12a"`,
	} {
		_, err := d.Tickets(contract.Soon(t), ticket.Query{Text: text, Limit: 3})
		require.NoError(t, err, text)
		asked := d.Asked("/search")
		last, err := http.NewRequest(http.MethodGet, asked[len(asked)-1].Path, nil)
		require.NoError(t, err)
		require.Equal(t, want, last.URL.Query().Get("query"))
	}
	_, err := d.Tickets(contract.Soon(t), ticket.Query{ContactID: "1 type:user"})
	require.Equal(t, "bad_id", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestASearchThatIsLateProvesNothing(t *testing.T) {
	t.Parallel()
	client := answering(t, saying(http.StatusOK, `{"results":[{"id":1,"result_type":"ticket","status":"solved","requester_id":5},{"id":2,"result_type":"ticket","status":"open","requester_id":6},
		{"id":3,"result_type":"user","requester_id":5},{"id":4,"result_type":"ticket","status":"deleted","requester_id":5},{"id":8,"result_type":"ticket","status":"open","requester_id":5}]}`))
	found, err := client.Tickets(contract.Soon(t), ticket.Query{ContactID: "5", Open: true, Limit: 9})
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, "8", found[0].ID)
	_, ok, err := answering(t, saying(http.StatusOK, `{"tickets":[{"id":7,"external_id":"other"}]}`)).FindTicket(contract.Soon(t), "CS-1")
	require.False(t, ok)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err), "a list that does not filter proves nothing either")
}
