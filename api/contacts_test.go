package api_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestAContactIsKeptInOneWriting(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	harbor := m.post("/companies", object{"name": "Harbor Logistics", "country": "GB"}).ok(http.StatusCreated)["id"].(string)
	ana := m.post("/contacts", object{"name": " Ana  Torres ", "company_id": harbor, "mobile": "07400 123456", "email": "Ana@Harbor.Example"}).ok(http.StatusCreated)
	require.Equal(t, "Ana Torres", ana["name"])
	require.Equal(t, "+447400123456", ana["mobile"], "read as a number of the company's country")
	require.Equal(t, "Ana@harbor.example", ana["email"])
	require.NotContains(t, ana, "phone")
	require.Equal(t, object{"id": harbor, "name": "Harbor Logistics"}, ana["company"])
	shields := ana["shields"].([]any)
	require.Len(t, shields, 2)
	shield := shields[0].(object)
	require.Equal(t, "mobile", shield["kind"])
	require.NotContains(t, shield["masked"], "123456")
	require.NotContains(t, shield, "verified_until")
	require.Equal(t, false, shield["waiting"])

	id := ana["id"].(string)
	for _, search := range []string{"query=tor", "query=harb", "phone=3456", "phone=%2B447400123456", "phone=07400+123456", "email=ana", "email=@harbor.example", "email=ANA@harbor.example", "company_id=" + harbor, "query=an&phone=3456"} {
		require.Equal(t, []any{id}, m.get("/contacts?"+search).column("id"), search)
	}
	for _, search := range []string{"query=ben", "phone=9999", "email=ben", "company_id=" + uuid.NewString()} {
		require.Empty(t, m.get("/contacts?"+search).items(), search)
	}
}

func TestWhatCannotBeANumberIsRefusedWhereItIsTyped(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	wrong := m.post("/contacts", object{"name": "Ana", "company_id": northwind, "mobile": "12", "phone": "call me", "email": "ana at northwind"})
	require.Equal(t, []string{"mobile", "phone", "email"}, wrong.refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Contains(t, string(wrong.raw), "Too few digits for a phone number.")
	require.NotContains(t, string(wrong.raw), "call me", "an error never repeats what was typed")

	ana := m.contact(northwind, "Ana", object{"mobile": "+14155550134"})
	require.Equal(t, []string{"mobile"}, m.patch("/contacts/"+ana, object{"mobile": "+1415555"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, []string{"company_id"}, m.patch("/contacts/"+ana, object{"company_id": uuid.NewString()}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, []string{"name"}, m.patch("/contacts/"+ana, object{"name": "\u200b"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, "+14155550134", m.get("/contacts/" + ana).ok(http.StatusOK)["mobile"])
}

func TestAChangeIsInTheLogByFieldAndNotByValue(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	ana := m.contact(northwind, "Ana", object{"mobile": "+14155550134", "phone": "+14155550199"})
	before := m.get("/contacts/" + ana).ok(http.StatusOK)["shields"].([]any)[0].(object)["address_id"]
	changed := m.patch("/contacts/"+ana, object{"mobile": "(415) 555-0177", "phone": ""}).ok(http.StatusOK)
	require.Equal(t, "+14155550177", changed["mobile"])
	require.NotContains(t, changed, "phone")
	require.NotEqual(t, before, changed["shields"].([]any)[0].(object)["address_id"], "another number is another address: a shield does not pass to it")
	m.patch("/contacts/"+ana, object{"mobile": "+1 415 555 0177"}).ok(http.StatusOK)
	entries := m.get("/audit?action=contact.changed").items()
	require.Len(t, entries, 1)
	require.Equal(t, object{"fields": []any{"mobile", "phone"}}, entries[0]["details"])
	require.Equal(t, "Ana", entries[0]["subject"])
	require.Equal(t, "Tests", entries[0]["actor"].(object)["name"])
	require.NotContains(t, string(m.get("/audit").raw), "5550177")
}

func TestAnErasedPersonLeavesAnEntryAndNoName(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	ana := m.contact(northwind, "Ana Torres", object{"email": "ana@northwind.example"})
	require.Equal(t, http.StatusNoContent, m.delete("/contacts/"+ana).status)
	m.get("/contacts/"+ana).refused(http.StatusNotFound, "not_found")
	m.delete("/contacts/"+ana).refused(http.StatusNotFound, "not_found")
	require.Empty(t, m.get("/contacts?email=ana").items())
	log := m.get("/audit")
	require.Equal(t, []any{"contact.erased", "contact.created", "company.created"}, log.column("action"))
	require.NotContains(t, string(log.raw), "Torres")
}

func TestTheWaysToAPersonFollowTheCompanysPolicy(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	ana := m.contact(northwind, "Ana", object{"mobile": "+14155550134", "phone": "+6591234567"})
	policy := m.get("/policies/default").ok(http.StatusOK)["policy"].(object)
	policy["channels"], policy["banner"] = []string{"voice_code", "sms_code"}, "Ask for the badge number"
	m.put("/companies/"+northwind+"/policy", policy).ok(http.StatusOK)

	ways := m.with("verifications:read").get("/contacts/" + ana + "/channels")
	summary := ways.ok(http.StatusOK)["policy"].(object)
	require.Equal(t, "Ask for the badge number", summary["banner"])
	type way struct{ channel, kind, code, reason any }
	var got []way
	for _, item := range ways.items() {
		got = append(got, way{item["channel"], item["kind"], item["reason_code"], item["reason"]})
		require.Equal(t, item["reason_code"] == nil, item["available"])
	}
	require.Equal(t, []way{
		{"voice_code", "mobile", nil, nil},
		{"sms_code", "mobile", nil, nil},
		{"voice_code", "phone", "country_not_allowed", "Country not allowed: +65 (SG)"},
		{"sms_link", nil, "not_in_policy", "Northwind Dental's policy does not use this way"},
		{"email_code", nil, "not_in_policy", "Northwind Dental's policy does not use this way"},
		{"email_link", nil, "not_in_policy", "Northwind Dental's policy does not use this way"},
		{"sms_match", nil, "not_in_policy", "Northwind Dental's policy does not use this way"},
		{"call_back", nil, "not_in_policy", "Northwind Dental's policy does not use this way"},
	}, got)
}
