package superopstest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// display is a ticket's number: the day it was made, and a number of its own.
func display(id int64, created string) string {
	at, _ := time.Parse(stamp, created)
	return fmt.Sprintf("%s-%04d", at.Format("010206"), id-firstTicket+1)
}

// shownTicket is a ticket as SuperOps shows it.
func (s *Server) shownTicket(t ticket) shown {
	out := shown{
		"ticketId": text(t.ID), "displayId": t.Display, "createdTime": t.Created, "updatedTime": t.Updated, "client": nil, "requester": nil, "techGroup": nil,
		"ticketType": "INCIDENT", "customFields": shown{},
	}
	for _, name := range []string{"subject", "requestType", "source", "status", "priority", "impact", "urgency", "category", "subcategory"} {
		out[name] = t.Input[name]
	}
	if of, ok := s.clients.Get(idOf(t.Client)); ok {
		out["client"] = of.ref()
	}
	if of, ok := s.users.Get(idOf(t.Requester)); ok {
		out["requester"] = of.ref()
	}
	for _, one := range groups {
		if idOf(one.(shown)["groupId"]) == t.Group {
			out["techGroup"] = one
		}
	}
	return out
}

// live finds a ticket that is not in the trash.
func (s *Server) live(id any) (ticket, *trouble) {
	found, ok := s.tickets.Get(idOf(id))
	if !ok || found.Trashed {
		return ticket{}, no(noEntity, "ticketId")
	}
	return found, nil
}

func (s *Server) listTickets(args shown) (any, *trouble) {
	var at []int
	for i := range s.tickets.Rows {
		if !s.tickets.Rows[i].Trashed {
			at = append(at, i)
		}
	}
	return listed("Ticket", "tickets", args["input"].(shown), len(at), func(i int) shown { return s.shownTicket(s.tickets.Rows[at[i]]) })
}

func (s *Server) getTicket(args shown) (any, *trouble) {
	found, failed := s.live(args["input"].(shown)["ticketId"])
	if failed != nil {
		return nil, failed
	}
	return s.shownTicket(found), nil
}

func (s *Server) listMessages(args shown) (any, *trouble) {
	found, failed := s.live(args["input"].(shown)["ticketId"])
	if failed != nil {
		return nil, failed
	}
	return []any{shown{"conversationId": text(found.ID), "content": found.Description, "time": found.Created, "type": "DESCRIPTION"}}, nil
}

func (s *Server) createTicket(args shown) (any, *trouble) {
	input := args["input"].(shown)
	for _, name := range []string{"subject", "status", "requestType"} {
		if wordOf(input[name]) == "" {
			return nil, wrong(mandatory, name)
		}
	}
	now := s.now()
	made := ticket{ID: s.tickets.Last + 1, Created: now, Display: display(s.tickets.Last+1, now), Input: shown{}}
	if failed := s.settle(&made, input); failed != nil {
		return nil, failed
	}
	if err := s.Keep("ticket", made); err != nil {
		return nil, no("internal_error", "")
	}
	return s.shownTicket(made), nil
}

func (s *Server) updateTicket(args shown) (any, *trouble) {
	input := args["input"].(shown)
	held, failed := s.live(input["ticketId"])
	if failed != nil {
		return nil, failed
	}
	before := held.Input
	held.Input = shown{}
	for name, value := range before {
		held.Input[name] = value
	}
	if failed := s.settle(&held, input); failed != nil {
		return nil, failed
	}
	if err := s.Keep("ticket", held); err != nil {
		return nil, no("internal_error", "")
	}
	return s.shownTicket(held), nil
}

// byName are the fields of a ticket that name a row of a list.
var byName = map[string][]any{"status": statuses, "priority": priorities, "impact": impacts, "urgency": urgencies, "category": categories}

// settle writes what was given into a ticket, when all of it is known.
func (s *Server) settle(t *ticket, input shown) *trouble {
	for name, rows := range byName {
		if said := wordOf(input[name]); said != "" && !isNamed(rows, said) {
			return no(unknown, name)
		}
	}
	if said := wordOf(input["subcategory"]); said != "" && !isNamed(below(wordOf(input["category"])), said) {
		return no("dependent_validation_failed", "subcategory")
	}
	for name, limit := range map[string]int{"subject": maxLine, "description": maxParagraph} {
		if utf8.RuneCountInString(wordOf(input[name])) > limit {
			return wrong(tooLong, name)
		}
	}
	if strings.ContainsAny(wordOf(input["subject"]), "\r\n\t") {
		return wrong(badPattern, "subject")
	}
	if of, ok := input["client"].(shown); ok {
		t.Client = idOf(of["accountId"])
		if _, ok := s.clients.Get(idOf(t.Client)); !ok {
			return no(unknown, "client")
		}
	}
	if of, ok := input["requester"].(shown); ok {
		t.Requester = idOf(of["userId"])
		if _, ok := s.users.Get(idOf(t.Requester)); !ok {
			return no(unknown, "requester")
		}
	}
	if of, ok := input["techGroup"].(shown); ok {
		t.Group = idOf(of["groupId"])
		if !slices.ContainsFunc(groups, func(one any) bool { return idOf(one.(shown)["groupId"]) == t.Group }) {
			return no(unknown, "techGroup")
		}
	}
	for name, value := range input {
		switch name {
		case "ticketId", "client", "requester", "techGroup":
		case "description":
			t.Description = wordOf(value)
		default:
			if value != nil {
				t.Input[name] = value
			}
		}
	}
	t.Updated = s.now()
	return nil
}

func isNamed(rows []any, name string) bool {
	return slices.ContainsFunc(rows, func(one any) bool { return one.(shown)["name"] == name })
}

// below are the subcategories of a category.
func below(category string) []any {
	for _, one := range categories {
		if one.(shown)["name"] == category {
			return one.(shown)["subCategories"].([]any)
		}
	}
	return nil
}

// trash puts tickets into the trash, all of them or none.
func (s *Server) trash(args shown) (any, *trouble) {
	given, _ := args["input"].([]any)
	var held []ticket
	for _, one := range given {
		named, _ := one.(shown)
		found, failed := s.live(named["ticketId"])
		if failed != nil {
			return nil, failed
		}
		found.Trashed = true
		held = append(held, found)
	}
	for _, one := range held {
		if err := s.Keep("ticket", one); err != nil {
			return nil, no("internal_error", "")
		}
	}
	return true, nil
}
