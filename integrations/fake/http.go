package fake

import (
	"crypto/subtle"
	"encoding/json"
	"html/template"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// SendJSON answers a request.
func SendJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A client that went away is the client's loss.
	_ = json.NewEncoder(w).Encode(body)
}

// IsJSON reports whether a request says that its body is JSON.
func IsJSON(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// Same compares a credential with the one that is right.
func Same(given, wanted string) bool {
	return subtle.ConstantTimeCompare([]byte(given), []byte(wanted)) == 1
}

// Origin is the address at which a request found the fake: http://host and the prefix under which it is mounted.
func Origin(r *http.Request) string {
	came, err := url.ParseRequestURI(r.RequestURI)
	if err != nil { // a request that never travelled
		came = r.URL
	}
	return "http://" + r.Host + strings.TrimSuffix(came.Path, r.URL.Path)
}

// ticketPage is where a vendor would open a ticket, for people who follow a link from the console.
var ticketPage = template.Must(template.New("ticket").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ticket {{.Number}}</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc;padding:.5rem 0;white-space:pre-wrap}small{color:#555}</style></head>
<body><h1>{{.Number}}: {{.Summary}}</h1>
<p>{{.Status}}{{if .Deleted}}, deleted{{end}}</p>
{{with .Description}}<article>{{.}}</article>
{{end}}{{range .Notes}}<article><small>Note{{if .Internal}}, internal{{end}}</small>
{{.Text}}</article>
{{end}}{{range .Time}}<article><small>{{.Minutes}} minutes{{if .Internal}}, internal{{end}}</small>
{{.Note}}</article>
{{end}}{{range .Files}}<article><small>File</small> {{.Name}} {{.Title}} ({{.Size}} bytes)</article>
{{end}}</body></html>
`))

// ShowTicket answers with the page of a ticket, or with 404 where there is none.
func ShowTicket(w http.ResponseWriter, r *http.Request, ticket Written, ok bool) {
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	// A reader who went away is the reader's loss.
	_ = ticketPage.Execute(w, ticket)
}
