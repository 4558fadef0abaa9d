package zendesktest

import (
	"net/http"

	"countersign/integrations/fake"
)

func (o *organization) json() map[string]any {
	return map[string]any{
		"id": o.ID, "name": o.Name, "domain_names": []string{}, "details": nil, "notes": nil, "external_id": nil, "group_id": nil, "shared_tickets": false,
		"shared_comments": false, "tags": []string{}, "organization_fields": map[string]any{}, "created_at": stampOf(o.Created), "updated_at": stampOf(o.Updated),
	}
}

func (s *Server) listOrganizations(c call) {
	page, m, ok := pageOf(s, c, s.organizations.Rows, (*organization).Key, all, false)
	if !ok {
		return
	}
	shown := make([]map[string]any, len(page))
	for i, one := range page {
		shown[i] = one.json()
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"organizations": shown, "meta": m})
}

func (s *Server) showOrganization(c call) {
	found, ok := s.organizations.Get(c.id)
	if !ok {
		missing(c.w)
		return
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"organization": found.json()})
}
