package api

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
)

// A cursor that no page gave is the client's mistake at every list, whatever it holds.
func TestNoCursorBreaksAList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	company := ana.do("POST", "/v1/companies", map[string]any{"name": "Northwind"}).is(201).text("id")
	contact := ana.do("POST", "/v1/contacts", map[string]any{"name": "Ana", "company_id": company, "mobile": "+14155550134"}).is(201).text("id")
	table, err := gate.ReadOperations()
	require.NoError(t, err)
	lists := 0
	for route, op := range table {
		if op.Route.Operation.Parameters.GetByInAndName("query", "cursor") == nil {
			continue
		}
		lists++
		_, path, _ := strings.Cut(route, " ")
		path = strings.NewReplacer(":company_id", company, ":contact_id", contact, ":verification_id", uuid.NewString(), ":conversation_id", uuid.NewString(), ":integration_id", uuid.NewString()).Replace(path)
		for _, cursor := range []string{"x", uuid.NewString(), company, contact, ana.id.String(), uuid.Nil.String(), "%00", "%ff", "-1", "0", "1e9", "%7B%7D", "eyJhIjoxfQ==", strings.Repeat("9", 400), "urn:uuid:" + company, "%7B" + company + "%7D", "' OR 1=1", "2026-11-30T00:00:00Z", contact[:18], strings.ToUpper(contact), contact + "x", "%ff%fe", "%F0%28%8C%28", strings.Repeat("A", 10_000), "1e309", "%EF%BC%90", "-" + strings.Repeat("9", 400)} {
			answer := ana.do("GET", path+"?cursor="+strings.ReplaceAll(cursor, " ", "%20"), nil)
			require.Less(t, answer.StatusCode, 500, "%s with %q: %s", path, cursor, answer.body)
		}
	}
	require.Greater(t, lists, 5)
}
