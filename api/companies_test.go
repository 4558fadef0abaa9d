package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
)

func TestCompaniesAreAddedFoundAndRenamed(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.post("/companies", object{"name": "  Northwind   Dental ", "country": "GB"}).ok(http.StatusCreated)
	require.Equal(t, "Northwind Dental", northwind["name"])
	require.Equal(t, "GB", northwind["country"])
	require.EqualValues(t, 0, northwind["contacts"])
	m.company("Harbor Logistics")
	require.Equal(t, []any{"Harbor Logistics", "Northwind Dental"}, m.get("/companies").column("name"))
	require.Equal(t, []any{"Northwind Dental"}, m.get("/companies?query=dent").column("name"))

	path := "/companies/" + northwind["id"].(string)
	m.contact(northwind["id"].(string), "Ana Torres", nil)
	changed := m.patch(path, object{"name": "Northwind Smiles", "country": "US"}).ok(http.StatusOK)
	require.Equal(t, "Northwind Smiles", changed["name"])
	require.EqualValues(t, 1, changed["contacts"])
	m.patch(path, object{"name": "Northwind Smiles"}).ok(http.StatusOK)
	require.Equal(t, []any{"company.changed", "contact.created", "company.created", "company.created"}, m.actions(), "what changes nothing is not in the log")
	require.Equal(t, object{"fields": []any{"name", "country"}}, m.get("/audit?action=company.changed").items()[0]["details"])
}

func TestCompaniesRefuse(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	require.Equal(t, []string{"name"}, m.post("/companies", object{"name": "NORTHWIND  dental"}).refused(http.StatusConflict, "conflict"))
	require.Equal(t, []string{"name"}, m.post("/companies", object{"name": "   "}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, []string{"name"}, m.post("/companies", object{"name": "North\u202ewind"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, []string{"country"}, m.post("/companies", object{"name": "Harbor", "country": "XX"}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	harbor := m.company("Harbor Logistics")
	require.Equal(t, []string{"name"}, m.patch("/companies/"+harbor, object{"name": "Northwind Dental"}).refused(http.StatusConflict, "conflict"))
	require.Equal(t, []string{"cursor"}, m.get("/companies?cursor="+uuid.NewString()).refused(http.StatusUnprocessableEntity, "validation_failed"))
	m.with("contacts:read").post("/companies", object{"name": "X"}).refused(http.StatusForbidden, "forbidden")
	m.with("contacts:read").get("/companies/" + northwind).ok(http.StatusOK)
}

func TestACompanySaysWhichPSAsKnowIt(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind := m.company("Northwind Dental")
	m.company("Harbor Logistics")
	integration := m.knownBy("ConnectWise", northwind, "4711", false)
	m.knownBy("Halo", northwind, "17", true)
	sources := []any{
		object{"integration_id": integration, "name": "ConnectWise", "kind": "connectwise", "external_id": "4711", "gone": false},
		object{"integration_id": m.knownBy("Zendesk", northwind, "9", false), "name": "Zendesk", "kind": "connectwise", "external_id": "9", "gone": false},
	}
	m.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE integrations SET archived_at = now() WHERE name = 'Halo'`)
		return err
	})

	path := "/companies/" + northwind
	require.Equal(t, sources, m.get(path).ok(http.StatusOK)["sources"], "by id, without the one that was disconnected")
	require.Equal(t, []any{nil, sources}, m.get("/companies").column("sources"), "in the list, where companies without a source have none")
	require.Equal(t, sources, m.patch(path, object{"country": "GB"}).ok(http.StatusOK)["sources"], "and of what was changed")
}

func TestACompanyOfNoPSAHasNoSource(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mine, theirs := h.msp(), h.msp()
	company := mine.company("Northwind Dental")
	integration := theirs.knownBy("ConnectWise", theirs.company("Northwind Dental"), "4711", true)
	require.NotContains(t, mine.get("/companies/"+company).ok(http.StatusOK), "sources")
	inactive := []any{object{"integration_id": integration, "name": "ConnectWise", "kind": "connectwise", "external_id": "4711", "gone": true}}
	require.Equal(t, []any{inactive}, theirs.get("/companies").column("sources"))
}

// knownBy links a company to the record of a connection that is made for it, and tells the connection's id.
func (m msp) knownBy(psa, company, externalID string, gone bool) string {
	m.t.Helper()
	id := store.NewID()
	m.in(func(ctx context.Context, tx store.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO integrations (tenant_id, id, kind, name, ticket_system) VALUES ($1, $2, 'connectwise', $3, true)`, tx.Tenant, id, psa); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO company_links (tenant_id, integration_id, external_id, company_id, digest, active, linked_at) VALUES ($1, $2, $3, $4, '\x01', $5, now())`, tx.Tenant, id, externalID, company, !gone)
		return err
	})
	return id.String()
}

func TestCompaniesPage(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	for _, name := range []string{"Cedar", "Alder", "Birch"} {
		m.company(name)
	}
	first := m.get("/companies?limit=2")
	require.Equal(t, []any{"Alder", "Birch"}, first.column("name"))
	second := m.get("/companies?limit=2&cursor=" + first.body["next_cursor"].(string))
	require.Equal(t, []any{"Cedar"}, second.column("name"))
	require.NotContains(t, second.body, "next_cursor")
}

func TestAnotherMSPsCompanyIsNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mine, theirs := h.msp(), h.msp()
	company := mine.company("Northwind Dental")
	contact := mine.contact(company, "Ana Torres", nil)
	for _, path := range []string{"/companies/" + company, "/companies/" + company + "/policy", "/contacts/" + contact, "/contacts/" + contact + "/channels"} {
		theirs.get(path).refused(http.StatusNotFound, "not_found")
	}
	theirs.patch("/companies/"+company, object{"name": "Mine now"}).refused(http.StatusNotFound, "not_found")
	theirs.delete("/contacts/"+contact).refused(http.StatusNotFound, "not_found")
	theirs.delete("/companies/"+company+"/policy").refused(http.StatusNotFound, "not_found")
	require.Empty(t, theirs.get("/companies").items())
	require.Empty(t, theirs.get("/contacts?company_id="+company).items())
	require.Equal(t, []string{"company_id"}, theirs.post("/contacts", object{"name": "Eve", "company_id": company}).refused(http.StatusUnprocessableEntity, "validation_failed"))
}

func TestWhoWorksForSomeCompaniesSeesOnlyThose(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	northwind, harbor := m.company("Northwind Dental"), m.company("Harbor Logistics")
	ana := m.contact(northwind, "Ana Torres", object{"email": "ana@northwind.example"})
	chen := m.contact(harbor, "Chen Wei", object{"email": "chen@harbor.example"})
	policy := m.get("/policies/default").ok(http.StatusOK)["policy"].(object)
	policy["code_length"] = 8
	m.put("/companies/"+harbor+"/policy", policy).ok(http.StatusOK)

	sam := m.limitedTo(northwind)
	require.Equal(t, []any{"Northwind Dental"}, sam.get("/companies").column("name"))
	require.Equal(t, []any{"Ana Torres"}, sam.get("/contacts").column("name"))
	require.Empty(t, sam.get("/contacts?query=chen").items())
	require.Empty(t, sam.get("/contacts?email=chen@harbor.example").items())
	require.Empty(t, sam.get("/contacts?company_id="+harbor).items())
	require.Len(t, sam.get("/policies").items(), 1, "another company's policy is not theirs to see")
	for _, path := range []string{"/companies/" + harbor, "/companies/" + harbor + "/policy", "/contacts/" + chen, "/contacts/" + chen + "/channels"} {
		sam.get(path).refused(http.StatusNotFound, "not_found")
	}
	sam.patch("/companies/"+harbor, object{"name": "X"}).refused(http.StatusNotFound, "not_found")
	sam.delete("/contacts/"+chen).refused(http.StatusForbidden, "forbidden") // erasing is for Admins, whosever contact it is
	sam.post("/companies", object{"name": "New Co"}).refused(http.StatusForbidden, "forbidden")
	require.Equal(t, []string{"company_id"}, sam.post("/contacts", object{"name": "Eve", "company_id": harbor}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	require.Equal(t, []string{"company_id"}, sam.patch("/contacts/"+ana, object{"company_id": harbor}).refused(http.StatusUnprocessableEntity, "validation_failed"))

	done := sam.post("/contacts/import", object{"csv": "name,company\nBea,Northwind Dental\nEve,Harbor Logistics\nDan,New Co\n", "commit": true}).ok(http.StatusOK)
	require.Equal(t, []any{1.0, 2.0, 0.0}, []any{done["created"], done["bad"], done["companies_created"]})
	require.Equal(t, []any{"Chen Wei"}, m.get("/contacts?company_id="+harbor).column("name"))
}
