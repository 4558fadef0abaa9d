package syncrotest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// row is a ticket as lists show it, with the comment that it was opened with.
func (s *Server) row(t ticket) shown {
	out := shown{
		"id": t.ID, "number": t.Number, "subject": t.words("subject"), "status": t.words("status"), "problem_type": orNull(t.words("problem_type")),
		"priority": orNull(t.words("priority")), "customer_id": t.id("customer_id"), "contact_id": nil, "contact_fullname": nil, "user_id": t.Input["user_id"],
		"ticket_type_id": t.Input["ticket_type_id"], "ticket_type_name": nil, "resolved_at": nil, "created_at": t.Created, "updated_at": t.Updated, "comments": []any{},
	}
	if of, exists := s.customers.Get(t.id("customer_id")); exists {
		out["customer_business_then_name"] = of.Name
	}
	if of, exists := s.contacts.Get(t.id("contact_id")); exists {
		out["contact_id"], out["contact_fullname"] = of.ID, of.Name
	}
	for _, one := range ticketTypes {
		if one["id"] == t.id("ticket_type_id") {
			out["ticket_type_name"] = one["name"]
		}
	}
	if t.closed() {
		out["resolved_at"] = t.Updated
	}
	if held := s.comments.Of(t.ID); len(held) > 0 {
		out["comments"] = []any{held[0].shown()}
	}
	return out
}

// whole is a ticket by itself: its customer and its contact are objects, and all its comments are there, the newest first.
func (s *Server) whole(t ticket) shown {
	out := s.row(t)
	delete(out, "contact_id")
	delete(out, "contact_fullname")
	out["contact"], out["ticket_timers"], out["attachments"] = nil, []any{}, []any{}
	if of, exists := s.customers.Get(t.id("customer_id")); exists {
		out["customer"] = of.shown()
	}
	if of, exists := s.contacts.Get(t.id("contact_id")); exists {
		out["contact"] = of.shown()
	}
	said := []any{}
	for _, one := range slices.Backward(s.comments.Of(t.ID)) {
		said = append(said, one.shown())
	}
	out["comments"] = said
	return out
}

func (s *Server) getTicket(a asked) reply {
	found, exists := s.tickets.Get(a.id)
	if !exists {
		return notFound
	}
	return ok(shown{"ticket": s.whole(found)})
}

func (s *Server) createTicket(a asked) reply {
	made := ticket{ID: s.tickets.Last + 1, Number: firstNumber + s.tickets.Last + 1 - FirstTicket, Created: s.now(), Input: shown{"status": statuses[0]}}
	if a.body["customer_id"] == nil {
		return reply{http.StatusUnprocessableEntity, shown{"error": "Customer required field"}, "required.customer_id"}
	}
	if wrong := s.settle(&made, a.body); wrong != nil {
		return *wrong
	}
	given, _ := a.body["comments_attributes"].([]any)
	var said []comment
	for _, one := range given {
		body, _ := one.(map[string]any)
		opened, wrong := s.newComment(made.ID, body)
		if wrong != nil {
			return *wrong
		}
		opened.ID += len(said)
		said = append(said, opened)
	}
	if s.Keep("ticket", made) != nil {
		return unstored
	}
	for _, one := range said {
		if s.Keep("comment", one) != nil {
			return unstored
		}
	}
	return ok(shown{"ticket": s.whole(made)})
}

func (s *Server) updateTicket(a asked) reply {
	held, exists := s.tickets.Get(a.id)
	if !exists {
		return notFound
	}
	held.Input = maps.Clone(held.Input)
	if wrong := s.settle(&held, a.body); wrong != nil {
		return *wrong
	}
	if s.Keep("ticket", held) != nil {
		return unstored
	}
	return ok(shown{"ticket": s.whole(held)})
}

// settle writes a body into a ticket, when all of it is right. Who names what only Syncro can know not to be there breaks no rule.
func (s *Server) settle(t *ticket, body shown) *reply {
	refuse := func(rule, sentence string) *reply {
		no := blank(rule, sentence)
		return &no
	}
	if rule := judge(body, ticketFields); rule != "" {
		return refuse(rule, "Ticket is invalid")
	}
	for name, value := range body {
		if name != "comments_attributes" && value != nil {
			t.Input[name] = value
		}
	}
	subject := t.words("subject")
	_, customer := s.customers.Get(t.id("customer_id"))
	_, contact := s.contacts.Get(t.id("contact_id"))
	status, priority, problem := t.words("status"), t.words("priority"), t.words("problem_type")
	switch {
	case strings.TrimSpace(subject) == "":
		return refuse("required.subject", "Subject can't be blank")
	case utf8.RuneCountInString(subject) > maxLine || strings.ContainsAny(subject, "\r\n"):
		return refuse("grammar.subject", "Subject is too long")
	case !customer:
		return refuse("", "Customer can't be blank")
	case t.id("contact_id") != 0 && !contact:
		return refuse("", "Contact can't be blank")
	case !slices.Contains(statuses, status):
		return refuse("", "Status is not included in the list")
	case !slices.Contains(priorities, priority):
		return refuse("", "Priority is not included in the list")
	case problem != "" && !slices.Contains(problemTypes, problem):
		return refuse("", "Problem type is not included in the list")
	case t.id("user_id") != 0 && !isUser(t.id("user_id")):
		return refuse("", "User can't be blank")
	}
	t.Updated = s.now()
	return nil
}

func isUser(id int) bool {
	return slices.ContainsFunc(users, func(one shown) bool { return one["id"] == id })
}

func (s *Server) deleteTicket(a asked) reply {
	if _, exists := s.tickets.Get(a.id); !exists {
		return notFound
	}
	if s.Keep("ticket_deleted", a.id) != nil {
		return unstored
	}
	return ok(shown{"message": "Ticket was successfully deleted. "})
}
