package superopstest

import "countersign/integrations/fake"

// Written returns a ticket in the words that all PSAs share.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	s.Lock()
	defer s.Unlock()
	held, ok := s.tickets.Get(idOf(ticketID))
	if !ok {
		return fake.Written{}, false
	}
	status := held.words("status")
	out := fake.NewWritten(text(held.ID))
	out.Number, out.Summary, out.Description = held.Display, held.words("subject"), held.Description
	out.StatusID, out.Status, out.Closed, out.Deleted = status, status, status == "Closed" || status == "Resolved", held.Trashed
	out.CompanyID, out.ContactID = text(held.Client), text(held.Requester)
	for _, one := range s.notes.Of(held.ID) {
		out.Notes = append(out.Notes, fake.WrittenNote{ID: text(one.ID), Text: one.Content, Internal: one.Privacy != "PUBLIC"})
	}
	return out, true
}

// Ticket returns what a ticket was made and changed with, by the names of SuperOps' fields.
func (s *Server) Ticket(ticketID string) (map[string]any, bool) {
	s.Lock()
	defer s.Unlock()
	held, ok := s.tickets.Get(idOf(ticketID))
	if !ok {
		return nil, false
	}
	return s.shownTicket(held), true
}
