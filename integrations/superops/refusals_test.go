package superops_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
)

// said is an answer with one of SuperOps' codes.
func said(code string) string {
	return `{"data":null,"errors":[{"message":"Ana Torres is wrong","extensions":{"classification":"DataFetchingException","clientError":[{"code":"` + code + `","param":{"attributes":["Ana"]}}]}}]}`
}

func TestAnswersAreClassified(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what           string
		status         int
		body           string
		writing, doing provider.Kind // kinds after a write and after a question
		code           string
	}{
		{"a limit, with status 200", 200, said("rate_limit_exceeded"), provider.Throttled, provider.Throttled, "rate_limit_exceeded"},
		{"a limit with its own status", 429, ``, provider.Throttled, provider.Throttled, "http_429"},
		{"no right", 200, said("forbidden"), provider.Refused, provider.Refused, "forbidden"},
		{"an unknown value", 200, said("referred_value_does_not_exist"), provider.Refused, provider.Refused, "referred_value_does_not_exist"},
		{"a missing value", 200, said("mandatory_validation_failed"), provider.Refused, provider.Refused, "mandatory_validation_failed"},
		{"a code of tomorrow", 200, said("moon_in_the_wrong_house"), provider.Refused, provider.Refused, "moon_in_the_wrong_house"},
		{"nothing there", 200, said("entity_does_not_exist"), provider.Refused, provider.Refused, "entity_does_not_exist"},
		{"a subscription that is over", 200, said("subscription_trial_expired"), provider.Unauthorized, provider.Unauthorized, "subscription_trial_expired"},
		{"a code that is none", 200, said("+1 415 555 0134"), provider.Ambiguous, provider.Unavailable, "failed"},
		{"a failure in the middle", 200, `{"data":null,"errors":[{"message":"Ana"}]}`, provider.Ambiguous, provider.Unavailable, "failed"},
		{"a document it does not know", 200, `{"errors":[{"message":"Ana","extensions":{"classification":"ValidationError"}}]}`, provider.Refused, provider.Refused, "invalid_document"},
		{"a classification of another shape", 200, `{"errors":[{"extensions":{"classification":{"type":"InvalidSyntax"}}}]}`, provider.Refused, provider.Refused, "invalid_document"},
		{"a wrong token", 401, `{"message":"Ana"}`, provider.Unauthorized, provider.Unauthorized, "http_401"},
		{"a wrong subdomain", 400, `{"message":"Ana"}`, provider.Unauthorized, provider.Unauthorized, "unknown_subdomain"},
		{"something else's page", 404, `<html>Ana`, provider.Unauthorized, provider.Unauthorized, "no_superops"},
		{"a redirect", 302, ``, provider.Unauthorized, provider.Unauthorized, "no_superops"},
		{"a refusal at the door", 403, `Ana`, provider.Refused, provider.Refused, "http_403"},
		{"an error of its own", 500, `{"message":"Ana"}`, provider.Ambiguous, provider.Unavailable, "http_500"},
		{"a gateway that gave up", 504, ``, provider.Ambiguous, provider.Unavailable, "http_504"},
		{"maintenance", 503, `<html>`, provider.Unavailable, provider.Unavailable, "http_503"},
		{"an answer that is none", 200, `<html>`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"an answer that was cut", 200, `{"data":{"getTicket":{"ticketId":"7","sub`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"nothing at all", 200, `{}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"null", 200, `{"data":null}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
		{"data without ids", 200, `{"data":{"getTicket":{},"getClientUserList":{"userList":[{}]}}}`, provider.Ambiguous, provider.Unavailable, "unreadable_answer"},
	} {
		client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = w.Write([]byte(c.body))
		})
		contract.Refuses(t, client, usual(), "Closed", contract.Refusal{What: c.what, Reading: c.doing, Writing: c.writing, Code: c.code}, client.Delete(contract.Soon(t), "1"))
	}
}

func TestATicketThatIsNull(t *testing.T) {
	t.Parallel()
	_, err := saying(t, `{"data":{"getTicket":null,"getTicketConversationList":null}}`).Ticket(contract.Soon(t), "7")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	_, err = saying(t, said("entity_does_not_exist")).Create(contract.Soon(t), usual())
	require.NotErrorIs(t, err, ticket.ErrNotFound, "a client that is gone is no ticket that is gone")
}

func TestCheckSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for what, c := range map[string]struct {
		spoil    func(*superops.Config)
		kind     provider.Kind
		sentence string
	}{
		"an unknown MSP": {func(c *superops.Config) { c.Subdomain = "nobody" }, provider.Unauthorized, `no MSP "nobody"`},
		"a wrong token":  {func(c *superops.Config) { c.Token = "s3cret" }, provider.Unauthorized, "refuses the API token"},
		"a wrong server": {func(c *superops.Config) { c.BaseURL += "/elsewhere" }, provider.Unauthorized, "does not answer as SuperOps"},
		"no server":      {func(c *superops.Config) { c.BaseURL = "http://127.0.0.1:1" }, provider.Unavailable, "cannot be reached"},
	} {
		err := d.client(t, c.spoil).Check(contract.Soon(t))
		require.ErrorContains(t, err, c.sentence, what)
		require.Equal(t, c.kind, contract.KindOf(t, err), what)
		require.Equal(t, 1, strings.Count(err.Error()+" ", ". "), "%s: %s", what, err)
		for _, secret := range []string{superopstest.Token, "s3cret"} {
			require.NotContains(t, fmt.Sprintf("%v %+v", err, err), secret, what)
		}
	}
	for right, called := range superops.Vendor.Rights {
		require.NoError(t, d.Fake.Deny(string(right), true))
		err := d.Check(contract.Soon(t))
		if err != nil {
			require.ErrorContains(t, err, called)
			require.Equal(t, provider.Refused, contract.KindOf(t, err))
		}
		require.NoError(t, d.Fake.Deny(string(right), false))
	}
	require.ErrorContains(t, saying(t, said("subscription_paused")).Check(contract.Soon(t)), "subscription has ended")
	require.ErrorContains(t, saying(t, said("forbidden")).Check(contract.Soon(t)), `"Settings: View"`)
	require.ErrorContains(t, saying(t, said("type_validation_failed")).Check(contract.Soon(t)), "refuses the connection (type_validation_failed)")
	d.Fault(t, fake.RateLimit, "", 1)
	require.ErrorContains(t, d.Check(contract.Soon(t)), "slow down")
}

func TestTheAddressMayBeCopiedWhole(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, suffix := range []string{"/msp", "/msp/", "/"} {
		require.NoError(t, d.client(t, func(c *superops.Config) { c.BaseURL += suffix }).Check(contract.Soon(t)), suffix)
	}
	d.NoViolations(t)
}

func TestWrongSettingsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	good := superops.Config{Subdomain: "https://Acme.superops.ai/#/tickets", Token: "s3cret"}
	_, err := superops.New(good)
	require.NoError(t, err)
	for what, spoil := range map[string]func(*superops.Config){
		"no subdomain": func(c *superops.Config) { c.Subdomain = "" }, "a sentence": func(c *superops.Config) { c.Subdomain = "s3cret acme" },
		"a header": func(c *superops.Config) { c.Subdomain = "acme\r\nX: s3cret" }, "no token": func(c *superops.Config) { c.Token = "" },
		"a line": func(c *superops.Config) { c.Token = "s3cret\r\nX: y" }, "a field that is a path": func(c *superops.Config) { c.MobileField = "a.s3cret" },
		"no scheme": func(c *superops.Config) { c.BaseURL = "api.superops.ai" }, "a user": func(c *superops.Config) { c.BaseURL = "https://s3cret@host" },
		"a query": func(c *superops.Config) { c.BaseURL = "https://host?x=s3cret" },
	} {
		cfg := good
		spoil(&cfg)
		_, err := superops.New(cfg)
		require.Error(t, err, what)
		require.NotContains(t, err.Error(), "s3cret", what)
	}
}

func TestWhatCannotBeIsNotAskedFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Create(contract.Soon(t), ticket.New{Summary: "x"})
	require.Equal(t, "no_company", provider.CodeOf(err))
	for _, n := range []ticket.New{{CompanyID: "../1"}, {CompanyID: "1", ContactID: "x"}, {CompanyID: "1", Defaults: ticket.Defaults{ticket.FieldBoard: "x"}}} {
		_, err := d.Create(contract.Soon(t), n)
		require.Equal(t, "bad_id", provider.CodeOf(err))
	}
	_, err = d.Tickets(contract.Soon(t), ticket.Query{CompanyID: "x"})
	require.Equal(t, "bad_id", provider.CodeOf(err))
	require.Equal(t, "no_status", provider.CodeOf(d.SetStatus(contract.Soon(t), "1", "")))
	require.Empty(t, d.Journal.Requests(""))
}
