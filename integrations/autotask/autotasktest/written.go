package autotasktest

import (
	"slices"

	"countersign/integrations/fake"
)

// Record returns a row as it stands in the fake's tables; ok is false when there is none.
func (s *Server) Record(entity string, id int) (row Row, ok bool) {
	s.Lock()
	defer s.Unlock()
	held, known := s.tables[entity]
	if !known {
		return nil, false
	}
	row, ok = held.Get(id)
	return row, ok
}

// Written returns a ticket in the words that all PSAs share.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	s.Lock()
	defer s.Unlock()
	row, ok := s.tables["Tickets"].Get(number(ticketID))
	if !ok {
		return fake.Written{}, false
	}
	out := fake.NewWritten(ticketID)
	out.Number, out.Summary, out.Description = row.words("ticketNumber"), row.words("title"), row.words("description")
	out.StatusID, out.Closed = row.idAt("status"), row.number("status") == StatusComplete
	out.CompanyID, out.ContactID = row.idAt("companyID"), row.idAt("contactID")
	statuses := picklists["Tickets"]["status"]
	if at := slices.IndexFunc(statuses, func(one pick) bool { return float64(one.value) == row["status"] }); at >= 0 {
		out.Status = statuses[at].label
	}
	for _, note := range s.notes[row.Key()] {
		out.Notes = append(out.Notes, fake.WrittenNote{ID: note.idAt("id"), Text: note.words("description"), Internal: note.number("publish") != publishAll})
	}
	for _, file := range s.tables["TicketAttachments"].Rows {
		if file["parentID"] == row["id"] {
			out.Files = append(out.Files, fake.WrittenFile{ID: file.idAt("id"), Title: file.words("title"), Name: file.words("fullPath"), Size: int(file.number("fileSize"))})
		}
	}
	return out, true
}
