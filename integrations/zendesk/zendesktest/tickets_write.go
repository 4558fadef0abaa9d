package zendesktest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/integrations/fake"
)

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
	if s.Denied("create_tickets") {
		forbidden(c.w)
		return
	}
	key, body := c.r.Header.Get("Idempotency-Key"), fmt.Sprint(given)
	if before, ok := s.answered[key]; key != "" && ok && s.now()-before.at < keyKept {
		s.again(c, before, body)
		return
	}
	made := &ticket{ID: s.tickets.Last + 1, Status: "new", Requester: AgentOurs, Form: FormDefault, Created: s.now(), Updated: s.now(), External: textAt(given, "external_id")}
	if requester := numberAt(given, "requester_id"); requester != 0 {
		made.Requester = requester
	}
	if who, ok := s.users.Get(made.Requester); ok {
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
	if made, ok := s.tickets.Get(before.id); ok {
		c.w.Header().Set("X-Idempotency-Lookup", "hit")
		fake.SendJSON(c.w, http.StatusCreated, map[string]any{"ticket": made.json(), "audit": audit(made, made.Comments[:1])})
	}
}

func (s *Server) updateTicket(c call) {
	given, ok := s.jsonBody(c.w, c.r, "ticket")
	if !ok || !s.written(c, given, ticketFields) {
		return
	}
	before, ok := s.standingTicket(c)
	if !ok {
		return
	}
	_, speaks := given["comment"]
	if s.Denied("edit_tickets") && (!speaks || len(given) > 1) {
		forbidden(c.w) // an agent who may not edit a ticket may still comment
		return
	}
	if before.Status == "closed" {
		fake.SendJSON(c.w, http.StatusUnprocessableEntity, invalid("status", "", "Status: closed prevents ticket update"))
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
	if err := s.Keep("ticket", t); err != nil {
		fake.SendJSON(c.w, http.StatusInternalServerError, problem{Error: "InternalError", Description: err.Error()})
		return
	}
	var said []comment
	if _, ok := given["comment"]; ok {
		said = t.Comments[len(t.Comments)-1:]
	}
	fake.SendJSON(c.w, status, map[string]any{"ticket": t.json(), "audit": audit(t, said)})
}

// audit is the record of a change. Its first event is never the comment, so that no client relies on the order.
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
// all of it, except that a group, a status or a user may have gone meanwhile.
func (s *Server) applied(c call, t *ticket, given map[string]any, first bool) (*ticket, bool) {
	no := func(field, code, why string) (*ticket, bool) {
		fake.SendJSON(c.w, http.StatusUnprocessableEntity, invalid(field, code, why))
		return nil, false
	}
	if who, ok := s.users.Get(t.Requester); !ok || who.Deleted || who.Suspended && first {
		return no("requester", "InvalidValue", "Requester: is suspended or was deleted")
	}
	if org := numberAt(given, "organization_id"); org != 0 {
		if who, _ := s.users.Get(t.Requester); who.Org != org {
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
		s.Violate(c.r, "comment.body", "an empty comment")
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
	before, ok := s.standingTicket(c)
	if !ok {
		return
	}
	after := *before
	after.Deleted, after.Updated = true, s.now()
	if err := s.Keep("ticket", after); err != nil {
		fake.SendJSON(c.w, http.StatusInternalServerError, problem{Error: "InternalError", Description: err.Error()})
		return
	}
	c.w.WriteHeader(http.StatusNoContent)
}
