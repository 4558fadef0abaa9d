package syncrotest

import "countersign/integrations/fake"

// Written returns a ticket in the words that all PSAs share. A timer's notes are for technicians only.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held, exists := s.tickets.row(number(ticketID))
	if !exists {
		return fake.Written{}, false
	}
	out := fake.Written{
		ID: text(held.ID), Number: text(held.Number), Summary: held.words("subject"), StatusID: held.words("status"), Status: held.words("status"),
		Closed: held.closed(), CompanyID: text(held.id("customer_id")), ContactID: text(held.id("contact_id")),
		Notes: []fake.WrittenNote{}, Files: []fake.WrittenFile{}, Time: []fake.WrittenTime{},
	}
	for i, one := range s.comments[held.ID] {
		if i == 0 {
			out.Description = one.Body
		}
		out.Notes = append(out.Notes, fake.WrittenNote{ID: text(one.ID), Text: one.Body, Internal: one.Hidden})
	}
	for _, one := range s.timers[held.ID] {
		out.Time = append(out.Time, fake.WrittenTime{ID: text(one.ID), Minutes: one.Minutes, Note: one.Notes, Internal: true})
	}
	return out, true
}

// Ticket returns what a ticket was made and changed with, by the names of Syncro's fields.
func (s *Server) Ticket(ticketID string) (map[string]any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held, exists := s.tickets.row(number(ticketID))
	return held.Input, exists
}
