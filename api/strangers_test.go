package api

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
)

// behindProxy is a desk whose proxy says where people come from, with the client's port as some proxies write it.
func behindProxy(t *testing.T) *desk {
	t.Helper()
	return newDesk(t, func(d *Deps) { d.TrustedProxies = []string{"198.51.100.0/24"} })
}

func from(address string) option { return header("X-Forwarded-For", address) }

// What strangers do elsewhere keeps nobody out.
func TestStrangersKeepNobodyOut(t *testing.T) {
	t.Parallel()
	d := behindProxy(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{})
	for i := range triesPerAccount + 2 {
		d.do("POST", "/v1/session", signIn(ana.email, "wrong"), from(fmt.Sprintf("203.0.113.7:%d", 50000+i)))
	}
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), from("203.0.113.9")).is(429).refused(problem.RateLimited)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), from("192.0.2.4:1234")).is(200)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), from("[2001:db8::1]:443")).is(200)
}

// A browser on which a person signed in lets them in whatever comes from their network; a stranger's browser, and another person's, does not.
func TestAKnownDeviceStillGetsIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}), d.add(msp, newcomer{})
	anas := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).setCookie(gate.DeviceCookie)
	bens := d.do("POST", "/v1/session", signIn(ben.email, goodPassword)).is(200).setCookie(gate.DeviceCookie)
	require.True(t, anas.HttpOnly && anas.Secure)
	for i := range triesPerNetwork {
		d.do("POST", "/v1/session", signIn(fmt.Sprintf("p%d@x.example", i), "wrong"))
	}
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(429)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), cookie(gate.DeviceCookie, bens.Value)).is(429)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), cookie(gate.DeviceCookie, anas.Value+"x")).is(429)
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), cookie(gate.DeviceCookie, anas.Value)).is(200)
	for range triesPerAccount {
		d.do("POST", "/v1/session", signIn(ana.email, "wrong"), cookie(gate.DeviceCookie, anas.Value)).is(401)
	}
	d.do("POST", "/v1/session", signIn(ana.email, goodPassword), cookie(gate.DeviceCookie, anas.Value)).is(429)
}

// Both people of a browser are known on it.
func TestABrowserKnowsItsPeople(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}), d.add(msp, newcomer{})
	held := d.do("POST", "/v1/session", signIn(ana.email, goodPassword)).is(200).setCookie(gate.DeviceCookie).Value
	held = d.do("POST", "/v1/session", signIn(ben.email, goodPassword), cookie(gate.DeviceCookie, held)).is(200).setCookie(gate.DeviceCookie).Value
	for i := range triesPerNetwork {
		d.do("POST", "/v1/session", signIn(fmt.Sprintf("p%d@x.example", i), "wrong"))
	}
	for _, person := range []*member{ana, ben} {
		d.do("POST", "/v1/session", signIn(person.email, goodPassword), cookie(gate.DeviceCookie, held)).is(200)
	}
}

// Who has a /48 of IPv6 does not get a fresh start in each of its /64.
func TestWideNetworksAreCounted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		address string
		most    int
	}{"/56": {"2001:db8:1:1%02x::1", 2 * triesPerNetwork}, "/48": {"2001:db8:1:%02x00::1", 4 * triesPerNetwork}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := behindProxy(t)
			for i := range c.most {
				d.do("POST", "/v1/session", signIn(fmt.Sprintf("p%d@x.example", i), "wrong"), from(fmt.Sprintf(c.address, i%200))).is(401)
			}
			d.do("POST", "/v1/session", signIn("q@x.example", "wrong"), from(fmt.Sprintf(c.address, 201))).is(429)
			d.do("POST", "/v1/session", signIn("q@x.example", "wrong"), from("2001:db8:2::1")).is(401)
		})
	}
}

// Strangers' wishes stop no mail to the person, and void no link that was mailed.
func TestStrangersStopNoReset(t *testing.T) {
	t.Parallel()
	d := behindProxy(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{})
	forgets := func(address string) answer {
		return d.do("POST", "/v1/password/forgotten", map[string]any{"email": ana.email}, from(address))
	}
	for range 3 {
		forgets("203.0.113.7").is(202)
	}
	forgets("203.0.113.7").is(429)
	d.mails()
	forgets("192.0.2.4").is(202)
	token := d.tokenOf()
	for i := range 6 {
		forgets(fmt.Sprintf("198.18.%d.1", i)).is(202)
	}
	require.Len(t, d.mails(), 6)
	d.do("POST", "/v1/password/token", map[string]any{"token": token}).is(200)
	for i := range 10 { // after ten mails of an hour one leaves in five minutes: the newest link is in the inbox
		forgets(fmt.Sprintf("198.19.%d.1", i)).is(202)
	}
	require.Len(t, d.mails(), 1)
	d.clock.pass(5 * time.Minute)
	forgets("192.0.2.4").is(202)
	require.Len(t, d.mails(), 1)
}

// A refused sign-in stands in the audit log of the account's MSP.
func TestARefusedSignInIsInTheAuditLog(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{})
	d.do("POST", "/v1/session", signIn(ana.email, "wrong")).is(401)
	d.do("POST", "/v1/session", signIn("nobody@x.example", "wrong")).is(401)
	require.Eventually(t, func() bool {
		return d.count(`SELECT count(*) FROM audit WHERE action = 'session.refused' AND subject_kind = 'user' AND subject_id = $1`, ana.id.String()) == 1
	}, 10*time.Second, 10*time.Millisecond)
}
