package autotasktest

import (
	"html/template"
	"net/http"
)

// ticketPage stands where Autotask would open a ticket, for people who follow a link from the console.
var ticketPage = template.Must(template.New("ticket").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ticket {{.Number}}</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc;padding:.5rem 0;white-space:pre-wrap}small{color:#555}</style></head>
<body><h1>{{.Number}}: {{.Summary}}</h1>
<p>{{.Status}}</p>
<article>{{.Description}}</article>
{{range .Notes}}<article><small>Note{{if .Internal}}, internal{{end}}</small>
{{.Text}}</article>{{end}}
{{range .Files}}<article><small>File</small> {{.Title}} ({{.Size}} bytes)</article>{{end}}
</body></html>
`))

func (s *Server) openTicket(w http.ResponseWriter, r *http.Request) {
	written, ok := s.Written(r.URL.Query().Get("TicketID"))
	if !ok || r.URL.Query().Get("Code") != "OpenTicketDetail" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	// A reader who went away is the reader's loss.
	_ = ticketPage.Execute(w, written)
}
