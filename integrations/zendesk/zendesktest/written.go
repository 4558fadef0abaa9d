package zendesktest

import (
	"html/template"
	"net/http"
	"strconv"

	"countersign/integrations/fake"
)

// Written returns a ticket in the words that all PSAs share. What it was opened with is its description and the first of its notes.
func (s *Server) Written(ticketID string) (fake.Written, bool) {
	id, err := strconv.ParseInt(ticketID, 10, 64)
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.tickets.get(id)
	if err != nil || !ok {
		return fake.Written{}, false
	}
	own, _ := statusOf(found.CustomStatus)
	out := fake.Written{
		ID: ticketID, Number: ticketID, Summary: found.Subject, Description: found.Comments[0].Body, StatusID: idText(found.CustomStatus), Status: own.Label,
		Closed: found.Status == "solved" || found.Status == "closed", Deleted: found.Deleted, ContactID: idText(found.Requester),
		Notes: []fake.WrittenNote{}, Files: []fake.WrittenFile{}, Time: []fake.WrittenTime{},
	}
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

// ticketPage stands where Zendesk would open a ticket, for people who follow a link from the console.
var ticketPage = template.Must(template.New("ticket").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ticket {{.Number}}</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc;padding:.5rem 0;white-space:pre-wrap}small{color:#555}</style></head>
<body><h1>{{.Number}}: {{.Summary}}</h1>
<p>{{.Status}}{{if .Deleted}}, deleted{{end}}</p>
{{range .Notes}}<article>{{if .Internal}}<small>Internal</small>
{{end}}{{.Text}}</article>{{end}}
{{range .Files}}<article><small>File</small> {{.Name}} ({{.Size}} bytes)</article>{{end}}
</body></html>
`))

func (s *Server) openTicket(w http.ResponseWriter, r *http.Request, id string) {
	written, ok := s.Written(id)
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	// A reader who went away is the reader's loss.
	_ = ticketPage.Execute(w, written)
}
