package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const people = "\ufeffFull name;Client;E-mail;Cell\r\n" +
	"Ana Torres;Northwind Dental;ana@northwind.example;(415) 555-0134\r\n" +
	"Ben Okafor;Northwind Dental;;12\r\n" +
	"=cmd|' /C calc'!A0;Harbor Logistics;;\r\n" +
	"Chen Wei;Harbor Logistics;chen@harbor.example;\r\n"

func TestAFileIsReviewedBeforeItIsImported(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	m.put("/settings", object{"retention_days": 365, "sends_per_minute": 60, "spend_per_day_cents": 5000, "country": "US"}).ok(http.StatusOK)
	review := m.post("/contacts/import", object{"csv": people, "commit": false}).ok(http.StatusOK)
	require.EqualValues(t, 2, review["good"])
	require.EqualValues(t, 2, review["bad"])
	require.Equal(t, []any{2.0, 0.0, 0.0, 2.0}, []any{review["new"], review["changed"], review["unchanged"], review["new_companies"]})
	require.Equal(t, []any{}, review["ignored_columns"])
	require.Equal(t, false, review["committed"])
	rows := review["rows"].([]any)
	require.Equal(t, object{"line": 2.0, "name": "Ana Torres", "company": "Northwind Dental", "email": "ana@northwind.example", "mobile": "+14155550134", "action": "create", "problems": []any{}}, rows[0])
	require.Equal(t, object{"line": 3.0, "name": "Ben Okafor", "company": "Northwind Dental", "mobile": "12", "action": "skip", "problems": []any{"Mobile: too few digits for a phone number"}}, rows[1])
	require.Equal(t, []any{"The name begins like a spreadsheet formula"}, rows[2].(object)["problems"])
	require.Empty(t, m.get("/contacts").items(), "a review changes nothing")
	require.Empty(t, m.get("/companies").items())

	done := m.post("/contacts/import", object{"csv": people, "commit": true}).ok(http.StatusOK)
	require.Equal(t, []any{true, 2.0, 0.0, 2.0}, []any{done["committed"], done["created"], done["updated"], done["companies_created"]})
	require.Equal(t, []any{"Ana Torres", "Chen Wei"}, m.get("/contacts").column("name"))

	again := m.post("/contacts/import", object{"csv": strings.Replace(people, "Ana Torres", "Ana Torres-Lee", 1), "commit": true}).ok(http.StatusOK)
	require.Equal(t, []any{0.0, 1.0, 0.0}, []any{again["created"], again["updated"], again["companies_created"]})
	require.Equal(t, []any{"Already on file: nothing to change"}, again["rows"].([]any)[3].(object)["problems"])
	require.EqualValues(t, 2, again["good"])
	require.Equal(t, []any{0.0, 1.0, 1.0, 2.0}, []any{again["new"], again["changed"], again["unchanged"], again["bad"]}, "the sums are those of the review")
	require.Equal(t, []any{"Ana Torres-Lee"}, m.get("/contacts?email=ana").column("name"))
	log := m.get("/audit?action=contacts.imported").items()
	require.Len(t, log, 2)
	require.Equal(t, object{"rows": 4.0, "bad": 2.0, "created": 0.0, "updated": 1.0, "companies_created": 0.0}, log[0]["details"])
}

func TestAFileThatIsNoListOfPeopleIsRefused(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	for _, file := range []string{"", "name,company\n", "name,company\r", "name,company\n,\n", "email\nana@northwind.example\n", "name,company\n\"Ana,Northwind\n", "name,company\n" + strings.Repeat("Ana,Northwind\n", 10_001)} {
		require.Equal(t, []string{"csv"}, m.post("/contacts/import", object{"csv": file, "commit": true}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	}
	m.post("/contacts/import", object{"csv": "name,company\n" + strings.Repeat("x", 6<<20), "commit": true}).refused(http.StatusRequestEntityTooLarge, "too_large")
	m.with("contacts:read").post("/contacts/import", object{"csv": people, "commit": false}).refused(http.StatusForbidden, "forbidden")
}
