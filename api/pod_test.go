package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
)

const verifier = "a-verifier-that-only-the-pod-has-0123456789abcdef"

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func (s *member) podCode() string {
	s.t.Helper()
	return s.do("POST", "/v1/pod/code", map[string]any{"challenge": challenge()}).is(200).text("code")
}

func (d *desk) exchange(code, verifier string, options ...option) answer {
	d.t.Helper()
	return d.do("POST", "/v1/pod/token", map[string]any{"code": code, "verifier": verifier}, append([]option{header("Origin", ourURL)}, options...)...)
}

func (s *member) podToken() string {
	s.t.Helper()
	return s.exchange(s.podCode(), verifier).is(200).text("token")
}

func (d *desk) refresh(token string, options ...option) answer {
	d.t.Helper()
	return d.do("POST", "/v1/pod/refresh", nil, append([]option{header("Origin", ourURL), cookie(gate.PodCookie, token)}, options...)...)
}

func TestThePodSignsInAndStaysIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	signedIn := d.exchange(ana.podCode(), verifier).is(200)
	c := signedIn.setCookie("__Host-countersign-pod")
	require.True(t, c.HttpOnly && c.Secure && c.Partitioned)
	require.Equal(t, http.SameSiteNoneMode, c.SameSite)
	require.Equal(t, "/", c.Path)
	require.Empty(t, c.Domain)

	session := d.do("GET", "/v1/session", nil, bearer(signedIn.text("token"))).is(200)
	require.NotContains(t, session.field("scopes"), "admin", "a frame does not administrate")
	d.do("GET", "/v1/users", nil, bearer(signedIn.text("token"))).is(403)
	d.do("PUT", "/v1/me/password", map[string]any{"current": goodPassword, "password": "another good phrase"}, bearer(signedIn.text("token"))).is(403)

	refreshed := d.refresh(c.Value).is(200)
	next := refreshed.setCookie(gate.PodCookie).Value
	require.NotEqual(t, c.Value, next)
	d.do("GET", "/v1/session", nil, bearer(refreshed.text("token"))).is(200)

	// Signing out of the pod ends the family, not the console.
	d.do("DELETE", "/v1/session", nil, bearer(refreshed.text("token"))).is(204)
	d.refresh(next).is(401)
	ana.do("GET", "/v1/session", nil).is(200)
}

func TestAPodCodeIsGoodOnceAndForThePodThatAsked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	code := ana.podCode()
	d.exchange(code, "another-verifier-of-somebody-who-listened").is(410).refused(problem.TokenInvalid)
	d.exchange(code, verifier).is(410) // spent by the wrong one

	code = ana.podCode()
	d.exchange(code, verifier).is(200)
	d.exchange(code, verifier).is(410)

	code = ana.podCode()
	d.sql(`UPDATE sessions SET expires_at = now() - interval '1 second' WHERE kind = 'pod_code'`)
	d.exchange(code, verifier).is(410)

	code = ana.podCode()
	answers := make(chan int, 8)
	for range cap(answers) {
		go func() { answers <- d.exchange(code, verifier).StatusCode }()
	}
	good := 0
	for range cap(answers) {
		if <-answers == 200 {
			good++
		}
	}
	require.Equal(t, 1, good)
}

func TestACopiedPodCookieEndsTheFamily(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	first := d.exchange(ana.podCode(), verifier).is(200).setCookie(gate.PodCookie).Value
	second := d.refresh(first).is(200).setCookie(gate.PodCookie).Value

	// Two pods of one browser refresh at the same moment with the same cookie: fine.
	d.refresh(first).is(200)
	d.clock.pass(podGrace + time.Second)
	d.refresh(second).is(200)

	// Later, it was copied.
	d.refresh(first).is(401)
	d.refresh(second).is(401)
	require.Zero(t, d.count(`SELECT count(*) FROM sessions WHERE kind LIKE 'pod%'`))
	require.Equal(t, 1, d.count(`SELECT count(*) FROM audit WHERE action = 'session.pod_reused'`))
}

func TestAPodThatNobodyUsesEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	token := d.exchange(ana.podCode(), verifier).is(200).setCookie(gate.PodCookie).Value
	d.clock.pass(idlePod + time.Minute)
	d.refresh(token).is(401)
}

func TestOnlyOurOwnPageRefreshes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	token := d.exchange(ana.podCode(), verifier).is(200).setCookie(gate.PodCookie).Value
	for _, origin := range []string{"", "null", "https://psa.test", "http://desk.test:8080", "https://desk.test"} {
		d.refresh(token, header("Origin", origin)).is(403).refused(problem.OriginRefused)
		d.exchange(ana.podCode(), verifier, header("Origin", origin)).is(403).refused(problem.OriginRefused)
	}
	d.refresh(token).is(200)
}
