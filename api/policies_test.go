package api_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func (m msp) defaultPolicy() object {
	m.t.Helper()
	return m.get("/policies/default").ok(http.StatusOK)["policy"].(object)
}

func changedPolicy(policy object, member string, value any) object {
	changed := maps.Clone(policy)
	changed[member] = value
	return changed
}

func TestACompanysPolicyIsItsOwnUntilItIsReset(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	path := "/companies/" + northwind + "/policy"
	inherited := m.get(path).ok(http.StatusOK)
	require.Equal(t, true, inherited["inherited"])
	require.Equal(t, object{"id": northwind, "name": "Northwind Dental"}, inherited["company"])

	strict := changedPolicy(m.defaultPolicy(), "code_length", 8)
	own := m.put(path, strict).ok(http.StatusOK)
	require.Equal(t, false, own["inherited"])
	require.EqualValues(t, 8, own["policy"].(object)["code_length"])
	require.NotEqual(t, inherited["hash"], own["hash"])
	require.Equal(t, "API key Tests", own["changed_by"])
	require.Equal(t, own, m.put(path, strict).ok(http.StatusOK), "the same rules again are the same version")
	require.Equal(t, own, m.get(path).ok(http.StatusOK))

	list := m.get("/policies").items()
	require.Len(t, list, 2)
	require.NotContains(t, list[0], "company")
	require.Equal(t, own, list[1])

	require.Equal(t, http.StatusNoContent, m.delete(path).status)
	require.Equal(t, http.StatusNoContent, m.delete(path).status)
	require.Equal(t, inherited, m.get(path).ok(http.StatusOK))
	require.Len(t, m.get("/policies").items(), 1)

	laxer := m.put("/policies/default", changedPolicy(m.defaultPolicy(), "shield_minutes", 120)).ok(http.StatusOK)
	require.EqualValues(t, 2, laxer["version"])
	require.Equal(t, laxer["hash"], m.get(path).ok(http.StatusOK)["hash"], "who inherits follows")
	require.Equal(t, []any{"policy.changed", "policy.reset", "policy.changed", "company.created"}, m.actions())
	require.Equal(t, []any{"shield_minutes"}, m.get("/audit?action=policy.changed").items()[0]["details"].(object)["fields"])
}

func TestEveryVersionOfAPolicyIsKeptAndSaysWhoMadeIt(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind, other := m.company("Northwind Dental"), m.company("Falcon Foods")
	path := "/companies/" + northwind + "/policy"
	require.Empty(t, m.get(path+"/versions").items(), "it never had one of its own")

	eight := m.put(path, changedPolicy(m.defaultPolicy(), "code_length", 8)).ok(http.StatusOK)
	m.delete(path)
	seven := m.put(path, changedPolicy(m.defaultPolicy(), "code_length", 7)).ok(http.StatusOK)
	require.Equal(t, 3.0, seven["version"], "going back to the default is a version as well")

	versions := m.get(path + "/versions").items()
	require.Len(t, versions, 3)
	require.Equal(t, []any{3.0, 2.0, 1.0}, []any{versions[0]["version"], versions[1]["version"], versions[2]["version"]})
	require.Equal(t, []any{false, true, false}, []any{versions[0]["revoked"], versions[1]["revoked"], versions[2]["revoked"]})
	require.Equal(t, eight["policy"], versions[2]["policy"])
	require.Equal(t, "API key Tests", versions[2]["changed_by"])

	require.Empty(t, m.get("/companies/"+other+"/policy/versions").items(), "another company's are not among them")
	require.Len(t, m.get("/policies/default/versions").items(), 1)
	newMSP(t).get(path+"/versions").refused(http.StatusNotFound, "not_found")
}

func TestAPolicyHasBounds(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	good := m.defaultPolicy()
	cases := []struct {
		member string
		value  any
		field  string
	}{
		{"code_length", 5, "code_length"},
		{"max_attempts", 6, "max_attempts"},
		{"channels", []string{}, "channels"},
		{"channels", []string{"pigeon"}, "channels[0]"},
		{"channels", []string{"sms_code", "sms_code"}, "channels[1]"},
		{"countries", []string{}, "countries"},
		{"countries", []string{"XX"}, "countries[0]"},
		{"countries", []string{"US", "US"}, "countries[1]"},
		{"send_pauses_seconds", []int{-1}, "send_pauses_seconds[0]"},
	}
	for _, c := range cases {
		require.Equal(t, []string{c.field}, m.put("/policies/default", changedPolicy(good, c.member, c.value)).refused(http.StatusUnprocessableEntity, "validation_failed"), c.member)
	}
	require.Equal(t, good, m.defaultPolicy())
	m.with("settings:read").put("/policies/default", good).refused(http.StatusForbidden, "forbidden")
	m.with("settings:read").get("/policies").ok(http.StatusOK)
}
