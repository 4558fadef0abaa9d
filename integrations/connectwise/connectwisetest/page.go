package connectwisetest

import (
	"html/template"
	"net/http"
	"strconv"
)

// ticketPage stands where ConnectWise would open a ticket, for people who follow a link from the console.
var ticketPage = template.Must(template.New("ticket").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ticket {{.Ticket.id}}</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc;padding:.5rem 0;white-space:pre-wrap}small{color:#555}</style></head>
<body><h1>{{.Ticket.id}}: {{.Ticket.summary}}</h1>
<p>{{.Ticket.board.name}}, {{.Ticket.status.name}}, {{.Ticket.company.name}}{{with .Ticket.contactName}}, {{.}}{{end}}</p>
{{range .Notes}}<article><small>{{.dateCreated}}{{if .internalAnalysisFlag}}, internal{{end}}</small>
{{.text}}</article>{{end}}
{{range .Documents}}<article><small>File</small> {{.title}} ({{.size}} bytes)</article>{{end}}
</body></html>
`))

func (s *Server) openRecord(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.URL.Query().Get("recid"))
	record, ok := s.Record(id)
	if err != nil || !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	// A reader who went away is the reader's loss.
	_ = ticketPage.Execute(w, record)
}
