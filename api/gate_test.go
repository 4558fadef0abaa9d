package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
)

func TestOtherSitesCannotUseTheCookie(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	send := func(options ...option) answer {
		return d.do("POST", "/v1/api-keys", map[string]any{"name": "X", "scopes": []string{"admin"}}, append([]option{cookie(gate.ConsoleCookie, ana.cookie)}, options...)...)
	}
	for name, options := range map[string][]option{
		"another site":           {header("Sec-Fetch-Site", "cross-site"), header("Origin", "https://evil.test")},
		"a sister domain":        {header("Sec-Fetch-Site", "same-site"), header("Origin", "http://psa.desk.test")},
		"an old browser":         {header("Origin", "https://evil.test")},
		"a sandboxed frame":      {header("Origin", "null")},
		"the ticket system":      {header("Sec-Fetch-Site", "cross-site"), header("Origin", "https://psa.test")},
		"sign-in from elsewhere": {header("Sec-Fetch-Site", "cross-site")},
	} {
		send(options...).is(http.StatusForbidden).refused(problem.OriginRefused)
		_ = name
	}
	require.Zero(t, d.count(`SELECT count(*) FROM api_keys`))
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), header("Origin", "https://evil.test")).is(403) // a foreign site cannot sign a user in to another account
	send(header("Content-Type", "text/plain")).is(http.StatusUnsupportedMediaType).refused(problem.Unsupported)
	send(header("Sec-Fetch-Site", "same-origin")).is(http.StatusCreated)
	// A key is not a cookie: programs have no origin, and one that has is welcome.
	d.do("POST", "/v1/companies", map[string]any{"name": "X"}, bearer(d.key(ana.tenant, nil, "admin")), header("Origin", "https://rmm.test")).is(http.StatusCreated)
}

func TestWhatNoRouteAnswers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("GET", "/v1/nothing", nil).is(404).refused(problem.NotFound)
	d.do("GET", "/nothing", nil).is(404).refused(problem.NotFound)
	d.do("DELETE", "/v1/users", nil).is(405).refused(problem.MethodNotAllowed)
	d.do("GET", "/v1/users/", nil).is(404)
}

func TestBadRequestsAreToldWhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	for body, want := range map[string]struct {
		status int
		code   problem.Code
		fields []string
	}{
		``:                        {400, problem.InvalidRequest, []string{}},
		`{`:                       {400, problem.InvalidRequest, []string{}},
		`[]`:                      {422, problem.ValidationFailed, []string{""}},
		`null`:                    {422, problem.ValidationFailed, []string{""}},
		`{}`:                      {422, problem.ValidationFailed, []string{"name", "scopes"}},
		`{"name":"","scopes":[]}`: {422, problem.ValidationFailed, []string{"name", "scopes"}},
		`{"name":"X","scopes":["contacts:read","root"]}`:                {422, problem.ValidationFailed, []string{"scopes[1]"}},
		`{"name":7,"scopes":["admin"]}`:                                 {422, problem.ValidationFailed, []string{"name"}},
		`{"name":"X","scopes":["admin"],"user_id":"7"}`:                 {422, problem.ValidationFailed, []string{"user_id"}},
		`{"name":"a\u0000b","scopes":["admin"]}`:                        {422, problem.ValidationFailed, []string{"name"}},
		`{"name":"` + strings.Repeat("x", 81) + `","scopes":["admin"]}`: {422, problem.ValidationFailed, []string{"name"}},
	} {
		a := ana.do("POST", "/v1/api-keys", body, header("Content-Type", "application/json")).is(want.status).refused(want.code)
		require.ElementsMatch(t, want.fields, a.fields(), "%s: %s", body, a.body)
	}
	require.Equal(t, []string{"limit"}, ana.do("GET", "/v1/contacts?limit=0", nil).is(422).fields())
	require.Equal(t, []string{"company_id"}, ana.do("GET", "/v1/contacts?company_id=7", nil).is(422).fields())
	require.Equal(t, []string{"limit"}, ana.do("GET", "/v1/contacts?limit=many", nil).is(422).fields())
	ana.do("GET", "/v1/contacts?query=a%00b", nil).is(422)
	ana.do("POST", "/v1/api-keys", `{"name":"`+strings.Repeat("x", defaultBodyLimit)+`"}`).is(413).refused(problem.TooLarge)
}

func TestAProblemNeverRepeatsAPassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	secret := "hunter2hunter2"
	a := d.do("POST", "/v1/session", `{"email":7,"password":{"value":"`+secret+`"}}`).is(422)
	require.NotContains(t, string(a.body), secret)
	a = d.do("POST", "/v1/session", `{"password":"`+secret+`",`).is(400)
	require.NotContains(t, string(a.body), secret)
	require.NotContains(t, d.log.String(), secret)
}

func TestEveryAnswerCarriesItsHeaders(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, path := range []string{"/v1/session", "/healthz", "/operator", "/nothing"} {
		a := d.do("GET", path, nil)
		require.NotEmpty(t, a.Header.Get("X-Request-Id"), path)
		require.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"), path)
		policy := a.Header.Get("Content-Security-Policy")
		require.Contains(t, policy, "script-src 'self';", path)
		require.Contains(t, policy, "style-src 'self' 'unsafe-inline';", path)
		require.Contains(t, policy, "img-src 'self' data:;", path)
		require.Contains(t, policy, "frame-ancestors 'none'", path)
	}
}

func TestTheLogHasRoutesAndNoSecrets(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	ana.do("GET", "/v1/contacts?query=Vega&email=ana@northwind.example", nil)
	d.do("GET", "/l/a-secret-token", nil)
	var line map[string]any
	lines := strings.Split(strings.TrimSpace(d.log.String()), "\n")
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &line))
	require.Equal(t, "/v1/contacts", line["route"])
	require.Equal(t, ana.id.String(), line["actor"])
	for _, secret := range []string{"Vega", "northwind", "a-secret-token", ana.cookie, "198.51.100.7"} {
		require.NotContains(t, d.log.String(), secret)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("GET", "/healthz", nil).is(200)
	d.do("GET", "/readyz", nil).is(200)
	d.do("GET", "/metrics", nil).is(404) // from the outside there is nothing here
	d.store.Close()
	d.do("GET", "/healthz", nil).is(200)
	ready := d.do("GET", "/readyz", nil).is(503)
	require.Equal(t, "unavailable", ready.text("database"))
	require.Equal(t, "ok", ready.text("temporal"))
}

func TestMetricsNameRoutesByTheirTemplates(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	ana.do("GET", "/v1/companies/0190aaaa-0000-7000-8000-000000000000", nil).is(404)
	ana.do("BREW", "/v1/anything", nil)
	r := d.metrics()
	require.Contains(t, r, `countersign_http_request_seconds_count{method="GET",route="/v1/companies/:company_id",status="404"} 1`)
	require.NotContains(t, r, "0190aaaa")
	require.NotContains(t, r, "BREW")
}
