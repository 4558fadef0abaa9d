package zendesktest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
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
		if who, ok := st.users.get(one.Requester); ok && !in[one.Requester] {
			users = append(users, who.json())
		}
		if of, ok := st.organizations.get(one.Org); ok && !in[one.Org] {
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
	found, ok := s.tickets.get(c.id)
	if !ok || found.Deleted {
		missing(c.w)
		return nil, false
	}
	return found, true
}

func (s *Server) listTickets(c call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	external, asked := c.query.Get("external_id"), c.query.Has("external_id")
	page, m, ok := pageOf(s, c, s.tickets.rows, (*ticket).key, func(t *ticket) bool { return !t.Deleted && (!asked || t.External == external) }, false)
	if ok {
		s.sendTickets(c, page, map[string]any{"meta": m})
	}
}

// showTickets tells those that there are of a list of ids.
func (s *Server) showTickets(c call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*ticket
	for _, text := range strings.Split(c.query.Get("ids"), ",") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			s.refuse(c.w, c.r, http.StatusBadRequest, "ids", badParameter("InvalidParameter", "ids must be numbers"))
			return
		}
		if one, ok := s.tickets.get(id); ok && !one.Deleted {
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
	send(c.w, http.StatusOK, out)
}

func (s *Server) showTicket(c call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.standingTicket(c); ok {
		out := s.beside(c, []*ticket{found})
		out["ticket"] = found.json()
		send(c.w, http.StatusOK, out)
	}
}

func (s *Server) listComments(c call) {
	s.mu.Lock()
	defer s.mu.Unlock()
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
	send(c.w, http.StatusOK, map[string]any{"comments": shown, "meta": m})
}

// keyKept is how long an idempotency key is remembered, in seconds.
const keyKept = 2 * 60 * 60

func (s *Server) createTicket(c call) {
	given, ok := s.jsonBody(c.w, c.r, "ticket")
	if !ok {
		return
	}
	known := maps.Clone(ticketFields)
	maps.Copy(known, firstFields)
	if !s.written(c, given, known) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.denied["create_tickets"] {
		forbidden(c.w)
		return
	}
	key, body := c.r.Header.Get("Idempotency-Key"), fmt.Sprint(given)
	if before, ok := s.answered[key]; key != "" && ok && s.now()-before.at < keyKept {
		s.again(c, before, body)
		return
	}
	made := &ticket{ID: s.tickets.last + 1, Status: "new", Requester: AgentOurs, Form: FormDefault, Created: s.now(), Updated: s.now(), External: textAt(given, "external_id")}
	if requester := numberAt(given, "requester_id"); requester != 0 {
		made.Requester = requester
	}
	if who, ok := s.users.get(made.Requester); ok {
		made.Org = who.Org
	}
	if _, said := given["comment"]; !said {
		s.refuse(c.w, c.r, http.StatusUnprocessableEntity, "ticket.comment", invalid("base", "BlankValue", "Description: cannot be blank"))
		return
	}
	if _, ok := s.applied(c, made, given, true); !ok {
		return
	}
	if key != "" {
		c.w.Header().Set("X-Idempotency-Lookup", "miss")
		s.answered[key] = answered{body: body, id: made.ID, at: s.now()}
	}
	s.sendWritten(c, http.StatusCreated, made, given)
}

// again answers a request that was answered already: with the same ticket, or not at all when it asks for another.
func (s *Server) again(c call, before answered, body string) {
	if before.body != body {
		s.refuse(c.w, c.r, http.StatusBadRequest, "idempotency", problem{Error: "IdempotentRequestError", Description: "Request parameters don't match the given idempotency key"})
		return
	}
	if made, ok := s.tickets.get(before.id); ok {
		c.w.Header().Set("X-Idempotency-Lookup", "hit")
		send(c.w, http.StatusCreated, map[string]any{"ticket": made.json(), "audit": audit(made, made.Comments[:1])})
	}
}

func (s *Server) updateTicket(c call) {
	given, ok := s.jsonBody(c.w, c.r, "ticket")
	if !ok || !s.written(c, given, ticketFields) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.standingTicket(c)
	if !ok {
		return
	}
	_, speaks := given["comment"]
	if s.denied["edit_tickets"] && (!speaks || len(given) > 1) {
		forbidden(c.w) // whoever may not edit a ticket may still speak in it
		return
	}
	if before.Status == "closed" {
		send(c.w, http.StatusUnprocessableEntity, invalid("status", "", "Status: closed prevents ticket update"))
		return
	}
	after := *before
	after.Comments, after.Updated = slices.Clone(before.Comments), s.now()
	if _, ok := s.applied(c, &after, given, false); ok {
		s.sendWritten(c, http.StatusOK, &after, given)
	}
}

// sendWritten stores a ticket and shows it with the record of the change.
func (s *Server) sendWritten(c call, status int, t *ticket, given map[string]any) {
	if err := keep(s, "ticket", t, s.putTicket); err != nil {
		send(c.w, http.StatusInternalServerError, problem{Error: "InternalError", Description: err.Error()})
		return
	}
	var said []comment
	if _, ok := given["comment"]; ok {
		said = t.Comments[len(t.Comments)-1:]
	}
	send(c.w, status, map[string]any{"ticket": t.json(), "audit": audit(t, said)})
}

// audit is the record of a change. Its first event is never the comment, so that nobody gets used to that.
func audit(t *ticket, said []comment) map[string]any {
	events := []map[string]any{{"id": t.Updated * 10, "type": "Change", "field_name": "updated_at", "value": stampOf(t.Updated)}}
	for _, one := range said {
		events = append(events, one.json())
	}
	return map[string]any{"id": t.Updated * 10, "ticket_id": t.ID, "author_id": AgentOurs, "events": events}
}

// written holds a ticket that a client wrote against the fields that there are.
func (s *Server) written(c call, given map[string]any, known fields) bool {
	name, code := known.check(given)
	if code == "" {
		if said, ok := given["comment"].(map[string]any); ok {
			name, code = commentFields.check(said)
		}
	}
	if code != "" {
		s.refuse(c.w, c.r, http.StatusUnprocessableEntity, "ticket."+name, invalid(name, code, name+" is not valid"))
	}
	return code == ""
}

// applied changes a ticket as it was asked to be; ok is false for what Zendesk refuses, which it answers. That is a violation, for a client can know
// all of it, except that a group, a status or somebody may have gone meanwhile.
func (s *Server) applied(c call, t *ticket, given map[string]any, first bool) (*ticket, bool) {
	no := func(field, code, why string) (*ticket, bool) {
		send(c.w, http.StatusUnprocessableEntity, invalid(field, code, why))
		return nil, false
	}
	if who, ok := s.users.get(t.Requester); !ok || who.Deleted || who.Suspended && first {
		return no("requester", "InvalidValue", "Requester: is suspended or was deleted")
	}
	if org := numberAt(given, "organization_id"); org != 0 {
		if who, _ := s.users.get(t.Requester); who.Org != org {
			return no("organization", "InvalidValue", "Organization: is not one of the requester's")
		}
		t.Org = org
	}
	for _, one := range []struct {
		name string
		rows []row
		into *int64
	}{{"group_id", groups, &t.Group}, {"ticket_form_id", forms, &t.Form}} {
		if id := numberAt(given, one.name); id != 0 {
			if !named(one.rows, id) {
				return no(one.name, "InvalidValue", one.name+": is invalid")
			}
			*one.into = id
		}
	}
	for name, into := range map[string]*string{"subject": &t.Subject, "type": &t.Type, "priority": &t.Priority} {
		if words := textAt(given, name); words != "" {
			*into = words
		}
	}
	if words := textAt(given, "status"); words != "" {
		if words == "closed" && t.Status != "solved" {
			return no("status", "InvalidValue", "Status: closed is not possible before solved")
		}
		t.Status = words
		if words != "closed" {
			t.CustomStatus = usual(words)
		}
	}
	if own := numberAt(given, "custom_status_id"); own != 0 {
		one, ok := statusOf(own)
		if !ok || !one.Active {
			return no("custom_status_id", "InvalidValue", "Ticket status: is invalid")
		}
		t.Status, t.CustomStatus = one.Category, own
	}
	if t.CustomStatus == 0 {
		t.CustomStatus = usual(t.Status)
	}
	if said, ok := given["comment"].(map[string]any); ok {
		return s.spoken(c, t, said, no)
	}
	return t, true
}

// spoken adds a comment. A comment is public unless it says that it is not.
func (s *Server) spoken(c call, t *ticket, said map[string]any, no func(field, code, why string) (*ticket, bool)) (*ticket, bool) {
	body := textAt(said, "body")
	if strings.TrimSpace(body) == "" {
		s.violate(c.r, "comment.body", "an empty comment")
		return no("comment", "BlankValue", "Comment: cannot be blank")
	}
	if len(t.Comments) >= commentsKept {
		return no("comment", "TooManyValues", "Comment: a ticket holds 5000")
	}
	public, told := said["public"].(bool)
	one := comment{ID: s.lastComment + 1, Body: body, Public: public || !told, Author: AgentOurs, Created: s.now()}
	uploads, _ := said["uploads"].([]any)
	for _, token := range uploads {
		held, ok := s.uploads[textOf(token)]
		if !ok {
			return no("uploads", "InvalidValue", "Uploads: token is invalid")
		}
		delete(s.uploads, textOf(token))
		one.Files = append(one.Files, held)
	}
	s.lastComment++
	t.Comments = append(t.Comments, one)
	return t, true
}

func (s *Server) deleteTicket(c call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.standingTicket(c)
	if !ok {
		return
	}
	after := *before
	after.Deleted, after.Updated = true, s.now()
	if err := keep(s, "ticket", &after, s.putTicket); err != nil {
		send(c.w, http.StatusInternalServerError, problem{Error: "InternalError", Description: err.Error()})
		return
	}
	c.w.WriteHeader(http.StatusNoContent)
}
