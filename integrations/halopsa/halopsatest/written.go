package halopsatest

import (
	"strconv"

	"countersign/integrations/fake"
)

// Written returns a ticket in the words that all PSAs share. One in the trash is deleted.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	id, err := strconv.Atoi(ticketID)
	s.Lock()
	defer s.Unlock()
	row, ok := s.tickets.Get(id)
	if err != nil || !ok {
		return fake.Written{}, false
	}
	now, _ := statusOf(row.StatusID)
	out := fake.NewWritten(ticketID)
	out.Summary, out.Description, out.CompanyID = row.Summary, row.Details, strconv.Itoa(row.ClientID)
	out.StatusID, out.Status, out.Closed, out.Deleted = strconv.Itoa(row.StatusID), now.name, !row.Closed.IsZero(), row.Deleted
	if row.UserID != 0 {
		out.ContactID = strconv.Itoa(row.UserID)
	}
	for _, one := range s.actions.Of(id) {
		out.Notes = append(out.Notes, fake.WrittenNote{ID: strconv.Itoa(one.ID), Text: one.Note, Internal: one.Hidden})
	}
	for _, one := range s.files.Of(id) {
		out.Files = append(out.Files, fake.WrittenFile{ID: strconv.Itoa(one.ID), Title: one.Name, Name: one.Name, Size: one.Size})
	}
	return out, true
}
