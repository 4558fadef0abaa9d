package halopsatest

import (
	"html/template"
	"math"
	"net/http"
	"strconv"

	"countersign/integrations/fake"
)

// Written returns a ticket in the words that all PSAs share. One in the trash is deleted.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	id, err := strconv.Atoi(ticketID)
	s.mu.Lock()
	defer s.mu.Unlock()
	row, ok := s.tickets.get(id)
	if err != nil || !ok {
		return fake.Written{}, false
	}
	now, _ := statusOf(row.StatusID)
	out := fake.Written{
		ID: ticketID, Number: ticketID, Summary: row.Summary, Description: row.Details, StatusID: strconv.Itoa(row.StatusID), Status: now.name, Closed: !row.Closed.IsZero(),
		Deleted: row.Deleted, CompanyID: strconv.Itoa(row.ClientID), Notes: []fake.WrittenNote{}, Files: []fake.WrittenFile{}, Time: []fake.WrittenTime{},
	}
	if row.UserID != 0 {
		out.ContactID = strconv.Itoa(row.UserID)
	}
	for _, one := range s.actions[id] {
		number := strconv.Itoa(one.ID)
		if one.Hours > 0 {
			out.Time = append(out.Time, fake.WrittenTime{ID: number, Minutes: int(math.Round(one.Hours * 60)), Note: one.Note, Internal: one.Hidden})
		} else {
			out.Notes = append(out.Notes, fake.WrittenNote{ID: number, Text: one.Note, Internal: one.Hidden})
		}
	}
	for _, one := range s.files[id] {
		out.Files = append(out.Files, fake.WrittenFile{ID: strconv.Itoa(one.ID), Title: one.Name, Name: one.Name, Size: one.Size})
	}
	return out, true
}

// ticketPage stands where Halo would open a ticket, for people who follow a link from the console.
var ticketPage = template.Must(template.New("ticket").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ticket {{.ID}}</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc;padding:.5rem 0;white-space:pre-wrap}small{color:#555}</style></head>
<body><h1>{{.ID}}: {{.Summary}}</h1>
<p>{{.Status}}</p>
<article>{{.Description}}</article>
{{range .Notes}}<article><small>Note{{if .Internal}}, internal{{end}}</small>
{{.Text}}</article>{{end}}
{{range .Time}}<article><small>{{.Minutes}} minutes{{if .Internal}}, internal{{end}}</small>
{{.Note}}</article>{{end}}
{{range .Files}}<article><small>File</small> {{.Title}} ({{.Size}} bytes)</article>{{end}}
</body></html>
`))

func (s *Server) openTicket(w http.ResponseWriter, r *http.Request) {
	written, ok := s.Written(r.URL.Query().Get("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	// A reader who went away is the reader's loss.
	_ = ticketPage.Execute(w, written)
}
