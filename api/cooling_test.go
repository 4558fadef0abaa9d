package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/core/problem"
)

func TestAPersonInTheConsoleApprovesWhatOthersChanged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	tenant := d.msp("Bluepeak")
	lea, kim := d.add(tenant, newcomer{}).in(), d.add(tenant, newcomer{Role: "technician"}).in()
	company := lea.do(http.MethodPost, "/v1/companies", map[string]any{"name": "Northwind Dental", "country": "US"}).is(http.StatusCreated).text("id")
	ana := lea.do(http.MethodPost, "/v1/contacts", map[string]any{"name": "Ana Torres", "company_id": company, "mobile": "+14155550134"}).is(http.StatusCreated).text("id")
	key := lea.do(http.MethodPost, "/v1/api-keys", map[string]any{"name": "RMM", "scopes": []string{"contacts:read", "contacts:write"}}).is(http.StatusCreated).text("secret")

	d.do(http.MethodPatch, "/v1/contacts/"+ana, map[string]any{"mobile": "+14155550177"}, bearer(key)).is(http.StatusOK)
	var trail struct {
		Items []struct {
			ID           string
			Current      bool
			CoolsBecause string `json:"cools_because"`
		}
	}
	kim.do(http.MethodGet, "/v1/contacts/"+ana+"/points", nil).is(http.StatusOK).into(&trail)
	require.True(t, trail.Items[0].Current)
	require.Equal(t, "changed", trail.Items[0].CoolsBecause)
	approve, reason := "/v1/contacts/"+ana+"/points/"+trail.Items[0].ID+"/approve", map[string]any{"reason": "I called them"}
	d.do(http.MethodPost, approve, reason, bearer(key)).is(http.StatusForbidden).refused(problem.Forbidden)
	d.do(http.MethodPost, approve, reason, bearer(kim.podBearer())).is(http.StatusForbidden)
	lea.do(http.MethodPost, approve, reason).is(http.StatusForbidden) // the key is hers
	kim.do(http.MethodPost, approve, reason, cookie(gate.ConsoleCookie, kim.cookie)).is(http.StatusOK)

	// A second person of the same name is named on the page of either, and waits.
	second := kim.do(http.MethodPost, "/v1/contacts", map[string]any{"name": "Ana Torres", "company_id": company, "mobile": "+14155550178"}).is(http.StatusCreated)
	require.Equal(t, "same_name", second.field("shields").([]any)[0].(map[string]any)["cools_because"])
	require.Equal(t, []any{"name"}, second.field("duplicates").([]any)[0].(map[string]any)["by"])
}
