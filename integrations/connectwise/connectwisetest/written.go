package connectwisetest

import (
	"strconv"

	"countersign/integrations/fake"
)

// Record is a ticket with all that hangs from it, as it stands in the fake's tables.
type Record struct {
	Ticket    Row
	Notes     []Row // the oldest first
	Documents []Row // the oldest first
}

// Record returns a ticket's rows; ok is false when there is none.
func (s *Server) Record(id int) (record Record, ok bool) {
	s.Lock()
	defer s.Unlock()
	return s.record(id)
}

func (st *state) record(id int) (Record, bool) {
	found, ok := st.row(tickets, id)
	return Record{Ticket: found, Notes: append([]Row{}, st.notes[id]...), Documents: append([]Row{}, st.documentsOf("Ticket", id)...)}, ok
}

// Written returns a ticket in the words that all PSAs share. What it was opened with is its description and the first of its notes.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	id, err := strconv.Atoi(ticketID)
	s.Lock()
	defer s.Unlock()
	record, ok := s.record(id)
	if err != nil || !ok {
		return fake.Written{}, false
	}
	row := record.Ticket
	out := fake.NewWritten(ticketID)
	out.Summary, out.StatusID, out.Status, out.Closed = row.words("summary"), row.idAt("status/id"), row.words("status/name"), row["closedFlag"] == true
	out.CompanyID, out.ContactID = row.idAt("company/id"), row.idAt("contact/id")
	for _, note := range record.Notes {
		if out.Description == "" && note["detailDescriptionFlag"] == true {
			out.Description = note.words("text")
		}
		out.Notes = append(out.Notes, fake.WrittenNote{ID: note.idAt("id"), Text: note.words("text"), Internal: note["detailDescriptionFlag"] != true})
	}
	for _, file := range record.Documents {
		size, _ := file["size"].(float64)
		out.Files = append(out.Files, fake.WrittenFile{ID: file.idAt("id"), Title: file.words("title"), Name: file.words("fileName"), Size: int(size)})
	}
	return out, true
}

func (r Row) words(path string) string {
	text, _ := r.at(path).(string)
	return text
}

// idAt is an id that stands somewhere, as text; "" for none.
func (r Row) idAt(path string) string {
	id, ok := r.at(path).(float64)
	if !ok {
		return ""
	}
	return strconv.Itoa(int(id))
}
