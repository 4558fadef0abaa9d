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
	m := newMSP(t)
	rules := m.defaultPolicy()
	was := rules["max_attempts"]
	rules["max_attempts"] = 3
	status(t, m.put("/policies/default", rules), http.StatusOK)
	details := m.get("/audit?limit=1").items()[0]["details"].(object)
	require.Equal(t, object{"max_attempts": was}, details["before"])
	require.Equal(t, object{"max_attempts": float64(3)}, details["after"])
}
