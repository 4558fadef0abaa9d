package connectwise_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
)

func TestTicketsAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made := map[string]string{}
	for _, summary := range []string{`a "quoted" printer`, `printer [bracket]`, `back\slash printer`, `it's 100% printer`} {
		one, err := d.Create(contract.Soon(t), ticket.New{Summary: summary, CompanyID: strconv.Itoa(connectwisetest.CompanyCatchall)})
		require.NoError(t, err)
		made[summary] = one.ID
	}
	require.NoError(t, d.SetStatus(contract.Soon(t), made[`printer [bracket]`], strconv.Itoa(connectwisetest.StatusClosed)))
	first := strconv.Itoa(connectwisetest.FirstTicket)
	for what, c := range map[string]struct {
		query ticket.Query
		want  []string
	}{
		"a quoted word":     {ticket.Query{Text: `"quoted"`}, []string{`a "quoted" printer`}},
		"a bracket":         {ticket.Query{Text: `[bracket] printer`}, []string{`printer [bracket]`}},
		"a backslash":       {ticket.Query{Text: `k\s`}, []string{`back\slash printer`}},
		"an apostrophe":     {ticket.Query{Text: `it's`}, []string{`it's 100% printer`}},
		"open ones":         {ticket.Query{Text: "PRINTER", Open: true}, []string{`it's 100% printer`, `back\slash printer`, `a "quoted" printer`}},
		"no more than":      {ticket.Query{Text: "printer", Limit: 1}, []string{`it's 100% printer`}},
		"of a company":      {ticket.Query{Text: "printer", CompanyID: "19", Limit: 10}, nil},
		"an injection":      {ticket.Query{Text: `x"or`, Limit: 10}, nil},
		"another injection": {ticket.Query{Text: `\"`, Limit: 10}, nil},
	} {
		if c.query.Limit == 0 {
			c.query.Limit = 10
		}
		found, err := d.Tickets(contract.Soon(t), c.query)
		require.NoError(t, err, what)
		summaries := []string{}
		for _, one := range found {
			summaries = append(summaries, one.Summary)
		}
		require.Equal(t, append([]string{}, c.want...), summaries, what)
	}
	for _, text := range []string{first, "#" + first, " " + first + " "} {
		found, err := d.Tickets(contract.Soon(t), ticket.Query{Text: text, Limit: 5})
		require.NoError(t, err)
		require.Len(t, found, 1, "by its number")
		require.Equal(t, first, found[0].ID)
	}
	found, err := d.Tickets(contract.Soon(t), ticket.Query{ContactID: strconv.Itoa(connectwisetest.ContactAna), Limit: 5})
	require.NoError(t, err)
	require.Len(t, found, 2)
	require.Greater(t, found[0].ID, found[1].ID)
	_, err = d.Tickets(contract.Soon(t), ticket.Query{CompanyID: "1 or 1=1"})
	require.Equal(t, provider.Refused, contract.KindOf(t, err))
	d.NoViolations(t)
}

func TestASummaryIsCutByCharacter(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, summary := range []string{strings.Repeat("é", 300), strings.Repeat("日", 100), "short", "two\nlines\x00 and\ta tab"} {
		made, err := d.Create(contract.Soon(t), ticket.New{Summary: summary, CompanyID: "2"})
		require.NoError(t, err)
		require.LessOrEqual(t, utf8.RuneCountInString(made.Summary), 100)
		require.NotContains(t, made.Summary, "\n")
		if utf8.RuneCountInString(summary) == 100 {
			require.Equal(t, summary, made.Summary)
		}
	}
	d.NoViolations(t)
}

func TestWhoHasNoCompanyGoesToTheCatchall(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for value, want := range map[string]string{"2": "2", "Catchall": "2", "northwind": "19"} {
		made, err := d.Create(contract.Soon(t), ticket.New{Summary: "x", Defaults: ticket.Defaults{ticket.FieldCompany: value, ticket.FieldBoard: "Service Desk"}})
		require.NoError(t, err)
		require.Equal(t, want, made.CompanyID)
		require.Equal(t, "New", made.Status, "the board's own default")
	}
	_, err := d.Create(contract.Soon(t), ticket.New{Summary: "x"})
	require.Equal(t, "no_company", provider.CodeOf(err))
	_, err = d.Create(contract.Soon(t), ticket.New{Summary: "x", CompanyID: "2", ContactID: "Ana"})
	require.Equal(t, "bad_id", provider.CodeOf(err))
	d.NoViolations(t)
	_, err = d.Create(contract.Soon(t), ticket.New{Summary: "x", CompanyID: "77777"})
	require.Equal(t, "InvalidObject InvalidReference company", provider.CodeOf(err))
}

func TestANoteIsFoundBehindManyOthers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	want, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-DEEP", Text: "first"})
	require.NoError(t, err)
	for i := range 250 {
		_, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: fmt.Sprintf("CS-%d", i), Text: "CS-DEEP is told of here, but not at the end"})
		require.NoError(t, err)
	}
	found, ok, err := d.FindNote(contract.Soon(t), id, "CS-DEEP")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, want, found)
	_, ok, err = d.FindNote(contract.Soon(t), id, "CS-NONE")
	require.NoError(t, err)
	require.False(t, ok)
	d.NoViolations(t)
}

func TestAFileIsAttachedWithItsReference(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	for i, name := range []string{`photo "1".jpg`, `C:\Users\ana\photo.jpg`, "", strings.Repeat("ü", 300) + ".jpg", "a\r\nX-Evil: 1.jpg"} {
		ref := fmt.Sprintf("CS-FILE%d", i)
		made, err := d.Attach(contract.Soon(t), id, ticket.Attachment{Reference: ref, Name: name, ContentType: "image/jpeg", Bytes: []byte("\xff\xd8\x00pixels")})
		require.NoError(t, err, name)
		found, ok, err := d.FindAttachment(contract.Soon(t), id, ref)
		require.NoError(t, err)
		require.True(t, ok, name)
		require.Equal(t, made, found)
		documents := d.written(t, id).Documents
		last := documents[len(documents)-1]
		require.True(t, strings.HasSuffix(last["title"].(string), ref))
		require.LessOrEqual(t, utf8.RuneCountInString(last["title"].(string)), 100)
		require.Equal(t, []any{float64(9), "image/jpeg", true, true}, []any{last["size"], last["_contentType"], last["_private"], last["imageFlag"]})
		require.NotContains(t, last["fileName"], `\`)
	}
	_, ok, err := d.FindAttachment(contract.Soon(t), id, "CS-OTHER")
	require.NoError(t, err)
	require.False(t, ok)
	d.NoViolations(t)
}

func TestATicketSaysWhereItOpens(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	read, err := d.Ticket(contract.Soon(t), "48190")
	require.NoError(t, err)
	require.Equal(t, d.config.BaseURL+"/v4_6_release/services/system_io/router/openrecord.rails?companyName=sandbox&locale=en_US&recid=48190&recordType=ServiceFv", read.URL)
	require.Equal(t, "Outlook asks for a password again and again.", read.Description)
	resp, err := d.config.HTTP.Get(read.URL)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, 200, resp.StatusCode)
	d.NoViolations(t)
}

func TestAnUnknownStatusOfAnotherBoardIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	err := d.SetStatus(contract.Soon(t), "48190", "999")
	require.Equal(t, "InvalidObject InvalidReference status", provider.CodeOf(err))
	require.Equal(t, provider.Refused, contract.KindOf(t, err))
}

var _ ticket.Attacher = (*connectwise.Client)(nil)
