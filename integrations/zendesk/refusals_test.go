package zendesk_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/zendesk"
	"countersign/integrations/zendesk/zendesktest"
)

func TestEveryRefusalHasAKind(t *testing.T) {
	t.Parallel()
	const collision = `{"error":"DatabaseConflict","description":"Database collision"}`
	for what, c := range map[string]struct {
		status      int
		body        string
		read, write provider.Kind
		code        string
	}{
		"a wrong token":         {401, `{"error":"Couldn't authenticate you"}`, provider.Unauthorized, provider.Unauthorized, "http_401"},
		"a missing right":       {403, `{"error":{"title":"Forbidden","message":"Ask ana@x.example"}}`, provider.Refused, provider.Refused, "Forbidden"},
		"an unknown record":     {404, `{"error":"RecordNotFound","description":"Not found"}`, provider.Refused, provider.Refused, "RecordNotFound"},
		"no such account":       {404, `<html>No help desk at nosuch.zendesk.com</html>`, provider.Unauthorized, provider.Unauthorized, "no_zendesk"},
		"a moved account":       {301, ``, provider.Unauthorized, provider.Unauthorized, "no_zendesk"},
		"a bad query":           {400, `{"errors":[{"code":"InvalidPaginationParameter","title":"page[size] is wrong"}]}`, provider.Refused, provider.Refused, "InvalidPaginationParameter"},
		"a wrong field":         {422, `{"error":"RecordInvalid","description":"for ana@x.example","details":{"email":[{"description":"Ana has it","error":"DuplicateValue"}]}}`, provider.Refused, provider.Refused, "RecordInvalid email DuplicateValue"},
		"a wrong field, singly": {422, `{"error":"RecordInvalid","details":{"phone":{"description":"Phone 555 is wrong","error":"InvalidFormat"}}}`, provider.Refused, provider.Refused, "RecordInvalid phone InvalidFormat"},
		"a sentence":            {422, `{"error":"Ana Torres cannot do this","description":"x"}`, provider.Refused, provider.Refused, "http_422"},
		"two writes at once":    {409, collision, provider.Unavailable, provider.Unavailable, "DatabaseConflict"},
		"a conflict of others":  {409, `<html>`, provider.Refused, provider.Refused, "http_409"},
		"too many requests":     {429, `{"error":"APIRateLimitExceeded"}`, provider.Throttled, provider.Throttled, "APIRateLimitExceeded"},
		"its own failure":       {500, `{"error":"InternalError"}`, provider.Unavailable, provider.Unavailable, "InternalError"},
		"a gateway's failure":   {502, `<html>`, provider.Unavailable, provider.Ambiguous, "http_502"},
		"a gateway gave up":     {504, `{"error":"Timeout"}`, provider.Unavailable, provider.Ambiguous, "Timeout"},
		"maintenance":           {503, `<html>`, provider.Unavailable, provider.Unavailable, "http_503"},
		"half an answer":        {200, `{"ticket":{"id":1`, provider.Unavailable, provider.Ambiguous, "unreadable_answer"},
		"a page of HTML":        {200, `<html>`, provider.Unavailable, provider.Ambiguous, "unreadable_answer"},
		"nothing in it":         {200, `{}`, provider.Unavailable, provider.Ambiguous, "unreadable_answer"},
	} {
		client := answering(t, saying(c.status, c.body))
		_, err := client.Ticket(contract.Soon(t), "1")
		require.Equal(t, c.read, contract.KindOf(t, err), what)
		require.Equal(t, c.code, provider.CodeOf(err), what)
		require.Equal(t, c.code == "RecordNotFound", errors.Is(err, ticket.ErrNotFound), what)
		_, err = client.AddNote(contract.Soon(t), "1", ticket.Note{Reference: "CS-1", Text: "x"})
		require.Equal(t, c.write, contract.KindOf(t, err), what)
		_, err = client.Create(contract.Soon(t), ticket.New{Reference: "CS-1", Summary: "x"})
		require.Equal(t, c.write, contract.KindOf(t, err), what)
		require.NotContains(t, err.Error(), "ana", what)
		require.NotContains(t, err.Error(), "Ana", what)
	}
}

func TestThrottlingSaysHowLong(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]time.Duration{"93": 93 * time.Second, "": time.Minute, "soon": time.Minute} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			if said != "" {
				w.Header().Set("Retry-After", said)
			}
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, err := client.Ticket(contract.Soon(t), "1")
		require.Equal(t, want, provider.RetryAfter(err), said)
	}
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for says, answer := range map[string]http.HandlerFunc{
		"does not answer as a Zendesk account":  saying(http.StatusNotFound, "<html>"),
		"check the address":                     saying(http.StatusNotFound, `{"error":"InvalidEndpoint","description":"Not found"}`),
		"takes us for a stranger":               saying(http.StatusOK, `{"user":{"id":null,"name":"Anonymous user"}}`),
		"belongs to an end user":                saying(http.StatusOK, `{"user":{"id":7,"role":"end-user"}}`),
		"refuses the e-mail address or the tok": saying(http.StatusUnauthorized, `{"error":"Couldn't authenticate you"}`),
		"slow down":                             saying(http.StatusTooManyRequests, ``),
		"out of order":                          saying(http.StatusInternalServerError, ``),
		"look at the role":                      saying(http.StatusForbidden, `{"error":{"title":"Forbidden"}}`),
		"does not answer as":                    saying(http.StatusOK, `{"hello":"world"}`),
	} {
		err := answering(t, answer).Check(contract.Soon(t))
		var complaint *integration.Complaint
		require.ErrorAs(t, err, &complaint)
		require.Contains(t, complaint.Sentence, says)
	}
}

func TestARoleThatMayNotSeeTicketsIsNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, right := range []integration.Right{integration.ReadContacts, integration.ReadTickets} {
		require.NoError(t, d.Fake.Deny(string(right), true))
		require.ErrorContains(t, d.Check(contract.Soon(t)), zendesk.Vendor.Rights[right])
		require.NoError(t, d.Fake.Deny(string(right), false))
	}
	require.NoError(t, d.Fake.Deny(string(integration.EditTickets), true))
	id := d.open(t).ID
	_, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-1", Text: "x"})
	require.NoError(t, err, "an agent who may not edit a ticket may still comment")
	d.NoViolations(t)
}

func TestNothingIsLookedForWithoutAReference(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, _, err := d.FindTicket(contract.Soon(t), "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, _, err = d.FindNote(contract.Soon(t), "1", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
	_, _, err = d.FindAttachment(contract.Soon(t), "1", "")
	require.Equal(t, "no_reference", provider.CodeOf(err))
}

func TestWrongSettingsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	good := zendesk.Config{BaseURL: "https://acme.zendesk.com", Email: "desk@acme.example", Token: "s3cret"}
	_, err := zendesk.New(good)
	require.NoError(t, err)
	for what, spoil := range map[string]func(*zendesk.Config){
		"no address": func(c *zendesk.Config) { c.BaseURL = "" }, "only a name": func(c *zendesk.Config) { c.BaseURL = "acme" },
		"no scheme": func(c *zendesk.Config) { c.BaseURL = "acme.zendesk.com" }, "in clear": func(c *zendesk.Config) { c.BaseURL = "http://acme.zendesk.com" },
		"nobody's": func(c *zendesk.Config) { c.BaseURL = "https://www.zendesk.com" }, "the API": func(c *zendesk.Config) { c.BaseURL = "https://acme.zendesk.com/api/v2" },
		"the screens":       func(c *zendesk.Config) { c.BaseURL = "https://acme.zendesk.com/agent/dashboard" },
		"the API elsewhere": func(c *zendesk.Config) { c.BaseURL = "https://help.acme.example/api/v2/" },
		"a user":            func(c *zendesk.Config) { c.BaseURL = "https://s3cret@acme.zendesk.com" }, "a query": func(c *zendesk.Config) { c.BaseURL = "https://acme.zendesk.com?x=s3cret" },
		"no e-mail": func(c *zendesk.Config) { c.Email = "" }, "a name": func(c *zendesk.Config) { c.Email = "s3cret" }, "with /token": func(c *zendesk.Config) { c.Email = "s3cret@acme.example/token" },
		"a colon": func(c *zendesk.Config) { c.Email = "a@b:s3cret" }, "no token": func(c *zendesk.Config) { c.Token = "" }, "a space": func(c *zendesk.Config) { c.Token = "s3cret " },
		"a line": func(c *zendesk.Config) { c.Token = "s3cret\r\nX: y" }, "a label": func(c *zendesk.Config) { c.MobileField = "Mobile s3cret" },
		"a path": func(c *zendesk.Config) { c.MobileField = "../s3cret" },
	} {
		cfg := good
		spoil(&cfg)
		_, err := zendesk.New(cfg)
		require.Error(t, err, what)
		require.NotContains(t, err.Error(), "s3cret", what)
		require.True(t, strings.HasPrefix(err.Error(), "zendesk: "), what)
	}
	good.BaseURL = "https://acme.zendesk.com/"
	_, err = zendesk.New(good)
	require.NoError(t, err, "a slash at the end does no harm")
}

func TestANewTicketIsSentOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Ticket(contract.Soon(t), "1") // leaves a connection that the next request takes up, which is when net/http sends again by itself
	require.NoError(t, err)
	require.NoError(t, d.Faults.SetFor(zendesktest.Name, "CS-ONCE01", "accept_then_drop", 1))
	_, err = d.Create(contract.Soon(t), ticket.New{Reference: "CS-ONCE01", Summary: "x"})
	require.Equal(t, provider.Ambiguous, contract.KindOf(t, err))
	sent := 0
	for _, one := range d.Journal.Requests(zendesktest.Name) {
		if one.Method == http.MethodPost {
			sent++
		}
	}
	require.Equal(t, 1, sent)
	d.NoViolations(t)
}
