package halopsatest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"countersign/integrations/fake"
)

func (s *Server) listTickets(c call) {
	within := c.changedWithin()
	summary, details := strings.ToLower(c.query.Get("search_summary")), strings.ToLower(c.query.Get("search_details"))
	of, by, status := c.number("client_id"), c.number("user_id"), c.number("status_id")
	listed(s, c, "tickets", s.tickets.Rows, func(row fault) bool {
		return !row.Deleted && (within == nil || within(row.Updated)) && strings.Contains(strings.ToLower(row.Summary), summary) &&
			strings.Contains(strings.ToLower(row.Details), details) && (of == 0 || row.ClientID == of) && (by == 0 || row.UserID == by) && (status == 0 || row.StatusID == status) &&
			(!c.is("open_only") || row.Closed.IsZero()) && (!c.is("closed_only") || !row.Closed.IsZero())
	}, s.shownTicket)
}

// shownTicket is a ticket as Halo shows it. What its status is called is not said.
func (s *Server) shownTicket(f fault) map[string]any {
	of, _ := s.clients.Get(f.ClientID)
	by, _ := s.users.Get(f.UserID)
	return map[string]any{
		"id": f.ID, "dateoccurred": shownAt(f.Occurred), "summary": f.Summary, "details": f.Details, "status_id": f.StatusID, "tickettype_id": f.TypeID, "sla_id": slas[0],
		"priority_id": f.PriorityID, "client_id": f.ClientID, "client_name": of.Name, "site_id": f.ClientID, "site_name": "Main", "user_id": f.UserID, "user_name": by.name(),
		"team": f.Team, "agent_id": f.AgentID, "category_1": f.Category, "hasbeenclosed": f.WasClosed, "dateclosed": shownAt(f.Closed), "lastactiondate": shownAt(s.lastActed(f)),
		"last_update": shownAt(f.Updated), "inactive": false,
	}
}

// ticket is one that is not in the trash.
func (s *Server) ticket(id int) (fault, bool) {
	row, ok := s.tickets.Get(id)
	return row, ok && !row.Deleted
}

func (s *Server) showTicket(c call) {
	row, ok := s.ticket(c.id)
	if !ok {
		missing(c.w)
		return
	}
	fake.SendJSON(c.w, http.StatusOK, s.shownTicket(row))
}

// writeTicket makes a ticket, or changes the one whose id is named. What it answers with is the ticket itself or an array of it: Halo does both.
func (s *Server) writeTicket(c call) {
	given, ok := s.one(c.w, c.r, c.at)
	if !ok {
		return
	}
	row := fault{ID: s.tickets.Last + 1, TypeID: TypeIncident, StatusID: StatusNew, PriorityID: PriorityMedium, Team: Team, AgentID: 1, Occurred: s.now()}
	if given.has("id") {
		if row, ok = s.ticket(given.id("id")); !ok {
			missing(c.w)
			return
		}
	}
	if rule, why := s.settle(&row, given); rule != "" {
		s.refuse(c.w, c.r, http.StatusBadRequest, rule, why)
		return
	}
	row.Updated = s.now()
	if now, _ := statusOf(row.StatusID); !now.closes {
		row.Closed = time.Time{} // that it was closed once is not forgotten
	} else if row.Closed.IsZero() {
		row.Closed, row.WasClosed = row.Updated, true
	}
	// Stored before the answer: what Halo answered for it never forgets.
	if !s.keep(c.w, "ticket", row) {
		return
	}
	if given.has("id") {
		fake.SendJSON(c.w, http.StatusCreated, []any{s.shownTicket(row)})
		return
	}
	fake.SendJSON(c.w, http.StatusCreated, s.shownTicket(row))
}

// settle puts what was written into a ticket; with a rule that it breaks comes a sentence.
func (s *Server) settle(row *fault, given object) (rule, why string) {
	for name, into := range map[string]*string{"summary": &row.Summary, "details": &row.Details, "team": &row.Team, "category_1": &row.Category} {
		if given.has(name) {
			*into = given.words(name)
		}
	}
	for name, into := range map[string]*int{
		"tickettype_id": &row.TypeID, "status_id": &row.StatusID, "priority_id": &row.PriorityID, "client_id": &row.ClientID, "user_id": &row.UserID, "agent_id": &row.AgentID,
	} {
		if given.has(name) {
			*into = given.id(name)
		}
	}
	by, known := s.users.Get(row.UserID)
	if row.ClientID == 0 {
		row.ClientID = by.ClientID
	}
	_, customer := s.clients.Get(row.ClientID)
	status, has := statusOf(row.StatusID)
	kind := slices.IndexFunc(ticketTypes, func(one ticketType) bool { return one.id == row.TypeID })
	switch {
	case strings.TrimSpace(row.Summary) == "":
		return "required.summary", "Summary is a mandatory field."
	case !customer:
		return "required.client_id", "A customer must be chosen."
	case row.UserID != 0 && (!known || by.ClientID != row.ClientID):
		return "reference.user_id", "The user is not one of the customer's."
	case kind < 0 || !given.has("id") && !ticketTypes[kind].canCreate:
		return "reference.tickettype_id", "The ticket type cannot be chosen."
	case !has || !status.of(row.TypeID):
		return "reference.status_id", "The status is not one of the ticket type's."
	case row.PriorityID < 1 || row.PriorityID > len(priorities):
		return "reference.priority_id", "The priority is not known."
	case !slices.Contains(teams, row.Team):
		return "reference.team", "The team is not known."
	case row.Category != "" && !slices.Contains(categories, row.Category):
		return "reference.category_1", "The category is not known."
	case given.has("site_id") && given.id("site_id") != row.ClientID:
		return "reference.site_id", "The site is not one of the customer's."
	}
	return "", ""
}

// deleteTicket moves a ticket to the trash.
func (s *Server) deleteTicket(c call) {
	row, ok := s.ticket(c.id)
	if !ok {
		missing(c.w)
		return
	}
	row.Deleted, row.Updated = true, s.now()
	if !s.keep(c.w, "ticket", row) {
		return
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"id": row.ID})
}
