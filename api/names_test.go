package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesOfPeopleAndKeysAreUnique(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	priya := status(t, m.post("/users", object{"email": "priya@bluepeak.example", "name": "Priya Nair"}), http.StatusCreated)
	for _, name := range []string{"Priya Nair", "PRIYA NA\u0131R", "Pr\u0456ya Nair"} {
		require.Equal(t, []string{"name"}, m.post("/users", object{"email": "other@bluepeak.example", "name": name}).refused(http.StatusUnprocessableEntity, "validation_failed"), name)
		require.Equal(t, []string{"name"}, m.post("/api-keys", object{"name": name, "scopes": []string{"contacts:read"}}).refused(http.StatusUnprocessableEntity, "validation_failed"), name)
	}
	for _, name := range []string{"API key Nightly", "АΡI-Key: Nightly"} {
		require.Equal(t, []string{"name"}, m.post("/users", object{"email": "key@bluepeak.example", "name": name}).refused(http.StatusUnprocessableEntity, "validation_failed"), name)
		require.Equal(t, []string{"name"}, m.patch("/users/"+priya.body["id"].(string), object{"name": name}).refused(http.StatusUnprocessableEntity, "validation_failed"), name)
	}
	lee := status(t, m.post("/users", object{"email": "lee@bluepeak.example", "name": "Lee Wong"}), http.StatusCreated)
	path := "/users/" + lee.body["id"].(string)
	require.Equal(t, []string{"name"}, m.patch(path, object{"name": "priya nair"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	status(t, m.patch(path, object{"name": "Lee Wong"}), http.StatusOK)
	status(t, m.patch("/users/"+priya.body["id"].(string), object{"name": "Priya N. Nair"}), http.StatusOK)
	entry := m.get("/audit?limit=1").items()[0]
	require.Equal(t, object{"name": "Priya Nair"}, entry["details"].(object)["before"])
	require.Equal(t, object{"name": "Priya N. Nair"}, entry["details"].(object)["after"])
	status(t, h.msp().post("/users", object{"email": "priya@other.example", "name": "Priya Nair"}), http.StatusCreated)
}

func TestChangesAreAuditedWithTheirValues(t *testing.T) {
	t.Parallel()
	l, c := newLines(t), newCounter(t)
	last := func(m msp) object { return m.get("/audit?limit=1").items()[0]["details"].(object) }
	changed := func(m msp, before, after object) {
		t.Helper()
		details := last(m)
		require.Equal(t, before, details["before"])
		require.Equal(t, after, details["after"])
	}

	rules := l.defaultPolicy()
	was := rules["max_attempts"]
	rules["max_attempts"] = 3
	status(t, l.put("/policies/default", rules), http.StatusOK)
	changed(l.msp, object{"max_attempts": was}, object{"max_attempts": float64(3)})

	company := l.company("Contoso")
	rules["max_attempts"] = 4
	status(t, l.put("/companies/"+company+"/policy", rules), http.StatusOK)
	status(t, l.delete("/companies/"+company+"/policy"), http.StatusNoContent)
	changed(l.msp, object{"max_attempts": float64(4)}, object{"max_attempts": float64(3)})

	looks := l.get("/branding").ok(http.StatusOK)
	accent := looks["accent"]
	looks["accent"], looks["logo"] = "#123456", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	status(t, l.put("/branding", looks), http.StatusOK)
	details := last(l.msp)
	require.Equal(t, accent, details["before"].(object)["accent"])
	require.Equal(t, "#123456", details["after"].(object)["accent"])
	require.Regexp(t, "^SHA-256 [0-9a-f]{64}$", details["after"].(object)["logo"])

	text := l.get("/templates").items()[0]
	kind, words := text["kind"].(string), text["text"].(object)
	body := words["body"].(string)
	words["body"] = body + "."
	status(t, l.put("/templates/"+kind, words), http.StatusOK)
	changed(l.msp, object{"body": body}, object{"body": body + "."})

	status(t, l.put("/sms-channels/"+l.channel, l.settings(object{"name": "Front desk", "confirm_messages": true})), http.StatusOK)
	changed(l.msp, object{"name": "Help desk", "confirm_messages": false}, object{"name": "Front desk", "confirm_messages": true})

	profile := c.newProfile(nil)
	status(t, c.put("/ticket-defaults/"+profile, c.profile(object{"name": "Unusual"})), http.StatusOK)
	changed(c.msp, object{"name": "Usual"}, object{"name": "Unusual"})

	sam := l.post("/users", object{"email": "sam@bluepeak.example", "role": "technician"}).ok(http.StatusCreated)["id"].(string)
	status(t, l.patch("/users/"+sam, object{"role": "admin"}), http.StatusOK)
	changed(l.msp, object{"role": "technician"}, object{"role": "admin"})
	status(t, l.patch("/users/"+sam, object{"role": "technician", "limited": true, "company_ids": []string{company}}), http.StatusOK)
	changed(l.msp, object{"role": "admin", "limited": false, "company_ids": nil}, object{"role": "technician", "limited": true, "company_ids": []any{company}})

	key := l.post("/api-keys", object{"name": "RMM", "scopes": []string{"contacts:read"}}).ok(http.StatusCreated)
	status(t, l.delete("/api-keys/"+key["id"].(string)), http.StatusNoContent)
	require.Equal(t, object{"name": "RMM", "scopes": []any{"contacts:read"}, "user_id": nil}, last(l.msp))
	require.NotContains(t, string(l.get("/audit?limit=100").raw), key["secret"].(string))
}
