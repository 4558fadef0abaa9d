package halopsa_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/halopsa"
	"countersign/integrations/halopsa/halopsatest"
)

func TestTheAddressIsComplainedOfExactly(t *testing.T) {
	t.Parallel()
	const sentence = "The Resource Server URL must begin with https:// and have /api removed, such as https://acme.halopsa.com."
	for _, wrong := range []string{
		"", "acme.halopsa.com", "http://acme.halopsa.com", "https://acme.halopsa.com/api", "https://acme.halopsa.com/API/", "https://acme.halopsa.com/help/api", "ftp://acme.halopsa.com",
		"https://", "https://id:secret@acme.halopsa.com", "https://acme.halopsa.com?x=1", "http://127.0.0.1.evil.example", "http://10.0.0.1", "http://localhost.evil.example",
	} {
		_, err := halopsa.New(halopsa.Config{BaseURL: wrong, ClientID: "id", ClientSecret: "s3cret"})
		var complaint *integration.Complaint
		require.ErrorAs(t, err, &complaint, wrong)
		require.Equal(t, sentence, complaint.Sentence, wrong)
		require.Equal(t, provider.Unauthorized, contract.KindOf(t, err), wrong)
	}
	for _, right := range []string{"https://acme.halopsa.com", "HTTPS://acme.halopsa.com/", " https://desk.acme.example/halo ", "http://localhost:8080/halopsa", "http://127.0.0.1:1", "http://[::1]:1"} {
		_, err := halopsa.New(halopsa.Config{BaseURL: right, ClientID: "id", ClientSecret: "s3cret"})
		require.NoError(t, err, right)
	}
	for _, bad := range []halopsa.Config{{ClientSecret: "s3cret"}, {ClientID: "id"}, {ClientID: "i d", ClientSecret: "s3word"}, {ClientID: "id", ClientSecret: "s3\nword"}} {
		bad.BaseURL = "https://acme.halopsa.com"
		_, err := halopsa.New(bad)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "s3", "a secret is never repeated")
	}
}

func TestCheckSaysWhatIsWrongInOneSentence(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.Check(contract.Soon(t)))
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Welcome</html>")) }))
	t.Cleanup(elsewhere.Close)
	nobody := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(nobody.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for what, c := range map[string]struct {
		spoil    func(*halopsa.Config)
		kind     provider.Kind
		sentence string
	}{
		"client id":     {func(c *halopsa.Config) { c.ClientID = "other" }, provider.Unauthorized, "refuses the client id or the client secret"},
		"client secret": {func(c *halopsa.Config) { c.ClientSecret = "other" }, provider.Unauthorized, "refuses the client id or the client secret"},
		"elsewhere":     {func(c *halopsa.Config) { c.BaseURL = elsewhere.URL }, provider.Unauthorized, "does not answer as HaloPSA does"},
		"no such page":  {func(c *halopsa.Config) { c.BaseURL = nobody.URL }, provider.Unauthorized, "does not answer as HaloPSA does"},
		"nothing":       {func(c *halopsa.Config) { c.BaseURL = closed.URL }, provider.Unavailable, "cannot be reached"},
	} {
		err := d.client(t, c.spoil).Check(contract.Soon(t))
		require.ErrorContains(t, err, c.sentence, what)
		require.Equal(t, c.kind, contract.KindOf(t, err), what)
		require.Equal(t, 1, strings.Count(err.Error()+" ", ". "), "%s: %s", what, err)
		require.NotContains(t, fmt.Sprintf("%v %+v", err, err), halopsatest.ClientSecret, what)
	}
	d.NoViolations(t)
	require.NoError(t, d.Faults.SetFor(halopsatest.Name, "/api/Users", fake.RateLimit, 1))
	err := d.Check(contract.Soon(t))
	require.ErrorContains(t, err, "slow down")
	require.Equal(t, 5*time.Second, provider.RetryAfter(err))
	require.NoError(t, d.Faults.SetFor(halopsatest.Name, "/auth/token", fake.RateLimit, 1))
	require.Equal(t, provider.Throttled, contract.KindOf(t, d.client(t).Check(contract.Soon(t))), "where tokens are given one can be too fast as well")
}

func TestAMissingRightIsNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	require.NoError(t, d.Fake.Deny(string(integration.DeleteTickets), true))
	require.NoError(t, d.Check(contract.Soon(t)), "it is needed only while a ticket default is tried out")
	err := d.Delete(contract.Soon(t), id)
	var denied *integration.Denied
	require.ErrorAs(t, err, &denied)
	require.Equal(t, integration.DeleteTickets, denied.Right)
	require.Equal(t, "Can Delete Tickets", halopsa.Vendor.Rights[denied.Right])
	require.Equal(t, provider.Refused, contract.KindOf(t, err))
	require.NoError(t, d.Fake.Deny(string(integration.DeleteTickets), false))
	require.NoError(t, d.Delete(contract.Soon(t), id))
	require.True(t, d.Written(t, id).Deleted)
	for _, right := range []integration.Right{integration.ReadCompanies, integration.ReadTickets} {
		require.NoError(t, d.Fake.Deny(string(right), true))
		require.ErrorContains(t, d.Check(contract.Soon(t)), `"`+halopsa.Vendor.Rights[right]+`"`)
		require.NoError(t, d.Fake.Deny(string(right), false))
	}
	d.NoViolations(t)
}

func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what           string
		status         int
		body           string
		writing, doing provider.Kind // kinds after a write and after a question
		code           string
		denied         bool
	}{
		{"an exception", 400, `{"ClassName":"System.ArgumentException","Message":"Ana Torres is invalid","Data":null}`, provider.Refused, provider.Refused, "System.ArgumentException", false},
		{"a message", 400, `{"message":"Ana Torres is invalid"}`, provider.Refused, provider.Refused, "http_400", false},
		{"an error", 400, `{"error":"invalid_request","error_description":"Ana"}`, provider.Refused, provider.Refused, "invalid_request", false},
		{"an error that is a sentence", 400, `{"error":"Ana Torres"}`, provider.Refused, provider.Refused, "http_400", false},
		{"a result", 400, `{"resultCode":7,"errorMessage":"Ana Torres"}`, provider.Refused, provider.Refused, "result_7", false},
		{"plain text", 400, `Ana Torres is invalid`, provider.Refused, provider.Refused, "http_400", false},
		{"a string", 400, `"Ana Torres"`, provider.Refused, provider.Refused, "http_400", false},
		{"a name that is no class", 400, `{"ClassName":"Ana"}`, provider.Refused, provider.Refused, "http_400", false},
		{"a number that is no result", 400, `{"resultCode":"+14155550134"}`, provider.Refused, provider.Refused, "http_400", false},
		{"no right", 403, ``, provider.Refused, provider.Refused, "http_403", true},
		{"no right in words", 400, `{"ClassName":"System.Exception","Message":"You do not have permission to do this, Ana."}`, provider.Refused, provider.Refused, "System.Exception", true},
		{"no right in plain words", 400, `Access denied`, provider.Refused, provider.Refused, "http_400", true},
		{"an own 500", 500, `{"ClassName":"System.Exception","Message":"x"}`, provider.Ambiguous, provider.Unavailable, "System.Exception", false},
		{"a page of a web server", 500, `<html>oops</html>`, provider.Ambiguous, provider.Unavailable, "http_500", false},
		{"a gateway that gave up", 504, ``, provider.Ambiguous, provider.Unavailable, "http_504", false},
		{"maintenance", 503, `<html>`, provider.Unavailable, provider.Unavailable, "http_503", false},
		{"a redirect", 302, ``, provider.Unavailable, provider.Unavailable, "http_302", false},
		{"a token that is not taken", 401, `x`, provider.Unauthorized, provider.Unauthorized, "token_refused", false},
		{"an answer that is none", 200, `<html>`, provider.Ambiguous, provider.Unavailable, "unreadable_answer", false},
		{"half an answer", 200, `[{"id":7,"summ`, provider.Ambiguous, provider.Unavailable, "unreadable_answer", false},
		{"an answer without an id", 200, `{}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer", false},
	} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		var denied *integration.Denied
		_, err := client.AddNote(contract.Soon(t), "1", ticket.Note{Text: "x"})
		require.Equal(t, c.writing, contract.KindOf(t, err), c.what)
		require.Equal(t, c.code, provider.CodeOf(err), c.what)
		require.Equal(t, c.denied, errors.As(err, &denied), c.what)
		_, err = client.Create(contract.Soon(t), ticket.New{Summary: "x", CompanyID: "2"})
		require.Equal(t, c.writing, contract.KindOf(t, err), c.what)
		_, err = client.Attach(contract.Soon(t), "1", ticket.Attachment{Name: "x"})
		require.Equal(t, c.writing, contract.KindOf(t, err), c.what)
		_, err = client.Ticket(contract.Soon(t), "1")
		require.Equal(t, c.doing, contract.KindOf(t, err), c.what)
		require.NotContains(t, err.Error(), "Ana", "what is quoted may be a person")
	}
}

func TestWithoutRetryAfterFiveSecondsAreWaited(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{"": 5 * time.Second, "7": 7 * time.Second, "soon": 5 * time.Second} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, err := client.Tickets(contract.Soon(t), ticket.Query{})
		require.Equal(t, provider.Throttled, contract.KindOf(t, err))
		require.Equal(t, want, provider.RetryAfter(err), header)
	}
}

func TestLostAnswersAreFoundAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	require.NoError(t, d.Faults.SetFor(halopsatest.Name, "/api/Attachment", fake.AcceptThenDrop, 1))
	_, err := d.Attach(contract.Soon(t), id, ticket.Attachment{Reference: "CS-LOST03", Name: "photo.jpg", Bytes: []byte("x")})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	file, ok, err := d.FindAttachment(contract.Soon(t), id, "CS-LOST03")
	require.NoError(t, err)
	require.True(t, ok)
	require.NotEmpty(t, file)
	require.Equal(t, "photo CS-LOST03.jpg", d.Written(t, id).Files[0].Name)
	require.NoError(t, d.Faults.SetFor(halopsatest.Name, "/auth/token", fake.AcceptThenDrop, 10))
	d.Fake.Forget()
	_, err = d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-1", Text: "x"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "without a token nothing was written")
	require.Empty(t, d.Written(t, id).Notes)
	d.NoViolations(t)
}

func TestNothingIsLookedForWithoutAReference(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, _, err := d.FindTicket(contract.Soon(t), "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, _, err = d.FindNote(contract.Soon(t), "2190", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, _, err = d.FindAttachment(contract.Soon(t), "2190", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, err = d.Create(contract.Soon(t), ticket.New{Summary: "x"})
	require.Equal(t, "no_company", provider.CodeOf(err))
	_, err = d.Create(contract.Soon(t), ticket.New{Summary: "x", CompanyID: "Northwind"})
	require.Equal(t, "bad_id", provider.CodeOf(err))
}

func TestAListThatWasCutProvesNothing(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "Attachment") {
			_, _ = w.Write([]byte(`{"record_count":50,"attachments":[{"id":1,"filename":"x"}]}`))
			return
		}
		_, _ = w.Write([]byte(`{"record_count":2000,"actions":[{"id":1,"note":"x"}]}`))
	})
	_, found, err := client.FindNote(contract.Soon(t), "1", "CS-1")
	require.False(t, found)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	_, found, err = client.FindAttachment(contract.Soon(t), "1", "CS-1")
	require.False(t, found)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
}
