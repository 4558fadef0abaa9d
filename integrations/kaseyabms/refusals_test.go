package kaseyabms_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/fake"
	"countersign/integrations/kaseyabms"
	"countersign/integrations/kaseyabms/kaseyabmstest"
)

// TestEveryRefusalHasItsKind lets every way of saying no meet a question and a write. Most of them come with 200.
func TestEveryRefusalHasItsKind(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	note := ticket.Note{Reference: "CS-BBBBBBBBBB", Text: "Verified."}
	_, err := r.client.AddNote(t.Context(), made.ID, note)
	require.NoError(t, err) // signed in, and the type of notes is known
	no := func(code string) string {
		return `{"success":false,"error":{"code":` + code + `,"message":"Ana Silva ana@harbor.example +14155550142"},"result":null}`
	}
	for _, one := range []struct {
		status         int
		body           string
		asked, written provider.Kind
		code           string
		missing        bool
		denied         bool
	}{
		{status: 200, body: no("1001"), asked: provider.Refused, written: provider.Refused, code: "1001"},
		{status: 200, body: no("0"), asked: provider.Refused, written: provider.Refused, code: "no_reason"},
		{status: 200, body: no("null"), asked: provider.Refused, written: provider.Refused, code: "no_reason"},
		{status: 200, body: no("14155550142"), asked: provider.Refused, written: provider.Refused, code: "no_reason"},
		{status: 200, body: `{"Success":false,"Error":{"Code":1001}}`, asked: provider.Refused, written: provider.Refused, code: "1001"},
		{status: 200, body: `{"success":false,"error":"Ana Silva"}`, asked: provider.Refused, written: provider.Refused, code: "no_reason"},
		{status: 200, body: no("401"), asked: provider.Unauthorized, written: provider.Unauthorized, code: "401"},
		{status: 200, body: no("403"), asked: provider.Refused, written: provider.Refused, code: "403", denied: true},
		{status: 200, body: no(`"403"`), asked: provider.Refused, written: provider.Refused, code: "403", denied: true},
		{status: 200, body: no("404"), asked: provider.Refused, written: provider.Refused, code: "404", missing: true},
		{status: 200, body: no("429"), asked: provider.Throttled, written: provider.Throttled, code: "429"},
		{status: 200, body: no("500"), asked: provider.Unavailable, written: provider.Ambiguous, code: "500"},
		{status: 200, body: no("503"), asked: provider.Unavailable, written: provider.Unavailable, code: "503"},
		{status: 400, body: no("404"), asked: provider.Refused, written: provider.Refused, code: "404", missing: true},
		{status: 400, body: `{"errors":{"Title":["Ana Silva"]}}`, asked: provider.Refused, written: provider.Refused, code: "http_400"},
		{status: 401, asked: provider.Unauthorized, written: provider.Unauthorized, code: "http_401"},
		{status: 403, asked: provider.Refused, written: provider.Refused, code: "http_403", denied: true},
		{status: 404, body: "<html>", asked: provider.Refused, written: provider.Refused, code: "http_404", missing: true},
		{status: 429, asked: provider.Throttled, written: provider.Throttled, code: "http_429"},
		{status: 500, body: no("500"), asked: provider.Unavailable, written: provider.Ambiguous, code: "500"},
		{status: 502, body: "<html>", asked: provider.Unavailable, written: provider.Ambiguous, code: "http_502"},
		{status: 503, body: "<html>", asked: provider.Unavailable, written: provider.Unavailable, code: "http_503"},
		{status: 307, asked: provider.Unavailable, written: provider.Unavailable, code: "http_307"},
		{status: 200, body: `{"success":true,"result":{"id":50`, asked: provider.Unavailable, written: provider.Ambiguous, code: "unreadable_answer"},
		{status: 200, body: `{"success":true,"result":{"id":"Ana"}}`, asked: provider.Unavailable, written: provider.Ambiguous, code: "unreadable_answer"},
		{status: 200, body: `{"id":500001}`, asked: provider.Unavailable, written: provider.Ambiguous, code: "unreadable_answer"},
		{status: 200, body: "", asked: provider.Unavailable, written: provider.Ambiguous, code: "unreadable_answer"},
	} {
		answer := func(w http.ResponseWriter, req *http.Request) bool {
			if strings.HasSuffix(req.URL.Path, signIn) {
				return false
			}
			w.Header().Set("Location", "https://evil.example/")
			w.WriteHeader(one.status)
			_, _ = w.Write([]byte(one.body))
			return true
		}
		r.Instead(answer)
		_, asked := r.client.Ticket(t.Context(), made.ID)
		_, written := r.client.AddNote(t.Context(), made.ID, note)
		for _, err := range []error{asked, written} {
			require.Error(t, err)
			require.Equal(t, one.code, provider.CodeOf(err), one)
			require.Equal(t, one.missing, errors.Is(err, ticket.ErrNotFound), one)
			_, denied := errors.AsType[*integration.Denied](err)
			require.Equal(t, one.denied, denied, one)
			require.NotContains(t, err.Error(), "Ana")
			require.NotContains(t, err.Error(), "5550142")
		}
		require.Equal(t, one.asked, provider.KindOf(asked), one)
		require.Equal(t, one.written, provider.KindOf(written), one)
	}
}

func TestASuccessWithoutAResult(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	r.answers("/tickets/"+made.ID, `{"success":true,"error":null,"result":null}`)
	_, err := r.client.Ticket(t.Context(), made.ID)
	require.ErrorIs(t, err, ticket.ErrNotFound)
	r.answers("/notes", `{"success":true,"error":null,"result":null}`)
	_, err = r.client.AddNote(t.Context(), made.ID, ticket.Note{Reference: "CS-BBBBBBBBBB", Text: "x"})
	require.Equal(t, provider.Ambiguous, provider.KindOf(err), "a note without an id may have been written")
	r.answers("/contacts/summary", `{"Success":true,"TotalRecords":1,"Result":[{"Id":20001,"FirstName":"Ana","Phones":[{"Phone":" 1 ","PhoneType":"Mobile"}]}]}`)
	found, err := r.client.Contacts(t.Context(), directory.Position{})
	require.NoError(t, err, "in capitals as in small letters")
	require.Equal(t, []directory.Contact{{ID: r.ana, Name: "Ana", Mobile: "1"}}, found.Rows)
}

func TestAnEndpointThatIsAskedTooOften(t *testing.T) {
	t.Parallel()
	r := newRoom(t, func(cfg *kaseyabmstest.Config) { cfg.PerHour = 3 })
	for range 3 {
		_, err := r.client.Companies(t.Context(), directory.Position{})
		require.NoError(t, err)
	}
	_, err := r.client.Companies(t.Context(), directory.Position{})
	require.Equal(t, provider.Throttled, provider.KindOf(err))
	require.Equal(t, time.Minute, provider.RetryAfter(err))
	_, err = r.client.Contacts(t.Context(), directory.Position{})
	require.NoError(t, err, "the limit is each endpoint's own")
	r.clock.moves(time.Hour)
	_, err = r.client.Companies(t.Context(), directory.Position{})
	require.NoError(t, err)
}

func TestASearchThatIsNotOne(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.makes("A call")
	unfiltered := func(w http.ResponseWriter, req *http.Request) bool {
		query := req.URL.Query()
		for name := range query {
			if strings.HasPrefix(name, "Filter.") {
				query.Del(name)
			}
		}
		req.URL.RawQuery = query.Encode()
		return false
	}
	r.Instead(unfiltered)
	_, _, err := r.client.FindTicket(t.Context(), "CS-ZZZZZZZZZZ")
	require.Equal(t, provider.Ambiguous, provider.KindOf(err), "a server that does not filter does not tell that there is none")
	_, found, err := r.client.FindTicket(t.Context(), "CS-AAAAAAAAAA")
	require.NoError(t, err)
	require.True(t, found)
	tickets, err := r.client.Tickets(t.Context(), ticket.Query{ContactID: "20099", Limit: 5})
	require.NoError(t, err)
	require.Empty(t, tickets)
}

func TestAServerThatDoesNotSort(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	first, second := r.makes("First call"), r.makes("Second call")
	refuses := func(w http.ResponseWriter, req *http.Request) bool {
		if !req.URL.Query().Has("Sort") {
			return false
		}
		_, _ = w.Write([]byte(`{"success":false,"error":{"code":1003}}`))
		return true
	}
	r.Instead(refuses)
	before := r.asked("/servicedesk/tickets")
	for range 2 {
		found, err := r.client.Tickets(t.Context(), ticket.Query{Limit: 5})
		require.NoError(t, err)
		require.Equal(t, []string{second.ID, first.ID}, []string{found[0].ID, found[1].ID})
	}
	require.Equal(t, before+2, r.asked("/servicedesk/tickets"))
}

func TestPagesThatDoNotAddUp(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for _, body := range []string{`{"success":true,"result":[],"totalRecords":7}`, `{"success":true,"result":null,"totalRecords":1}`} {
		r.answers("/contacts/summary", body)
		_, err := r.client.Contacts(t.Context(), directory.Position{})
		require.Equal(t, provider.Unavailable, provider.KindOf(err), "people who are counted and not shown are not gone")
		require.Equal(t, "unexpected_pages", provider.CodeOf(err))
	}
}

func TestNotesOfAnEditorAreFound(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	r.answers("/notes", `{"success":true,"result":[{"id":7,"details":"<p>Verified &amp; done.<br/>\nCS-BBBBBBBBBB</p>"},{"id":8,"details":"CS-BBBBBBBBBB said"}]}`)
	id, found, err := r.client.FindNote(t.Context(), made.ID, "CS-BBBBBBBBBB")
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, "7", id)
	_, found, err = r.client.FindNote(t.Context(), made.ID, "CS-BBBBBBBBB")
	require.NoError(t, err)
	require.False(t, found)
}

func TestNotesBeyondAPageAreFound(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	made := r.makes("A call")
	for i := range 130 {
		_, err := r.client.AddNote(t.Context(), made.ID, ticket.Note{Reference: fmt.Sprintf("CS-%010d", i), Text: "x"})
		require.NoError(t, err)
	}
	_, found, err := r.client.FindNote(t.Context(), made.ID, "CS-0000000129")
	require.NoError(t, err)
	require.True(t, found)
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Log in</html>")) }))
	t.Cleanup(page.Close)
	good := kaseyabms.Config{BaseURL: r.URL, Tenant: kaseyabmstest.Tenant, UserName: kaseyabmstest.UserName, Password: kaseyabmstest.Password, Now: r.clock.now}
	for _, one := range []struct {
		change func(*kaseyabms.Config)
		says   string
		kind   provider.Kind
	}{
		{func(c *kaseyabms.Config) { c.BaseURL += "/v2/" }, "", ""},
		{func(c *kaseyabms.Config) { c.Tenant = "Another MSP" }, "as in My Settings", provider.Unauthorized},
		{func(c *kaseyabms.Config) { c.Password = "wrong" }, "refuses to sign in", provider.Unauthorized},
		{func(c *kaseyabms.Config) { c.BaseURL = page.URL }, `begins with "api."`, provider.Unauthorized},
		{func(c *kaseyabms.Config) { c.BaseURL = "http://127.0.0.1:1" }, "cannot be reached", provider.Unavailable},
	} {
		cfg := good
		one.change(&cfg)
		client, err := kaseyabms.New(cfg)
		require.NoError(t, err)
		err = client.Check(t.Context())
		if one.says == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, one.says)
		require.Equal(t, one.kind, provider.KindOf(err))
	}
	require.NoError(t, r.Faults.Set(kaseyabmstest.Name, fake.RateLimit, 1))
	require.ErrorContains(t, r.client.Check(t.Context()), "slow down")
	r.answers("/userinfo", `{"success":true,"result":{}}`)
	require.ErrorContains(t, r.client.Check(t.Context()), "does not answer as Kaseya BMS's API does")
}

func TestSettingsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, address := range kaseyabms.Vendor.Address.Choices {
		_, err := kaseyabms.New(kaseyabms.Config{BaseURL: address, Tenant: "A & B", UserName: "a@b.example", Password: "p w"})
		require.NoError(t, err)
	}
	for _, cfg := range []kaseyabms.Config{
		{UserName: "u", Password: "p"}, {Tenant: "t", Password: "p"}, {Tenant: "t", UserName: "u"}, {Tenant: "t", UserName: "u x", Password: "p"},
		{BaseURL: "ftp://x", Tenant: "t", UserName: "u", Password: "p"}, {BaseURL: "https://u:p@x", Tenant: "t", UserName: "u", Password: "p"},
	} {
		_, err := kaseyabms.New(cfg)
		require.Error(t, err)
	}
}
