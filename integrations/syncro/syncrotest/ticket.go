package syncrotest

import (
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// row is a ticket as lists show it, with the comment that it was opened with.
func (s *Server) row(t ticket) shown {
	out := shown{
		"id": t.ID, "number": t.Number, "subject": t.words("subject"), "status": t.words("status"), "problem_type": orNull(t.words("problem_type")),
		"priority": orNull(t.words("priority")), "customer_id": t.id("customer_id"), "contact_id": nil, "contact_fullname": nil, "user_id": t.Input["user_id"],
		"ticket_type_id": t.Input["ticket_type_id"], "ticket_type_name": nil, "resolved_at": nil, "created_at": t.Created, "updated_at": t.Updated, "comments": []any{},
	}
	if of, exists := s.customers.row(t.id("customer_id")); exists {
		out["customer_business_then_name"] = of.Name
	}
	if of, exists := s.contacts.row(t.id("contact_id")); exists {
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
	if held := s.comments[t.ID]; len(held) > 0 {
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
	if of, exists := s.customers.row(t.id("customer_id")); exists {
		out["customer"] = of.shown()
	}
	if of, exists := s.contacts.row(t.id("contact_id")); exists {
		out["contact"] = of.shown()
	}
	said := []any{}
	for _, one := range slices.Backward(s.comments[t.ID]) {
		said = append(said, one.shown())
	}
	out["comments"] = said
	return out
}

// listTickets lists tickets, the newest first. Its meta does not tell how many there are.
func (s *Server) listTickets(a asked) reply {
	var after time.Time
	for name := range a.query {
		said := a.query.Get(name)
		_, err := strconv.Atoi(said)
		switch name {
		case "page", "query", "number", "status":
		case "customer_id", "contact_id":
			if err != nil {
				return wrongQuery("query." + name)
			}
		case "mine":
			if said != "true" && said != "false" {
				return wrongQuery("query.mine")
			}
		case "created_after":
			at, err := time.Parse(day, said)
			if err != nil {
				return wrongQuery("query.created_after")
			}
			after = at
		default:
			return wrongQuery("unserved." + name)
		}
	}
	var found []ticket
	for _, one := range slices.Backward(s.tickets.rows) {
		if one.matches(a) && (after.IsZero() || one.Created >= after.Format(stamp)) {
			found = append(found, one)
		}
	}
	from, to, meta, rule := pageOf(a.query, len(found), ticketsPage)
	if rule != "" {
		return wrongQuery(rule)
	}
	out := []any{}
	for _, one := range found[from:to] {
		out = append(out, s.row(one))
	}
	return ok(shown{"tickets": out, "meta": shown{"total_pages": meta["total_pages"], "page": meta["page"]}})
}

func (t ticket) matches(a asked) bool {
	for name := range a.query {
		said := a.query.Get(name)
		fits := true
		switch name {
		case "customer_id", "contact_id":
			fits = t.id(name) == number(said)
		case "number":
			fits = text(t.Number) == said
		case "mine":
			fits = said == "false" || t.id("user_id") == UserSam
		case "status":
			fits = t.words("status") == said || said == "Not Closed" && !t.closed()
		case "query":
			for _, word := range strings.Fields(strings.ToLower(said)) {
				fits = fits && (strings.Contains(strings.ToLower(t.words("subject")), word) || text(t.Number) == word)
			}
		}
		if !fits {
			return false
		}
	}
	return true
}

func (s *Server) getTicket(a asked) reply {
	found, exists := s.tickets.row(a.id)
	if !exists {
		return notFound
	}
	return ok(shown{"ticket": s.whole(found)})
}

func (s *Server) createTicket(a asked) reply {
	made := ticket{ID: s.tickets.next, Number: firstNumber + s.tickets.next - FirstTicket, Created: s.now(), Input: shown{"status": statuses[0]}}
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
	if s.keep("ticket", made) != nil {
		return unstored
	}
	for _, one := range said {
		if s.keep("comment", one) != nil {
			return unstored
		}
	}
	return ok(shown{"ticket": s.whole(made)})
}

func (s *Server) updateTicket(a asked) reply {
	held, exists := s.tickets.row(a.id)
	if !exists {
		return notFound
	}
	held.Input = maps.Clone(held.Input)
	if wrong := s.settle(&held, a.body); wrong != nil {
		return *wrong
	}
	if s.keep("ticket", held) != nil {
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
	_, customer := s.customers.row(t.id("customer_id"))
	_, contact := s.contacts.row(t.id("contact_id"))
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
	if _, exists := s.tickets.row(a.id); !exists {
		return notFound
	}
	if s.keep("ticket_deleted", a.id) != nil {
		return unstored
	}
	return ok(shown{"message": "Ticket was successfully deleted. "})
}

func (s *Server) listComments(a asked) reply {
	if _, exists := s.tickets.row(a.id); !exists {
		return notFound
	}
	length := commentsPage
	if said := a.query.Get("per_page"); said != "" {
		if length = number(said); length < 1 || length > longestPage {
			return wrongQuery("query.per_page")
		}
	}
	direction := a.query.Get("sort_direction")
	for name := range a.query {
		said := a.query.Get(name)
		if name == "sort_by" && said != "created_at" && said != "updated_at" || name == "sort_direction" && said != "ASC" && said != "DESC" {
			return wrongQuery("query." + name)
		}
		if !slices.Contains([]string{"page", "per_page", "sort_by", "sort_direction"}, name) {
			return wrongQuery("unserved." + name)
		}
	}
	rows := slices.Clone(s.comments[a.id])
	if direction != "ASC" {
		slices.Reverse(rows)
	}
	from, to, meta, rule := pageOf(a.query, len(rows), length)
	if rule != "" {
		return wrongQuery(rule)
	}
	out := []any{}
	for _, one := range rows[from:to] {
		out = append(out, one.shown())
	}
	delete(meta, "total_entries")
	return ok(shown{"comments": out, "meta": meta})
}

func (s *Server) createComment(a asked) reply {
	if _, exists := s.tickets.row(a.id); !exists {
		return notFound
	}
	made, wrong := s.newComment(a.id, a.body)
	if wrong != nil {
		return *wrong
	}
	if s.keep("comment", made) != nil {
		return unstored
	}
	return ok(shown{"comment": made.shown()})
}

func (s *Server) newComment(of int, body shown) (comment, *reply) {
	if rule := judge(body, commentFields); rule != "" {
		no := blank(rule, "Comment is invalid")
		return comment{}, &no
	}
	made := comment{ID: s.nextComment, Ticket: of, Created: s.now()}
	made.Subject, _ = body["subject"].(string)
	made.Body, _ = body["body"].(string)
	made.Hidden, _ = body["hidden"].(bool)
	var blanks []any
	if strings.TrimSpace(made.Body) == "" {
		blanks = append(blanks, "Body can't be blank")
	}
	if strings.TrimSpace(made.Subject) == "" {
		blanks = append(blanks, "Subject can't be blank")
	}
	if blanks != nil {
		return comment{}, &reply{http.StatusUnprocessableEntity, shown{"success": false, "message": blanks}, "required.comment"}
	}
	return made, nil
}

func (s *Server) createTimer(a asked) reply {
	if _, exists := s.tickets.row(a.id); !exists {
		return notFound
	}
	refuse := func(rule, sentence string) reply {
		return reply{http.StatusUnprocessableEntity, shown{"error": sentence}, rule}
	}
	if rule := judge(a.body, timerFields); rule != "" {
		return refuse(rule, "invalid timer")
	}
	said, _ := a.body["start_at"].(string)
	start, err := time.Parse(time.RFC3339, said)
	if err != nil {
		return refuse("required.start_at", "no implicit conversion of nil into String")
	}
	minutes, _ := a.body["duration_minutes"].(float64)
	if said, given := a.body["end_at"].(string); given {
		end, _ := time.Parse(time.RFC3339, said)
		minutes = math.Round(end.Sub(start).Minutes())
	}
	if minutes <= 0 {
		return refuse("timer.span", "End time must be after start time")
	}
	who := UserSam
	if id, given := a.body["user_id"].(float64); given {
		who = int(id)
	}
	if !isUser(who) {
		return refuse("", "User not found")
	}
	made := timer{ID: s.nextTimer, Ticket: a.id, User: who, Start: start.UTC().Format(stamp), Minutes: int(minutes)}
	made.Notes, _ = a.body["notes"].(string)
	if s.keep("timer", made) != nil {
		return unstored
	}
	return ok(shown{
		"id": made.ID, "ticket_id": made.Ticket, "user_id": made.User, "start_time": made.Start, "end_time": start.Add(time.Duration(made.Minutes) * time.Minute).UTC().Format(stamp),
		"recorded": false, "billable": false, "notes": made.Notes, "active_duration": made.Minutes * 60,
	})
}
