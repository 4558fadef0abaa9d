package kaseyabmstest

import (
	"strconv"

	"countersign/integrations/fake"
)

// Written returns a ticket in the words that all PSAs share.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	id, err := strconv.Atoi(ticketID)
	s.Lock()
	defer s.Unlock()
	row, ok := s.tickets.Get(id)
	if err != nil || !ok {
		return fake.Written{}, false
	}
	out := fake.NewWritten(ticketID)
	out.Number, out.Summary, out.Description = row.words("ticketNumber"), row.words("title"), row.words("details")
	out.StatusID, out.Status, out.Closed = idAt(row, "statusId"), row.words("statusName"), row["completedDate"] != nil
	out.CompanyID, out.ContactID = idAt(row, "accountId"), idAt(row, "contactId")
	for _, note := range s.notes[id] {
		out.Notes = append(out.Notes, fake.WrittenNote{ID: idAt(note, "id"), Text: note.words("details"), Internal: note["isInternal"] == true})
		sizes := note.rows("sizes")
		for i, file := range note.rows("attachments") {
			out.Files = append(out.Files, fake.WrittenFile{
				ID: idAt(file, "id"), Title: file.words("aliasName"), Name: file.words("originalFileName"), Size: sizes[i].int("size"),
			})
		}
	}
	return out, true
}

// idAt is an id that stands somewhere, as text; "" for none.
func idAt(row Row, name string) string {
	if id := row.int(name); id != 0 {
		return strconv.Itoa(id)
	}
	return ""
}
