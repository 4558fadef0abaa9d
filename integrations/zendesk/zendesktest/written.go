package zendesktest

import (
	"strconv"

	"countersign/integrations/fake"
)

// Written returns a ticket in the words that all PSAs share. What it was opened with is its description and the first of its notes.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	id, err := strconv.ParseInt(ticketID, 10, 64)
	s.Lock()
	defer s.Unlock()
	found, ok := s.tickets.Get(id)
	if err != nil || !ok {
		return fake.Written{}, false
	}
	own, _ := statusOf(found.CustomStatus)
	out := fake.NewWritten(ticketID)
	out.Summary, out.Description, out.ContactID = found.Subject, found.Comments[0].Body, idText(found.Requester)
	out.StatusID, out.Status, out.Deleted = idText(found.CustomStatus), own.Label, found.Deleted
	out.Closed = found.Status == "solved" || found.Status == "closed"
	if found.Org != 0 {
		out.CompanyID = idText(found.Org)
	}
	for _, one := range found.Comments {
		out.Notes = append(out.Notes, fake.WrittenNote{ID: idText(one.ID), Text: one.Body, Internal: !one.Public})
		for _, file := range one.Files {
			out.Files = append(out.Files, fake.WrittenFile{ID: idText(file.ID), Title: one.Body, Name: file.Name, Size: file.Size})
		}
	}
	return out, true
}
