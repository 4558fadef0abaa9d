package connectwise_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestCheckSaysWhatIsWrongInOneSentence(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.Check(contract.Soon(t)))
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Welcome</html>")) }))
	t.Cleanup(elsewhere.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for what, c := range map[string]struct {
		spoil    func(*connectwise.Config)
		kind     provider.Kind
		sentence string
	}{
		"company":     {func(c *connectwise.Config) { c.Company = "nobody" }, provider.Unauthorized, `knows no company "nobody"`},
		"public key":  {func(c *connectwise.Config) { c.PublicKey = "other" }, provider.Unauthorized, "refuses the keys or the client id"},
		"private key": {func(c *connectwise.Config) { c.PrivateKey = "other" }, provider.Unauthorized, "refuses the keys or the client id"},
		"client id":   {func(c *connectwise.Config) { c.ClientID = "other" }, provider.Unauthorized, "refuses the keys or the client id"},
		"elsewhere":   {func(c *connectwise.Config) { c.BaseURL = elsewhere.URL }, provider.Unauthorized, "does not answer as ConnectWise PSA does"},
		"nothing":     {func(c *connectwise.Config) { c.BaseURL = closed.URL }, provider.Unavailable, "cannot be reached"},
	} {
		err := d.client(t, c.spoil).Check(contract.Soon(t))
		require.ErrorContains(t, err, c.sentence, what)
		require.Equal(t, c.kind, contract.KindOf(t, err), what)
		require.Equal(t, 1, strings.Count(err.Error()+" ", ". "), "%s: %s", what, err)
		for _, secret := range []string{connectwisetest.PublicKey, connectwisetest.PrivateKey, connectwisetest.ClientID} {
			require.NotContains(t, fmt.Sprintf("%v %+v", err, err), secret, what)
		}
	}
	d.NoViolations(t)

	d.Fault(t, fake.RateLimit, "/company/companies?", 1)
	err := d.Check(contract.Soon(t))
	require.ErrorContains(t, err, "slow down")
	require.Equal(t, time.Second, provider.RetryAfter(err))
	d.Fault(t, fake.Down, "", 0)
	require.ErrorContains(t, d.Check(contract.Soon(t)), "cannot be reached")
}

func TestAMissingRightIsNamed(t *testing.T) {
	t.Parallel()
	for path, right := range map[string]string{
		"/company/companies": "Company Maintenance: Inquire", "/company/contacts": "Contacts: Inquire", "/service/tickets": "Service Tickets: Inquire",
		"/service/boards": "Table Setup: Inquire",
	} {
		server := answering(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, path) {
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(`{"code":"Forbidden","message":"You do not have access."}`))
				return
			}
			_, _ = w.Write([]byte(`[]`))
		})
		err := server.Check(contract.Soon(t))
		require.ErrorContains(t, err, right)
		require.Regexp(t, `^The API member lacks a right; .*\.$`, err.Error())
		require.Equal(t, provider.Refused, contract.KindOf(t, err))
	}
}

// answering is a client before a server that tells its codebase and answers the rest as told.
func answering(t *testing.T, handle http.HandlerFunc) *connectwise.Client {
	t.Helper()
	url, client := contract.Serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/login/companyinfo/") {
			_, _ = w.Write([]byte(`{"Codebase":"v2026_4/"}`))
			return
		}
		handle(w, r)
	})
	return contract.Open(t, connectwise.New, connectwise.Config{BaseURL: url, Company: "acme", PublicKey: "public", PrivateKey: "private", ClientID: "client", HTTP: client})
}

func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	const own = `{"code":"InvalidObject","message":"Ana Torres is invalid","errors":[{"code":"MissingRequiredField","message":"Ana","resource":"ticket","field":"summary"}]}`
	for _, c := range []struct {
		what           string
		status         int
		body           string
		writing, doing provider.Kind // kinds after a write and after a question
		code           string
	}{
		{"an invalid object", 400, own, provider.Refused, provider.Refused, "InvalidObject MissingRequiredField summary"},
		{"a conflict", 409, `{"code":"ObjectExists","message":"x","errors":null}`, provider.Refused, provider.Refused, "ObjectExists"},
		{"wrong keys", 401, `{"code":"ConnectWiseApi","message":"UserNotAuthenticated"}`, provider.Unauthorized, provider.Unauthorized, "ConnectWiseApi"},
		{"no right", 403, `{"code":"Forbidden","message":"x"}`, provider.Refused, provider.Refused, "Forbidden"},
		{"an own 500", 500, `{"code":"InternalServerError","message":"x"}`, provider.Unavailable, provider.Unavailable, "InternalServerError"},
		{"a timeout of its database", 500, `{"code":"ConnectWiseApi","message":"Execution Timeout Expired."}`, provider.Ambiguous, provider.Unavailable, "ConnectWiseApi"},
		{"a page of a web server", 500, `<html>oops</html>`, provider.Ambiguous, provider.Unavailable, "http_500"},
		{"a gateway that gave up", 504, ``, provider.Ambiguous, provider.Unavailable, "http_504"},
		{"maintenance", 503, `<html>`, provider.Unavailable, provider.Unavailable, "http_503"},
		{"a code that is none", 400, `{"code":"+1 415 555 0134","message":"x"}`, provider.Refused, provider.Refused, "http_400"},
		{"a redirect", 302, ``, provider.Unavailable, provider.Unavailable, "http_302"},
		{"an answer that is none", 200, `<html>`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"an answer without an id", 200, `{}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
	} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		_, err := client.AddNote(contract.Soon(t), "1", ticket.Note{Text: "x"})
		require.Equal(t, c.writing, contract.KindOf(t, err), c.what)
		require.Equal(t, c.code, provider.CodeOf(err), c.what)
		_, err = client.Create(contract.Soon(t), ticket.New{Summary: "x", CompanyID: "2"})
		require.Equal(t, c.writing, contract.KindOf(t, err), c.what)
		_, err = client.Attach(contract.Soon(t), "1", ticket.Attachment{Name: "x"})
		require.Equal(t, c.writing, contract.KindOf(t, err), c.what)
		_, err = client.Ticket(contract.Soon(t), "1")
		require.Equal(t, c.doing, contract.KindOf(t, err), c.what)
		require.NotContains(t, err.Error(), "Ana", "what is quoted may be a person")
	}
}

func TestRetryAfterIsReadAsSecondsAndAsADate(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, "": 10 * time.Second, "soon": 10 * time.Second, "-1": 10 * time.Second, time.Now().Add(time.Minute).UTC().Format(http.TimeFormat): time.Minute,
	} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, err := client.Tickets(contract.Soon(t), ticket.Query{})
		require.Equal(t, provider.Throttled, contract.KindOf(t, err))
		require.InDelta(t, want, provider.RetryAfter(err), float64(2*time.Second), header)
	}
}

func TestATicketThatIsNotThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, id := range []string{"999", "", "0", "-1", "01", "9999999999", "48190/notes", "ana"} {
		_, err := d.Ticket(contract.Soon(t), id)
		require.ErrorIs(t, err, ticket.ErrNotFound, id)
		require.Equal(t, provider.Refused, contract.KindOf(t, err), "asking again would not help")
		_, err = d.AddNote(contract.Soon(t), id, ticket.Note{Text: "x"})
		require.ErrorIs(t, err, ticket.ErrNotFound, id)
		_, _, err = d.FindNote(contract.Soon(t), id, "CS-1")
		require.ErrorIs(t, err, ticket.ErrNotFound, id)
		require.ErrorIs(t, d.SetStatus(contract.Soon(t), id, "12"), ticket.ErrNotFound, id)
		_, err = d.Attach(contract.Soon(t), id, ticket.Attachment{Name: "x"})
		require.ErrorIs(t, err, ticket.ErrNotFound, id)
		_, found, err := d.FindAttachment(contract.Soon(t), id, "CS-1")
		require.False(t, found)
		require.True(t, err == nil && id == "999" || err != nil, id)
	}
	d.NoViolations(t)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	note := ticket.Note{Reference: "CS-1", Text: "x"}
	write := func(mode fake.Mode) error {
		d.Fault(t, mode, "/notes", 1)
		_, err := d.AddNote(contract.Soon(t), id, note)
		return err
	}
	require.Equal(t, provider.Refused, contract.KindOf(t, write(fake.Refuse)))
	require.Equal(t, provider.Throttled, contract.KindOf(t, write(fake.RateLimit)))
	require.Equal(t, provider.Unavailable, contract.KindOf(t, write(fake.Down)))
	require.Empty(t, d.written(t, id).Notes)
	require.NoError(t, write(fake.Slow))

	d.Fault(t, fake.Timeout, "/notes", 1)
	hasty := d.client(t, func(c *connectwise.Config) {
		c.HTTP = &http.Client{Transport: c.HTTP.Transport, Timeout: 50 * time.Millisecond}
	})
	_, err := hasty.AddNote(contract.Soon(t), id, note)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	require.Len(t, d.written(t, id).Notes, 1)

	d.Fault(t, fake.Down, "", 0)
	for range 5 {
		_, err := d.Ticket(contract.Soon(t), id)
		require.Equal(t, provider.Unavailable, contract.KindOf(t, err))
	}
	d.Faults.Clear()
	_, err = d.Ticket(contract.Soon(t), id)
	require.NoError(t, err)
	d.NoViolations(t)
}

func TestLostAnswersAreFoundAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Fault(t, fake.AcceptThenDrop, "CS-LOST01", 1)
	_, err := d.Create(contract.Soon(t), ticket.New{Reference: "CS-LOST01", Summary: "x", CompanyID: "2"})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	found, ok, err := d.FindTicket(contract.Soon(t), "CS-LOST01")
	require.NoError(t, err)
	require.True(t, ok)

	d.Fault(t, fake.AcceptThenDrop, "CS-LOST02", 1)
	_, err = d.AddNote(contract.Soon(t), found.ID, ticket.Note{Reference: "CS-LOST02", Text: "x"})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	note, ok, err := d.FindNote(contract.Soon(t), found.ID, "CS-LOST02")
	require.NoError(t, err)
	require.True(t, ok)
	require.NotEmpty(t, note)

	d.Fault(t, fake.AcceptThenDrop, "CS-LOST03", 1)
	_, err = d.Attach(contract.Soon(t), found.ID, ticket.Attachment{Reference: "CS-LOST03", Name: "photo.jpg", Bytes: []byte("x")})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	file, ok, err := d.FindAttachment(contract.Soon(t), found.ID, "CS-LOST03")
	require.NoError(t, err)
	require.True(t, ok)
	require.NotEmpty(t, file)

	for _, mode := range []fake.Mode{fake.AcceptThenDrop, fake.Down} {
		d.Fault(t, mode, "/notes?", 2) // a question that met a closed connection is asked once more by itself
		_, ok, err = d.FindNote(contract.Soon(t), found.ID, "CS-LOST02")
		require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "a question can be asked again")
		require.False(t, ok)
		d.Faults.Clear()
	}
	_, ok, err = d.FindTicket(contract.Soon(t), "CS-NEVER1")
	require.NoError(t, err)
	require.False(t, ok)
	d.NoViolations(t)
}

func TestNothingIsLookedForWithoutAReference(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, _, err := d.FindTicket(contract.Soon(t), "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, _, err = d.FindNote(contract.Soon(t), "48190", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, _, err = d.FindAttachment(contract.Soon(t), "48190", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
}

func TestAServerThatDoesNotFilterProvesNothing(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"id":7,"externalXRef":"other"}]`))
	})
	_, found, err := client.FindTicket(contract.Soon(t), "CS-1")
	require.False(t, found)
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
}

func TestAMovedCodebaseIsFollowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	d.Fake.Release("v2027_1/")
	_, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-1", Text: "x"})
	require.NoError(t, err)
	require.Len(t, d.written(t, id).Notes, 1)
	asked := 0
	for _, request := range d.Journal.Requests("") {
		if strings.Contains(request.Path, "/login/companyinfo/") {
			asked++
			require.Empty(t, request.Headers.Get("Authorization"), "the codebase is told without keys")
		}
	}
	require.Equal(t, 2, asked, "once at first, once after the 404")
	d.NoViolations(t)
}

func TestAForeignCodebaseIsRefused(t *testing.T) {
	t.Parallel()
	for _, codebase := range []string{"", "v2026_4", "../", "v1/../../", "v1@evil.example/", "//evil.example/", "v" + strings.Repeat("1", 60) + "/"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			require.Empty(t, r.Header.Get("Authorization"))
			_, _ = fmt.Fprintf(w, `{"Codebase":%q}`, codebase)
		}))
		transport := &http.Transport{}
		client, err := connectwise.New(connectwise.Config{BaseURL: server.URL, Company: "a", PublicKey: "b", PrivateKey: "c", ClientID: "d", HTTP: &http.Client{Transport: transport}})
		require.NoError(t, err)
		_, err = client.Ticket(contract.Soon(t), "1")
		require.Equal(t, "no_connectwise", provider.CodeOf(err), codebase)
		require.Equal(t, provider.Unauthorized, contract.KindOf(t, err), "a server that was moved loses no note")
		transport.CloseIdleConnections()
		server.Close()
	}
}

func TestARedirectIsNeverFollowed(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(elsewhere.Close)
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	_, err := client.AddNote(contract.Soon(t), "1", ticket.Note{Text: "x"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "the note is tried again")
	require.False(t, reached.Load())
}

func TestAnEndedContextEndsTheCall(t *testing.T) {
	t.Parallel()
	entered := make(chan struct{})
	client := answering(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server would not see the client go
		close(entered)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(contract.Soon(t))
	go func() { <-entered; cancel() }()
	_, err := client.AddNote(ctx, "1", ticket.Note{Text: "x"})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err), "it was sent")
	_, err = client.AddNote(ctx, "1", ticket.Note{Text: "x"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err), "it was not")
}

func TestAnEndlessAnswerIsNotRead(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		for chunk := []byte(strings.Repeat(" ", 1<<20)); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := client.Tickets(contract.Soon(t), ticket.Query{})
	require.Equal(t, "unreadable_answer", provider.CodeOf(err))
}

func TestWrongSettingsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	good := connectwise.Config{Company: "acme", PublicKey: "public", PrivateKey: "s3cret", ClientID: "client"}
	_, err := connectwise.New(good)
	require.NoError(t, err)
	for what, spoil := range map[string]func(*connectwise.Config){
		"no company": func(c *connectwise.Config) { c.Company = "" }, "a plus": func(c *connectwise.Config) { c.Company = "a+b" },
		"a slash": func(c *connectwise.Config) { c.Company = "../x" }, "no public": func(c *connectwise.Config) { c.PublicKey = "" },
		"a colon": func(c *connectwise.Config) { c.PublicKey = "s3cret:x" }, "a space": func(c *connectwise.Config) { c.PrivateKey = "s3cret " },
		"a line": func(c *connectwise.Config) { c.ClientID = "s3cret\r\nX: y" }, "no scheme": func(c *connectwise.Config) { c.BaseURL = "na.myconnectwise.net" },
		"a user": func(c *connectwise.Config) { c.BaseURL = "https://s3cret@host" }, "a query": func(c *connectwise.Config) { c.BaseURL = "https://host?x=s3cret" },
		"a file": func(c *connectwise.Config) { c.BaseURL = "file:///etc/passwd" },
	} {
		cfg := good
		spoil(&cfg)
		_, err := connectwise.New(cfg)
		require.Error(t, err, what)
		require.NotContains(t, err.Error(), "s3cret", what)
	}
}

func TestAServerThatHangsUpBeforeItHears(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	client, err := connectwise.New(connectwise.Config{BaseURL: "http://" + address, Company: "a", PublicKey: "b", PrivateKey: "c", ClientID: "d"})
	require.NoError(t, err)
	_, err = client.AddNote(contract.Soon(t), "1", ticket.Note{Text: "x"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err))
	require.Equal(t, "no_connection", provider.CodeOf(err))
}
