package syncrotest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

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
	for _, one := range slices.Backward(s.tickets.Rows) {
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
