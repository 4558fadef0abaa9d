package syncrotest

import "countersign/integrations/fake"

// Written returns a ticket in the words that all PSAs share.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	s.Lock()
	defer s.Unlock()
	held, exists := s.tickets.Get(number(ticketID))
	if !exists {
		return fake.Written{}, false
	}
	out := fake.NewWritten(text(held.ID))
	out.Number, out.Summary = text(held.Number), held.words("subject")
	out.StatusID, out.Status, out.Closed = held.words("status"), held.words("status"), held.closed()
	out.CompanyID, out.ContactID = text(held.id("customer_id")), text(held.id("contact_id"))
	for i, one := range s.comments.Of(held.ID) {
		if i == 0 {
			out.Description = one.Body
		}
		out.Notes = append(out.Notes, fake.WrittenNote{ID: text(one.ID), Text: one.Body, Internal: one.Hidden})
	}
	return out, true
}

// Ticket returns what a ticket was made and changed with, by the names of Syncro's fields.
func (s *Server) Ticket(ticketID string) (map[string]any, bool) {
	s.Lock()
	defer s.Unlock()
	held, exists := s.tickets.Get(number(ticketID))
	return held.Input, exists
}
