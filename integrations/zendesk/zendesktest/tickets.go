package zendesktest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

func (t *ticket) json() map[string]any {
	return map[string]any{
		"id": t.ID, "subject": t.Subject, "raw_subject": t.Subject, "description": t.Comments[0].Body, "status": t.Status, "custom_status_id": t.CustomStatus,
		"type": orNull(t.Type), "priority": orNull(t.Priority), "requester_id": t.Requester, "submitter_id": AgentOurs, "assignee_id": nil, "organization_id": idOrNull(t.Org),
		"group_id": idOrNull(t.Group), "ticket_form_id": idOrNull(t.Form), "external_id": orNull(t.External), "tags": []string{}, "custom_fields": []any{},
		"is_public": slices.ContainsFunc(t.Comments, func(c comment) bool { return c.Public }), "created_at": stampOf(t.Created), "updated_at": stampOf(t.Updated),
	}
}

func (c comment) json() map[string]any {
	files := []map[string]any{}
	for _, one := range c.Files {
		files = append(files, one.json())
	}
	return map[string]any{
		"id": c.ID, "type": "Comment", "author_id": c.Author, "body": c.Body, "html_body": "<div class=\"zd-comment\">…</div>", "plain_body": strings.ReplaceAll(c.Body, "\n", " \n"),
		"public": c.Public, "attachments": files, "created_at": stampOf(c.Created),
	}
}

func (f file) json() map[string]any {
	return map[string]any{"id": f.ID, "file_name": f.Name, "content_type": f.Type, "size": f.Size, "inline": false}
}

// beside are the records that tickets name, where they are asked for.
func (st *state) beside(c call, tickets []*ticket) map[string]any {
	users, organizations, in := []map[string]any{}, []map[string]any{}, map[int64]bool{}
	for _, one := range tickets {
		if who, ok := st.users.Get(one.Requester); ok && !in[one.Requester] {
			users = append(users, who.json())
		}
		if of, ok := st.organizations.Get(one.Org); ok && !in[one.Org] {
			organizations = append(organizations, of.json())
		}
		in[one.Requester], in[one.Org] = true, true
	}
	out := map[string]any{}
	for name, rows := range map[string][]map[string]any{"users": users, "organizations": organizations, "groups": rowsJSON(groups)} {
		if c.includes(name) {
			out[name] = rows
		}
	}
	return out
}

// standingTicket is a ticket that was not deleted; it answers for any other.
func (s *Server) standingTicket(c call) (*ticket, bool) {
	found, ok := s.tickets.Get(c.id)
	if !ok || found.Deleted {
		missing(c.w)
		return nil, false
	}
	return found, true
}

func (s *Server) listTickets(c call) {
	external, asked := c.query.Get("external_id"), c.query.Has("external_id")
	page, m, ok := pageOf(s, c, s.tickets.Rows, (*ticket).Key, func(t *ticket) bool { return !t.Deleted && (!asked || t.External == external) }, false)
	if ok {
		s.sendTickets(c, page, map[string]any{"meta": m})
	}
}

// showTickets tells those that there are of a list of ids.
func (s *Server) showTickets(c call) {
	var found []*ticket
	for _, text := range strings.Split(c.query.Get("ids"), ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			s.refuse(c.w, c.r, http.StatusBadRequest, "ids", badParameter("InvalidParameter", "ids must be numbers"))
			return
		}
		if one, ok := s.tickets.Get(id); ok && !one.Deleted {
			found = append(found, one)
		}
	}
	s.sendTickets(c, found, map[string]any{"count": len(found), "next_page": nil, "previous_page": nil})
}

func (s *Server) sendTickets(c call, tickets []*ticket, out map[string]any) {
	shown := make([]map[string]any, len(tickets))
	for i, one := range tickets {
		shown[i] = one.json()
	}
	maps.Copy(out, s.beside(c, tickets))
	out["tickets"] = shown
	fake.SendJSON(c.w, http.StatusOK, out)
}

func (s *Server) showTicket(c call) {
	if found, ok := s.standingTicket(c); ok {
		out := s.beside(c, []*ticket{found})
		out["ticket"] = found.json()
		fake.SendJSON(c.w, http.StatusOK, out)
	}
}

func (s *Server) listComments(c call) {
	found, ok := s.standingTicket(c)
	if !ok {
		return
	}
	order := c.query.Get("sort")
	if order != "" && order != "created_at" && order != "-created_at" {
		s.refuse(c.w, c.r, http.StatusBadRequest, "sort", badParameter("InvalidParameter", "sort must be created_at or -created_at"))
		return
	}
	page, m, ok := pageOf(s, c, found.Comments, func(one comment) int64 { return one.ID }, all, order == "-created_at")
	if !ok {
		return
	}
	shown := make([]map[string]any, len(page))
	for i, one := range page {
		shown[i] = one.json()
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"comments": shown, "meta": m})
}
