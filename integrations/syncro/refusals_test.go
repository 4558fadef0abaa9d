package syncro_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/syncro"
	"countersign/integrations/syncro/syncrotest"
)

const noPermission = `{"error":"Not authorized. Please ask account admin to update your group permissions."}`

func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what           string
		status         int
		body           string
		writing, doing provider.Kind // kinds after a write and after a question
		code           string
	}{
		{"blanks", 422, `{"success":false,"message":["Ana can't be blank"]}`, provider.Refused, provider.Refused, "http_422"},
		{"a record that is invalid", 422, `{"record":{"name":"Ana"},"errors":"Ana is not an email"}`, provider.Refused, provider.Refused, "http_422"},
		{"a sentence", 422, `{"error":"Ana required field"}`, provider.Refused, provider.Refused, "http_422"},
		{"a wrong token", 401, `{"error":"Not authorized"}`, provider.Unauthorized, provider.Unauthorized, "http_401"},
		{"a wrong token, without words", 401, ``, provider.Unauthorized, provider.Unauthorized, "http_401"},
		{"a wrong token in the words of a missing permission", 401, noPermission, provider.Unauthorized, provider.Unauthorized, "http_401"},
		{"a token that is forbidden", 403, `Ana`, provider.Refused, provider.Refused, "not_permitted"},
		{"nothing there", 404, `{"message":"Not found"}`, provider.Refused, provider.Refused, "http_404"},
		{"somebody else's page", 404, `<html>Ana`, provider.Unauthorized, provider.Unauthorized, "no_syncro"},
		{"a redirect", 302, ``, provider.Unauthorized, provider.Unauthorized, "no_syncro"},
		{"too many", 429, ``, provider.Throttled, provider.Throttled, "http_429"},
		{"an own 500", 500, `{"error":"Ana"}`, provider.Unavailable, provider.Unavailable, "http_500"},
		{"a page of a web server", 500, `<html>Ana`, provider.Ambiguous, provider.Unavailable, "http_500"},
		{"a gateway that gave up", 504, ``, provider.Ambiguous, provider.Unavailable, "http_504"},
		{"maintenance", 503, `<html>`, provider.Unavailable, provider.Unavailable, "http_503"},
		{"an answer that is none", 200, `<html>`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"an answer that was cut", 200, `{"ticket":{"id":7`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"an answer without an id", 200, `{}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"a row without an id", 200, `{"contacts":[{}],"ticket":{}}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
	} {
		client := answering(t, func(w http.ResponseWriter, r *http.Request) {
			if c.status == 403 && r.URL.Path == "/api/v1/me" {
				_, _ = w.Write([]byte(`{"user_id":1}`))
				return
			}
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		contract.Refuses(t, client, usual(), "Resolved", contract.Refusal{What: c.what, Reading: c.doing, Writing: c.writing, Code: c.code})
	}
}

func TestAMissingPermissionIsToldFromAWrongTokenByWhoWeAre(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.Fake.Deny(string(integration.EditTickets), true))
	err := d.SetStatus(contract.Soon(t), firstTicket, "Resolved")
	var denied *integration.Denied
	require.ErrorAs(t, err, &denied)
	require.Equal(t, integration.EditTickets, denied.Right)
	require.Equal(t, "The PSA does not let our member change tickets.", integration.Problem(err))
	require.Equal(t, "/api/v1/me", d.last(t).Path)
	d.NoViolations(t)
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for what, c := range map[string]struct {
		spoil    func(*syncro.Config)
		kind     provider.Kind
		sentence string
	}{
		"a wrong token":  {func(c *syncro.Config) { c.Key = "s3cret" }, provider.Unauthorized, "refuses the API token"},
		"a wrong server": {func(c *syncro.Config) { c.BaseURL = strings.TrimSuffix(c.BaseURL, "/syncro") + "/elsewhere" }, provider.Unauthorized, "does not answer as Syncro"},
		"no server":      {func(c *syncro.Config) { c.BaseURL = "http://127.0.0.1:1" }, provider.Unavailable, "cannot be reached"},
	} {
		err := d.client(t, c.spoil).Check(contract.Soon(t))
		require.ErrorContains(t, err, c.sentence, what)
		require.Equal(t, c.kind, contract.KindOf(t, err), what)
		require.Equal(t, 1, strings.Count(err.Error()+" ", ". "), "%s: %s", what, err)
		for _, secret := range []string{syncrotest.Key, "s3cret"} {
			require.NotContains(t, fmt.Sprintf("%v %+v", err, err), secret, what)
		}
	}
	for right, called := range syncro.Vendor.Rights {
		require.NoError(t, d.Fake.Deny(string(right), true))
		if err := d.Check(contract.Soon(t)); err != nil {
			require.ErrorContains(t, err, called)
			require.Equal(t, provider.Refused, contract.KindOf(t, err))
		}
		require.NoError(t, d.Fake.Deny(string(right), false))
	}
	require.ErrorContains(t, saying(t, `{}`).Check(contract.Soon(t)), "does not answer as Syncro")
	require.ErrorContains(t, answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
	}).Check(contract.Soon(t)), "refuses the connection (http_422)")
	require.NoError(t, d.Faults.Set(syncrotest.Name, fake.RateLimit, 1))
	require.ErrorContains(t, d.Check(contract.Soon(t)), "slow down")
}

func TestTheAddressMayBeCopiedWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, suffix := range []string{"/api/v1", "/api/v1/", "/"} {
		require.NoError(t, d.client(t, func(c *syncro.Config) { c.BaseURL += suffix }).Check(contract.Soon(t)), suffix)
	}
	d.NoViolations(t)
}

func TestWrongSettingsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	good := syncro.Config{BaseURL: "https://acme.syncromsp.com", Key: "s3cret"}
	_, err := syncro.New(good)
	require.NoError(t, err)
	for what, spoil := range map[string]func(*syncro.Config){
		"no token": func(c *syncro.Config) { c.Key = "" }, "a line": func(c *syncro.Config) { c.Key = "s3cret\r\nX: y" }, "no address": func(c *syncro.Config) { c.BaseURL = "" },
		"no scheme": func(c *syncro.Config) { c.BaseURL = "acme.syncromsp.com" }, "a user": func(c *syncro.Config) { c.BaseURL = "https://s3cret@host" },
		"a query": func(c *syncro.Config) { c.BaseURL = "https://host?x=s3cret" },
	} {
		cfg := good
		spoil(&cfg)
		_, err := syncro.New(cfg)
		require.Error(t, err, what)
		require.NotContains(t, err.Error(), "s3cret", what)
	}
}

func TestWhatCannotBeIsNotAskedFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Create(contract.Soon(t), ticket.New{Summary: "x"})
	require.Equal(t, "no_company", provider.CodeOf(err))
	for _, n := range []ticket.New{
		{CompanyID: "../1"}, {CompanyID: "1", ContactID: "x"}, {CompanyID: "1", Defaults: ticket.Defaults{"user": "Sam"}}, {Defaults: ticket.Defaults{ticket.FieldCompany: "Catchall"}},
	} {
		_, err := d.Create(contract.Soon(t), n)
		require.Equal(t, "bad_id", provider.CodeOf(err))
	}
	_, err = d.Tickets(contract.Soon(t), ticket.Query{ContactID: "x"})
	require.Equal(t, "bad_id", provider.CodeOf(err))
	require.Equal(t, "no_status", provider.CodeOf(d.SetStatus(contract.Soon(t), "1", "")))
	_, _, err = d.FindNote(contract.Soon(t), "1", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	for _, id := range []string{"", "0", "-1", "01", "9999999999999999", "1/comments", "ana"} {
		_, err := d.Ticket(contract.Soon(t), id)
		require.ErrorIs(t, err, ticket.ErrNotFound, id)
		require.ErrorIs(t, d.Delete(contract.Soon(t), id), ticket.ErrNotFound, id)
	}
	require.Empty(t, d.Journal.Requests(""))
}

func TestANoteThatIsNotAmongThousandsProvesNothing(t *testing.T) {
	t.Parallel()
	_, found, err := saying(t, `{"comments":[{"id":7,"body":"another"}],"meta":{"total_pages":900,"page":1}}`).FindNote(contract.Soon(t), "1", "CS-1")
	require.False(t, found)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	_, _, err = saying(t, `{}`).FindNote(contract.Soon(t), "1", "CS-1")
	require.Equal(t, "unreadable_answer", provider.CodeOf(err), "no list is not an empty one")
}
