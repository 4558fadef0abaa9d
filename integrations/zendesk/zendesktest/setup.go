package zendesktest

import (
	"net/http"
	"slices"

	"countersign/integrations/fake"
)

func rowsJSON(rows []row) []map[string]any {
	out := make([]map[string]any, len(rows))
	for i, one := range rows {
		out[i] = map[string]any{"id": one.ID, "name": one.Name, "active": true, "deleted": false, "created_at": stampOf(founded), "updated_at": stampOf(founded)}
	}
	return out
}

func (s *Server) listGroups(c call) {
	if page, m, ok := pageOf(s, c, groups, func(r row) int64 { return r.ID }, all, false); ok {
		fake.SendJSON(c.w, http.StatusOK, map[string]any{"groups": rowsJSON(page), "meta": m})
	}
}

func (s *Server) listForms(c call) {
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"ticket_forms": rowsJSON(forms), "count": len(forms), "next_page": nil, "previous_page": nil})
}

func (s *Server) listStatuses(c call) {
	var shown []map[string]any
	for _, one := range statuses {
		if wanted := c.query.Get("active"); wanted == "" || (wanted == "true") == one.Active {
			shown = append(shown, map[string]any{
				"id": one.ID, "status_category": one.Category, "agent_label": one.Label, "end_user_label": one.Label, "active": one.Active, "default": one.Default,
				"created_at": stampOf(founded), "updated_at": stampOf(founded),
			})
		}
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"custom_statuses": shown})
}

// option is what a field of Zendesk's own can be.
type option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ticketField is a field of tickets as it is set up.
type ticketField struct {
	ID      int64    `json:"id"`
	Type    string   `json:"type"`
	Title   string   `json:"title"`
	Active  bool     `json:"active"`
	Options []option `json:"system_field_options,omitempty"`
}

var setUp = []ticketField{
	{ID: 301, Type: "subject", Title: "Subject", Active: true}, {ID: 302, Type: "description", Title: "Description", Active: true},
	{ID: 303, Type: "status", Title: "Status", Active: true, Options: []option{{"Open", "open"}, {"Pending", "pending"}, {"Solved", "solved"}}},
	{ID: 304, Type: "tickettype", Title: "Type", Active: true, Options: []option{{"Question", "question"}, {"Incident", "incident"}, {"Problem", "problem"}, {"Task", "task"}}},
	{ID: 305, Type: "priority", Title: "Priority", Active: true, Options: []option{{"Low", "low"}, {"Normal", "normal"}, {"High", "high"}, {"Urgent", "urgent"}}},
	{ID: 306, Type: "group", Title: "Group", Active: true}, {ID: 307, Type: "assignee", Title: "Assignee", Active: true},
}

func (s *Server) listTicketFields(c call) {
	if page, m, ok := pageOf(s, c, setUp, func(f ticketField) int64 { return f.ID }, all, false); ok {
		fake.SendJSON(c.w, http.StatusOK, map[string]any{"ticket_fields": page, "meta": m})
	}
}

func (s *Server) listUserFields(c call) {
	own := slices.Clone([]map[string]any{
		{"id": int64(321), "key": MobileField, "type": "text", "title": "Mobile phone", "active": true}, {"id": int64(322), "key": "plan", "type": "dropdown", "title": "Plan", "active": true},
		{"id": int64(323), "key": "old_mobile", "type": "text", "title": "Mobile (old)", "active": false},
	})
	if page, m, ok := pageOf(s, c, own, func(f map[string]any) int64 { return f["id"].(int64) }, all, false); ok {
		fake.SendJSON(c.w, http.StatusOK, map[string]any{"user_fields": page, "meta": m})
	}
}
