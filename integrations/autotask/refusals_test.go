package autotask_test

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/autotask"
	"countersign/integrations/autotask/autotasktest"
)

// answering is a client whose zone answers everything but questions for the zone in one way.
func answering(t *testing.T, status int, header http.Header, body string) (client *autotask.Client, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	var base string
	base = serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/atservicesrest/v1.0/zoneInformation":
			_, _ = w.Write([]byte(`{"url":"` + base + `/ATServicesRest"}`))
		case "/ATServicesRest/V1.0/TicketNotes/entityInformation/fields":
			_, _ = w.Write([]byte(`{"fields":[{"name":"noteType","picklistValues":[{"value":"3","label":"Note","isActive":true,"sortOrder":1}]}]}`))
		default:
			asked.Add(1)
			for name := range header {
				w.Header().Set(name, header.Get(name))
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}))
	client, err := autotask.New(autotask.Config{BaseURL: base, UserName: "u", Secret: "s", IntegrationCode: "c", HTTP: &http.Client{Transport: closing{}}})
	require.NoError(t, err)
	return client, asked
}

func TestEveryRefusalHasItsKind(t *testing.T) {
	t.Parallel()
	in10 := http.Header{"Retry-After": {"10"}}
	for says, one := range map[string]struct {
		status        int
		header        http.Header
		body          string
		read, written provider.Kind
		code          string
		missing       bool
		denied        bool
		pause         time.Duration
	}{
		"a validation error is a 500": {status: 500, body: `{"errors":["Value does not exist for the required field queueID."]}`, read: provider.Refused, written: provider.Refused, code: "invalid queueID"},
		"so is a missing row":         {status: 500, body: `{"errors":["No matching records found for Ana Torres."]}`, read: provider.Refused, written: provider.Refused, code: "no_record", missing: true},
		"and a missing right":         {status: 500, body: `{"errors":["The logged in Resource does not have the adequate permissions to query this entity type."]}`, read: provider.Refused, written: provider.Refused, code: "permission", denied: true},
		"an empty 403":                {status: 403, read: provider.Refused, written: provider.Refused, code: "http_403", denied: true},
		"too many threads":            {status: 500, body: `{"errors":["Itgenatr005: the thread threshold of 3 was exceeded"]}`, read: provider.Throttled, written: provider.Throttled, code: "thread_limit", pause: 5 * time.Second},
		"too many in an hour":         {status: 500, body: `{"errors":["The request threshold has been exceeded."]}`, read: provider.Throttled, written: provider.Throttled, code: "request_limit", pause: time.Minute},
		"a plain 429":                 {status: 429, header: in10, read: provider.Throttled, written: provider.Throttled, code: "http_429", pause: 10 * time.Second},
		"a slow database":             {status: 500, body: `{"errors":["Execution Timeout Expired."]}`, read: provider.Unavailable, written: provider.Ambiguous, code: "timeout"},
		"a 500 of a proxy":            {status: 500, body: `<html>`, read: provider.Unavailable, written: provider.Ambiguous, code: "http_500"},
		"a gateway":                   {status: 502, body: `{"errors":["x"]}`, read: provider.Unavailable, written: provider.Ambiguous, code: "http_502"},
		"out of order":                {status: 503, read: provider.Unavailable, written: provider.Unavailable, code: "http_503"},
		"wrong credentials":           {status: 401, body: `{"errors":["Invalid."]}`, read: provider.Unauthorized, written: provider.Unauthorized, code: "http_401"},
		"an unknown sentence":         {status: 500, body: `{"errors":["Ana Torres +14155550134 will not do."]}`, read: provider.Unavailable, written: provider.Ambiguous, code: "http_500"},
		"trouble of its own":          {status: 500, body: `{"errors":["Object reference not set to an instance of an object."]}`, read: provider.Unavailable, written: provider.Ambiguous, code: "http_500"},
		"a complaint of no field":     {status: 500, body: `{"errors":["The value is not valid for this picklist."]}`, read: provider.Refused, written: provider.Refused, code: "http_500"},
		"a status that nobody lists":  {status: 418, read: provider.Unavailable, written: provider.Unavailable, code: "http_418"},
		"half an answer":              {status: 200, body: `{"item`, read: provider.Unavailable, written: provider.Ambiguous, code: "unreadable_answer"},
		"an answer without an id":     {status: 200, body: `{"item":{"id":7}}`, read: provider.Unavailable, written: provider.Ambiguous, code: "unreadable_answer"},
		"a redirect":                  {status: 302, header: http.Header{"Location": {"https://evil.example"}}, read: provider.Unavailable, written: provider.Unavailable, code: "http_302"},
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			client, asked := answering(t, one.status, one.header, one.body)
			_, read := client.Ticket(t.Context(), "201")
			require.Equal(t, int64(1), asked.Load(), "nothing is repeated")
			_, written := client.AddNote(t.Context(), "48190", ticket.Note{Reference: "CS-AAAAAAAAAA", Text: "x"})
			require.Equal(t, int64(2), asked.Load(), "nothing is repeated")
			for kind, err := range map[*provider.Kind]error{&one.read: read, &one.written: written} {
				require.Equal(t, *kind, provider.KindOf(err), err)
				require.Equal(t, one.code, provider.CodeOf(err))
				require.Equal(t, one.pause, provider.RetryAfter(err))
				require.NotContains(t, err.Error(), "Ana")
				if one.missing {
					require.ErrorIs(t, err, ticket.ErrNotFound)
				} else {
					require.NotErrorIs(t, err, ticket.ErrNotFound)
				}
			}
			for right, err := range map[integration.Right]error{integration.ReadTickets: read, integration.WriteNotes: written} {
				var denied *integration.Denied
				if one.denied {
					require.ErrorAs(t, err, &denied)
					require.Equal(t, right, denied.Right)
				}
			}
		})
	}
}

func TestBusyThreadsAreWaitedFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Ticket(t.Context(), strconv.Itoa(autotasktest.FirstTicket))
	require.NoError(t, err)
	d.Fake.Busy(1)
	_, err = d.Ticket(t.Context(), strconv.Itoa(autotasktest.FirstTicket))
	require.Equal(t, provider.Throttled, provider.KindOf(err), "the status does not matter")
	require.Positive(t, provider.RetryAfter(err))
	_, err = d.Ticket(t.Context(), strconv.Itoa(autotasktest.FirstTicket))
	require.NoError(t, err)
	d.NoViolations(t)
}

func TestWhatATicketCannotHaveIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for field, value := range map[string]string{
		ticket.FieldBoard: "6", ticket.FieldStatus: "19", ticket.FieldPriority: "99", ticket.FieldSource: "x", autotask.FieldDueHours: "soon", ticket.FieldType: "../1",
	} {
		n := newTicket("CS-AAAAAAAAAA")
		n.Defaults[field] = value
		_, err := d.Create(t.Context(), n)
		require.Equal(t, provider.Refused, provider.KindOf(err), field)
	}
	n := newTicket("CS-AAAAAAAAAA")
	n.Defaults[ticket.FieldType], n.Defaults[ticket.FieldSubtype] = "10", "140"
	_, err := d.Create(t.Context(), n)
	require.Equal(t, "invalid subIssueType", provider.CodeOf(err), "a sub-issue type of another issue type")
	n = newTicket("CS-AAAAAAAAAA")
	n.CompanyID = ""
	_, err = d.Create(t.Context(), n)
	require.Equal(t, provider.Refused, provider.KindOf(err))
	require.Equal(t, "no_company", provider.CodeOf(err))
	for _, status := range []string{"", "Nonsense", "19", "Customer Note Added (old)"} {
		require.Equal(t, provider.Refused, provider.KindOf(d.SetStatus(t.Context(), strconv.Itoa(autotasktest.FirstTicket), status)), status)
	}
	_, err = d.Choices(t.Context(), "nonsense", nil)
	require.Equal(t, provider.Refused, provider.KindOf(err))
	d.NoViolations(t)
}
