package halopsatest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"countersign/integrations/fake"
)

// Lookups are bare arrays.

func (s *Server) listStatuses(c call) {
	out := []map[string]any{}
	for i, one := range statuses {
		if kind := c.number("tickettype_id"); kind != 0 && !one.of(kind) || c.is("excludeclosed") && one.closes {
			continue
		}
		out = append(out, map[string]any{"id": one.id, "name": one.name, "shortname": one.name, "type": 0, "sequence": i + 1, "colour": "#5bc0de"})
	}
	fake.SendJSON(c.w, http.StatusOK, out)
}

func (st status) of(kind int) bool { return st.kinds == nil || slices.Contains(st.kinds, kind) }

func statusOf(id int) (status, bool) {
	at := slices.IndexFunc(statuses, func(one status) bool { return one.id == id })
	if at < 0 {
		return status{}, false
	}
	return statuses[at], true
}

func (s *Server) listTypes(c call) {
	out := []map[string]any{}
	for _, one := range ticketTypes {
		if one.canCreate || !c.is("can_create_only") {
			out = append(out, map[string]any{"id": one.id, "name": one.name, "use": "ticket", "cancreate": one.canCreate})
		}
	}
	fake.SendJSON(c.w, http.StatusOK, out)
}

func (s *Server) listTeams(c call) {
	out := []map[string]any{}
	for i, one := range teams {
		out = append(out, map[string]any{"id": i + 1, "name": one, "inactive": false})
	}
	fake.SendJSON(c.w, http.StatusOK, out)
}

// listPriorities shows the same priorities once for every SLA.
func (s *Server) listPriorities(c call) {
	out := []map[string]any{}
	for _, sla := range slas {
		for i, one := range priorities {
			if wanted := c.number("slaid"); wanted == 0 || wanted == sla {
				out = append(out, map[string]any{"id": fmt.Sprintf("00000000-0000-4000-8000-%06d%06d", sla, i+1), "slaid": sla, "priorityid": i + 1, "name": one, "ishidden": false})
			}
		}
	}
	fake.SendJSON(c.w, http.StatusOK, out)
}

func (s *Server) listCategories(c call) {
	out := []map[string]any{}
	for i, one := range categories {
		if c.number("type_id") == 1 {
			_, last, _ := strings.Cut(one, ">")
			out = append(out, map[string]any{"id": 40 + i, "value": one, "category_name": last, "type_id": 1})
		}
	}
	fake.SendJSON(c.w, http.StatusOK, out)
}

func (s *Server) showMe(c call) {
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"id": AgentOurs, "name": "Countersign", "isdisabled": false, "isapiagent": true, "team": Team})
}
