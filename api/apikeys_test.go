package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

func TestAnAPIKeyFromMakingToRevoking(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	made := ana.do("POST", "/v1/api-keys", map[string]any{"name": " RMM ", "scopes": []string{"contacts:read", "contacts:read"}}).is(201)
	secret := made.text("secret")
	require.True(t, strings.HasPrefix(secret, "cs_"))
	require.True(t, strings.HasPrefix(secret, made.text("prefix")))
	require.Equal(t, "RMM", made.text("name"))
	require.Equal(t, []any{"contacts:read"}, made.field("scopes"))

	d.do("GET", "/v1/contacts", nil, bearer(secret)).is(200)
	d.do("POST", "/v1/companies", map[string]any{"name": "X"}, bearer(secret)).is(403).refused(problem.Forbidden)
	d.do("GET", "/v1/session", nil, bearer(secret)).is(403) // a key is no session

	listed := ana.do("GET", "/v1/api-keys", nil).is(200)
	require.NotContains(t, string(listed.body), secret)
	require.NotNil(t, listed.field("items").([]any)[0].(map[string]any)["last_used_at"])

	ana.do("DELETE", "/v1/api-keys/"+made.text("id"), nil).is(204)
	ana.do("DELETE", "/v1/api-keys/"+made.text("id"), nil).is(204)
	d.do("GET", "/v1/contacts", nil, bearer(secret)).is(401)
	require.Equal(t, 1, d.count(`SELECT count(*) FROM audit WHERE action = 'api_key.revoked'`))
	require.NotContains(t, d.log.String(), secret[5:])
}

func TestAKeyForAPersonNeverDoesMoreThanThePerson(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana := d.add(msp, newcomer{}).in()
	mine, theirs := d.company(msp, "Mine"), d.company(msp, "Theirs")
	tom := d.add(msp, newcomer{Role: "technician", Limited: []uuid.UUID{mine}})
	made := ana.do("POST", "/v1/api-keys", map[string]any{"name": "Tom's", "scopes": []string{"admin"}, "user_id": tom.id}).is(201)
	require.Equal(t, tom.id.String(), made.field("user").(map[string]any)["id"])
	secret := made.text("secret")
	d.do("GET", "/v1/users", nil, bearer(secret)).is(403)
	d.do("GET", "/v1/companies/"+mine.String(), nil, bearer(secret)).is(200)
	d.do("GET", "/v1/companies/"+theirs.String(), nil, bearer(secret)).is(404)
	require.Equal(t, []string{"user_id"}, ana.do("POST", "/v1/api-keys", map[string]any{"name": "X", "scopes": []string{"admin"}, "user_id": uuid.New()}).is(422).fields())
}

func TestAnAdminKeyHoldsEveryScope(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	secret := d.key(msp, nil, "admin")
	d.do("GET", "/v1/contacts", nil, bearer(secret)).is(200)
	d.do("GET", "/v1/users", nil, bearer(secret)).is(200)
}

func TestABearerThatFailsIsNotSavedByACookie(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	ana.do("GET", "/v1/session", nil, bearer("cs_unknown")).is(401)
	ana.do("GET", "/v1/session", nil, header("Authorization", "Basic YTpi")).is(401)
}
