package api

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

const proofLife = 10 * time.Minute

// A session that was left open makes no keys, Admins, rules or exports until its person has proven themselves.
func TestSensitiveActsAskForAProof(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	policy := ana.do("GET", "/v1/policies/default", nil).is(200).field("policy")
	company := ana.do("POST", "/v1/companies", map[string]any{"name": "Northwind"}).is(201).text("id")
	acts := []struct {
		method, path string
		body         any
		done         int
	}{
		{"POST", "/v1/api-keys", map[string]any{"name": "RMM", "scopes": []string{"admin"}}, 201},
		{"POST", "/v1/users", map[string]any{"email": "rosa@bluepeak.example"}, 201},
		{"PATCH", "/v1/users/" + ana.id.String(), map[string]any{"name": "Ana"}, 200},
		{"PUT", "/v1/policies/default", policy, 200},
		{"PUT", "/v1/companies/" + company + "/policy", policy, 200},
		{"DELETE", "/v1/companies/" + company + "/policy", nil, 204},
		{"GET", "/v1/audit/export", nil, 200},
	}
	d.clock.pass(proofLife + time.Second)
	for _, act := range acts {
		ana.do(act.method, act.path, act.body).is(401).refused(problem.StepUpRequired)
	}
	ana.do("GET", "/v1/users", nil).is(200)
	ana.do("PUT", "/v1/session/proof", map[string]any{"password": "wrong"}).is(401).refused(problem.WrongCredentials)
	ana.do("PUT", "/v1/session/proof", map[string]any{}).is(401).refused(problem.WrongCredentials)
	ana.do("POST", "/v1/api-keys", acts[0].body).is(401)
	ana.do("PUT", "/v1/session/proof", map[string]any{"password": goodPassword}).is(204)
	for _, act := range acts {
		ana.do(act.method, act.path, act.body).is(act.done)
	}
	key := d.key(ana.tenant, nil, "admin")
	d.clock.pass(proofLife)
	d.do("PUT", "/v1/policies/default", policy, bearer(key)).is(200)
}

func TestAProofByTheAuthenticator(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{UseMFA: true}).in()
	secret := ana.enrol()
	d.clock.pass(proofLife + time.Minute)
	key := map[string]any{"name": "RMM", "scopes": []string{"admin"}}
	ana.do("POST", "/v1/api-keys", key).is(401).refused(problem.StepUpRequired)
	code := d.authenticator(secret, 0)
	ana.do("PUT", "/v1/session/proof", map[string]any{"code": code}).is(204)
	ana.do("PUT", "/v1/session/proof", map[string]any{"code": code}).is(401)
	ana.do("POST", "/v1/api-keys", key).is(201)
	for range 12 {
		ana.do("PUT", "/v1/session/proof", map[string]any{"password": "guess"})
	}
	ana.do("PUT", "/v1/session/proof", map[string]any{"password": goodPassword}).is(429)
}

// A key ends, says who made it, is told to the Admins, and its secret is shown once: a repeated request gets the key without it.
func TestAKeyEndsAndHasAnOwner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{}).in()
	asked := map[string]any{"name": "RMM", "scopes": []string{"contacts:read"}}
	made := ana.do("POST", "/v1/api-keys", asked, idempotent("once")).is(201)
	secret := made.text("secret")
	ends, err := time.Parse(time.RFC3339, made.text("expires_at"))
	require.NoError(t, err)
	require.WithinDuration(t, d.clock.now().Add(365*24*time.Hour), ends, time.Minute)
	require.Equal(t, ana.id.String(), made.field("created_by").(map[string]any)["id"])
	again := ana.do("POST", "/v1/api-keys", asked, idempotent("once")).is(201)
	require.Equal(t, made.text("id"), again.text("id"))
	require.Nil(t, again.field("secret"))
	require.NotContains(t, string(again.body), secret)

	mails := d.mails()
	require.Len(t, mails, 2, "both Admins hear of it")
	require.Contains(t, mails[0], "RMM")
	d.do("GET", "/v1/contacts", nil, bearer(secret)).is(200)
	d.sql(`UPDATE api_keys SET expires_at = now() - interval '1 second'`)
	d.do("GET", "/v1/contacts", nil, bearer(secret)).is(401)

	for name, when := range map[string]time.Time{"past": d.clock.now().Add(-time.Hour), "three years": d.clock.now().AddDate(3, 0, 0)} {
		ana.do("POST", "/v1/api-keys", map[string]any{"name": name, "scopes": []string{"contacts:read"}, "expires_at": when}).is(422)
	}
	ben.patch(ana.id, map[string]any{"status": "disabled"}).is(200)
	listed := ben.do("GET", "/v1/api-keys", nil).is(200).field("items").([]any)[0].(map[string]any)
	require.Equal(t, true, listed["owner_gone"])
}

// A person sees where they are signed in and ends it; somebody else's sessions do not exist.
func TestOnesSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{}).in()
	elsewhere := &member{desk: d, tenant: msp, id: ana.id, email: ana.email}
	elsewhere.cookie = d.do("POST", "/v1/session", signIn(ana.email, goodPassword), header("User-Agent", "Firefox/150 "+strings.Repeat("x", 300))).is(200).setCookie("__Host-countersign").Value
	list := func(m *member) (items []map[string]any) {
		for _, item := range m.do("GET", "/v1/me/sessions", nil).is(200).field("items").([]any) {
			items = append(items, item.(map[string]any))
		}
		return items
	}
	held := list(ana)
	require.Len(t, held, 2)
	var other string
	for _, item := range held {
		if item["current"] == false {
			other = item["id"].(string)
			require.Len(t, item["browser"], 200)
		}
	}
	ben.do("DELETE", "/v1/me/sessions/"+other, nil).is(404)
	ana.do("DELETE", "/v1/me/sessions/"+uuid.NewString(), nil).is(404)
	ana.do("DELETE", "/v1/me/sessions/"+other, nil).is(204)
	elsewhere.do("GET", "/v1/session", nil).is(401)
	require.Len(t, list(ana), 1)
	d.do("GET", "/v1/me/sessions", nil, bearer(d.key(msp, nil, "admin"))).is(403)
}
