package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/account"
	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/problem"
)

func signIn(email, password string) map[string]any {
	return map[string]any{"email": email, "password": password}
}

func TestAnInvitedAdminComesInAndBackAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	boss := d.add(msp, newcomer{}).in()

	// The boss invites Rosa; nothing about her is asked for but the address.
	invited := boss.do("POST", "/v1/users", map[string]any{"email": "Rosa@Bluepeak.example"}).is(201)
	require.Equal(t, "admin", invited.text("role"))
	require.Equal(t, true, invited.field("use_mfa"))
	require.Equal(t, "invited", invited.text("status"))
	require.Equal(t, "rosa@bluepeak.example", invited.text("email"))

	// She opens the link of the mail.
	token := d.tokenOf()
	looked := d.do("POST", "/v1/password/token", map[string]any{"token": token}).is(200)
	require.Equal(t, "invitation", looked.text("purpose"))
	require.Equal(t, "Bluepeak", looked.text("tenant_name"))

	// A weak password is refused and costs nothing.
	weak := d.do("PUT", "/v1/password", map[string]any{"token": token, "password": "password1234"}).is(422).refused(problem.ValidationFailed)
	require.Equal(t, []string{"password"}, weak.fields())

	set := d.do("PUT", "/v1/password", map[string]any{"token": token, "password": goodPassword, "name": " Rosa Marin "}).is(200)
	require.Equal(t, "enrol_totp", set.text("step"))
	rosa := &member{desk: d, tenant: msp, cookie: set.setCookie(gate.ConsoleCookie).Value}
	d.do("PUT", "/v1/password", map[string]any{"token": token, "password": goodPassword}).is(410).refused(problem.TokenInvalid)

	// Until her authenticator is set up nothing else is open.
	rosa.do("GET", "/v1/users", nil).is(403).refused(problem.TOTPRequired)
	require.Equal(t, true, rosa.do("GET", "/v1/session", nil).is(200).field("enrol_totp"))
	begun := rosa.do("POST", "/v1/session/totp/enrolment", nil).is(200)
	secret := begun.text("secret")
	require.Contains(t, begun.text("url"), "otpauth://totp/Countersign:rosa@bluepeak.example?issuer=Countersign&secret="+secret)
	require.Contains(t, begun.text("qr_svg"), "<svg")
	require.Equal(t, []string{"code"}, rosa.do("PUT", "/v1/session/totp/enrolment", map[string]any{"code": "000000"}).is(422).fields())
	spent := d.authenticator(secret, 0)
	confirmed := rosa.do("PUT", "/v1/session/totp/enrolment", map[string]any{"code": spent}).is(200)
	var recovery struct {
		Codes []string `json:"recovery_codes"`
	}
	confirmed.into(&recovery)
	require.Len(t, recovery.Codes, 10)
	rosa.do("GET", "/v1/users", nil).is(200)
	rosa.do("POST", "/v1/session/totp/enrolment", nil).is(409).refused(problem.Conflict)

	// She signs out, and the cookie is worth nothing any more.
	rosa.do("DELETE", "/v1/session", nil).is(204)
	rosa.do("GET", "/v1/session", nil).is(401).refused(problem.Unauthorized)

	// And comes back with both steps.
	ticket := d.do("POST", "/v1/session", signIn("ROSA@bluepeak.example ", goodPassword)).is(200)
	require.Equal(t, "totp", ticket.text("step"))
	require.Empty(t, ticket.Cookies())
	second := func(code string) answer {
		return d.do("POST", "/v1/session/totp", map[string]any{"ticket": ticket.text("ticket"), "code": code})
	}
	second(spent).is(401).refused(problem.WrongCredentials) // that time step was spent at enrolment
	d.clock.pass(stepLife)
	code := d.authenticator(secret, 0)
	in := second(code[:3] + " " + code[3:]).is(200)
	require.Equal(t, "done", in.text("step"))
	second(code).is(401).refused(problem.Unauthorized) // the ticket is spent
	rosa.cookie = in.setCookie(gate.ConsoleCookie).Value
	me := rosa.do("GET", "/v1/session", nil).is(200)
	require.Equal(t, "Rosa Marin", me.field("user").(map[string]any)["name"])

	// Without the phone a recovery code does, once.
	for i, want := range []int{200, 401} {
		ticket = d.do("POST", "/v1/session", signIn("rosa@bluepeak.example", goodPassword)).is(200)
		require.Equal(t, want, second(recovery.Codes[3]).StatusCode, "use %d", i)
	}
}

func TestTheConsoleCookieStaysWithUs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{Role: "technician"})
	signedIn := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200)
	require.Equal(t, "done", signedIn.text("step"))
	c := signedIn.setCookie("__Host-countersign")
	require.True(t, c.HttpOnly)
	require.True(t, c.Secure)
	require.Equal(t, http.SameSiteStrictMode, c.SameSite)
	require.Equal(t, "/", c.Path)
	require.Empty(t, c.Domain)
	require.Equal(t, "no-store", signedIn.Header.Get("Cache-Control"))
	require.Zero(t, d.count(`SELECT count(*) FROM sessions WHERE token_hash = $1`, []byte(c.Value)), "the token itself is kept nowhere")
}

func TestStrangersAndWrongPasswordsLookTheSame(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	known := d.add(msp, newcomer{})
	gone := d.add(msp, newcomer{})
	d.sql(`UPDATE users SET status = 'disabled' WHERE id = $1`, gone.id)
	answers := map[string]bool{}
	for _, try := range []map[string]any{
		signIn(known.email, "not the password"), signIn("nobody@bluepeak.example", goodPassword), signIn(gone.email, goodPassword), signIn("", ""),
		{"email": known.email, "password": goodPassword, "tenant": "another-msp"},
	} {
		a := d.do("POST", "/v1/session", try).is(401).refused(problem.WrongCredentials)
		answers[string(a.body)] = true
	}
	require.Len(t, answers, 1)
}

func TestAStrangerCostsAsMuchWorkAsSomebodyKnown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	known, gone := d.add(msp, newcomer{}), d.add(msp, newcomer{})
	d.sql(`UPDATE users SET status = 'disabled' WHERE id = $1`, gone.id)
	elsewhere := "another-msp"
	for name, row := range map[string]struct {
		given gen.SignIn
		want  int // decoys; where there is none a real hash was compared
	}{
		"unknown":      {gen.SignIn{Email: "nobody@bluepeak.example", Password: goodPassword}, 1},
		"disabled":     {gen.SignIn{Email: gone.email, Password: goodPassword}, 1},
		"another's":    {gen.SignIn{Email: known.email, Password: goodPassword, Tenant: &elsewhere}, 1},
		"known":        {gen.SignIn{Email: known.email, Password: goodPassword}, 0},
		"known, wrong": {gen.SignIn{Email: known.email, Password: "wrong"}, 0},
	} {
		decoys := 0
		s := account.Sessions{Store: d.store, Now: d.clock.now, Decoy: func(string) { decoys++ }}
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequestWithContext(t.Context(), "POST", "/v1/session", nil)
		if _, err := s.SignIn(gate.WithVisit(c), gen.SignInRequestObject{Body: &row.given}); err != nil {
			require.ErrorIs(t, err, problem.New(problem.WrongCredentials, ""))
		}
		require.Equal(t, row.want, decoys, name)
	}
}

func TestSignInsAreThrottledByAccountAndNetwork(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}), d.add(msp, newcomer{})
	for range triesPerAccount {
		d.do("POST", "/v1/session", signIn(ana.email, "wrong")).is(401)
	}
	limited := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(429).refused(problem.RateLimited)
	require.NotEmpty(t, limited.Header.Get("Retry-After"))
	d.do("POST", "/v1/session", signIn(ben.email, goodPassword)).is(200)

	// An address that does not exist is throttled just as well.
	for range triesPerAccount {
		d.do("POST", "/v1/session", signIn("nobody@x.example", "wrong")).is(401)
	}
	d.do("POST", "/v1/session", signIn("nobody@x.example", "wrong")).is(429)

	// The network runs out too, for any addresses.
	for i := 2 * triesPerAccount; i < triesPerNetwork; i++ {
		d.do("POST", "/v1/session", signIn(fmt.Sprintf("p%d@x.example", i), "wrong")).is(401)
	}
	d.do("POST", "/v1/session", signIn(ben.email, goodPassword)).is(429)

	// Time heals.
	d.clock.pass(triesPause)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200)
}

func TestASuccessIsNotCountedAsATry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{})
	for range triesPerAccount + 2 {
		d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200)
	}
}

func TestATicketHasFiveTries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	secret := ana.enrol()
	ticket := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).text("ticket")
	try := func(code string) answer {
		return d.do("POST", "/v1/session/totp", map[string]any{"ticket": ticket, "code": code})
	}
	for range triesPerTicket {
		try("000000").is(401).refused(problem.WrongCredentials)
	}
	try(d.authenticator(secret, 1)).is(401).refused(problem.Unauthorized)
	// New tickets do not make it endless.
	for {
		ticket = d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).text("ticket")
		a := try("000000")
		if a.StatusCode == 429 {
			a.refused(problem.RateLimited)
			break
		}
		a.is(401)
	}
}

// enrol sets up an authenticator through the API and returns its secret.
func (s *member) enrol() string {
	s.t.Helper()
	secret := s.do("POST", "/v1/session/totp/enrolment", nil).is(200).text("secret")
	s.do("PUT", "/v1/session/totp/enrolment", map[string]any{"code": s.authenticator(secret, 0)}).is(200)
	return secret
}

func TestSomebodyWhoWorksForTwoChooses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := d.msp("One"), d.msp("Two")
	d.add(one, newcomer{Email: "ana@both.example"})
	d.add(two, newcomer{Email: "ana@both.example"})
	asked := d.do("POST", "/v1/session", signIn("ana@both.example", goodPassword)).is(200)
	require.Equal(t, "choose_tenant", asked.text("step"))
	require.Empty(t, asked.Cookies())
	tenants := asked.field("tenants").([]any)
	require.Len(t, tenants, 2)
	slug := tenants[1].(map[string]any)["slug"].(string)
	chosen := d.do("POST", "/v1/session", map[string]any{"email": "ana@both.example", "password": goodPassword, "tenant": slug}).is(200)
	ana := &member{desk: d, cookie: chosen.setCookie(gate.ConsoleCookie).Value}
	require.Equal(t, two.String(), ana.do("GET", "/v1/session", nil).is(200).field("tenant").(map[string]any)["id"])
	// Where the password fits only one, there is no choice.
	d.do("POST", "/v1/session", signIn("ana@both.example", "something else")).is(401)
}

func TestAForgottenPassword(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	elsewhere := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).setCookie(gate.ConsoleCookie).Value

	known := d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}).is(202)
	first := d.tokenOf()
	unknown := d.do("POST", "/v1/password/forgotten", map[string]any{"email": "nobody@x.example"}).is(202)
	require.Equal(t, known.body, unknown.body)
	require.Empty(t, d.mails())

	// A second mail voids the first.
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}).is(202)
	second := d.tokenOf()
	d.do("PUT", "/v1/password", map[string]any{"token": first, "password": "another good phrase"}).is(410)
	d.do("PUT", "/v1/password", map[string]any{"token": second, "password": "another good phrase", "name": "Mallory"}).is(200)
	ana.do("GET", "/v1/session", nil).is(401)
	require.Equal(t, 401, (&member{desk: d, cookie: elsewhere}).do("GET", "/v1/session", nil).StatusCode, "every session ends")
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(401)
	signedIn := d.do("POST", "/v1/session", signIn(ana.email, "another good phrase")).is(200)
	ana.cookie = signedIn.setCookie(gate.ConsoleCookie).Value
	require.NotEqual(t, "Mallory", ana.do("GET", "/v1/session", nil).field("user").(map[string]any)["name"], "a reset does not rename")

	// Mails are limited: three an hour for one address.
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}).is(202)
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}).is(429)
	require.Len(t, d.mails(), 1)
}

func TestAResetDoesNotPassTheSecondFactor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{UseMFA: true}).in()
	ana.enrol()
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}).is(202)
	set := d.do("PUT", "/v1/password", map[string]any{"token": d.tokenOf(), "password": "another good phrase"}).is(200)
	require.Equal(t, "totp", set.text("step"))
	require.Empty(t, set.Cookies())
}

func TestAnExpiredTokenIsOver(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{})
	d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}).is(202)
	token := d.tokenOf()
	d.sql(`UPDATE password_tokens SET expires_at = now() - interval '1 second'`)
	d.do("POST", "/v1/password/token", map[string]any{"token": token}).is(410)
	d.do("PUT", "/v1/password", map[string]any{"token": token, "password": "another good phrase"}).is(410)
}

func TestChangingOnesPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana := d.add(msp, newcomer{}).in()
	other := *ana
	other.in()
	pod := ana.podBearer()
	require.Equal(t, []string{"current"}, ana.do("PUT", "/v1/me/password", map[string]any{"current": "wrong", "password": "another good phrase"}).is(422).fields())
	require.Equal(t, []string{"password"}, ana.do("PUT", "/v1/me/password", map[string]any{"current": goodPassword, "password": "short"}).is(422).fields())
	ana.do("PUT", "/v1/me/password", map[string]any{"current": goodPassword, "password": "another good phrase"}).is(204)
	ana.do("GET", "/v1/session", nil).is(200)
	other.do("GET", "/v1/session", nil).is(401)
	d.do("GET", "/v1/session", nil, bearer(pod)).is(401)
}

func TestASessionThatNobodyUsesEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	d.clock.pass(idleConsole - time.Minute)
	ana.do("GET", "/v1/session", nil).is(200) // used: the time begins again
	d.clock.pass(idleConsole - time.Minute)
	ana.do("GET", "/v1/session", nil).is(200)
	d.clock.pass(idleConsole + time.Minute)
	ana.do("GET", "/v1/session", nil).is(401)

	ana.in()
	d.sql(`UPDATE sessions SET expires_at = now() - interval '1 second'`)
	ana.do("GET", "/v1/session", nil).is(401)
}

func TestATokenOfOneKindIsNoOther(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	ana.enrol()
	ticket := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).text("ticket")
	d.do("GET", "/v1/session", nil, cookie(gate.ConsoleCookie, ticket)).is(401)
	d.do("GET", "/v1/session", nil, bearer(ticket)).is(401)
	d.do("GET", "/v1/session", nil, bearer(ana.cookie)).is(401)
	d.do("GET", "/v1/session", nil, cookie(gate.ConsoleCookie, ana.podBearer())).is(401)
	d.do("POST", "/v1/session/totp", map[string]any{"ticket": ana.cookie, "code": "000000"}).is(401)
	d.do("GET", "/v1/session", nil, bearer(uuid.NewString())).is(401)
}

func TestMe(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{Role: "technician"}).in()
	changed := ana.do("PATCH", "/v1/me", map[string]any{"name": "Ana Vega", "notify_sms": true}).is(200)
	require.Equal(t, "Ana Vega", changed.text("name"))
	require.Equal(t, true, changed.field("notify_sms"))
	require.Equal(t, true, changed.field("notify_email"))
	ana.do("PATCH", "/v1/me", map[string]any{"name": ""}).is(422)
}
