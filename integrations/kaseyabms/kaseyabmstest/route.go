package kaseyabmstest

import (
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// maxBody is how much of a body is read, in bytes.
const maxBody = 30 << 20

// endpoint is one path of the API: {} stands for a number, {name} for a table's name.
type endpoint struct {
	method string
	path   string
	query  fields                                                            // what the query may hold
	serve  func(s *Server, w http.ResponseWriter, r *http.Request, at place) // with the lock held
}

// place is what stands in a path: the first and the second number, and a name.
type place struct {
	id   int
	name string
}

// endpoints are those of the published description that this fake knows.
var endpoints []endpoint

func init() {
	endpoints = []endpoint{
		{"GET", "/security/userinfo", nil, func(s *Server, w http.ResponseWriter, r *http.Request, _ place) { s.userInfo(w, r) }},
		{"GET", "/crm/accounts/summary", accountQuery, (*Server).listAccounts},
		{"GET", "/crm/accounts/lookup", accountLookupQuery, (*Server).lookupAccounts},
		{"GET", "/crm/accounts/{}/locations/lookup", nil, (*Server).lookupLocations},
		{"GET", "/crm/contacts/summary", contactQuery, (*Server).listContacts},
		{"GET", "/servicedesk/tickets", ticketQuery, (*Server).listTickets},
		{"POST", "/servicedesk/tickets", nil, (*Server).createTicket},
		{"GET", "/servicedesk/tickets/{}", nil, (*Server).showTicket},
		{"PATCH", "/servicedesk/tickets/{}", nil, (*Server).patchTicket},
		{"DELETE", "/servicedesk/tickets/{}", nil, (*Server).deleteTicket},
		{"GET", "/servicedesk/tickets/{}/notes", pageQuery, (*Server).listNotes},
		{"POST", "/servicedesk/tickets/{}/notes", nil, (*Server).createNote},
		{"GET", "/system/statuses/lookup", nil, lookup(statuses)},
		{"GET", "/system/queues/lookup", nil, lookup(queues)},
		{"GET", "/system/priorities/lookup", nil, lookup(priorities)},
		{"GET", "/system/issuetypes/lookup", fields{"Filter.Name": {kind: text}}, lookup(issueTypes)},
		{"GET", "/system/issuetypes/{}/issuesubtypes/lookup", nil, (*Server).lookupSubIssueTypes},
		{"GET", "/system/lookup/{name}", nil, (*Server).lookupTable},
		{"GET", "/system/tenantlookup/{name}", nil, (*Server).lookupTenantTable},
	}
}

// match reads a path by the pattern of an endpoint.
func (e endpoint) match(path string) (at place, ok bool) {
	wanted, given := strings.Split(e.path, "/"), strings.Split(path, "/")
	if len(wanted) != len(given) {
		return place{}, false
	}
	for i, part := range wanted {
		switch part {
		case "{}":
			id, err := strconv.ParseInt(given[i], 10, 32)
			if err != nil {
				return place{}, false
			}
			at.id = int(id)
		case "{name}":
			at.name = given[i]
		default:
			if !strings.EqualFold(part, given[i]) {
				return place{}, false
			}
		}
	}
	return at, true
}

func (s *Server) route(w http.ResponseWriter, r *http.Request, path string) {
	if path == "/security/authenticate" && r.Method == http.MethodPost {
		if s.allowed(w, "POST "+path) {
			s.authenticate(w, r)
		}
		return
	}
	known := false
	for _, one := range endpoints {
		at, ok := one.match(path)
		known = known || ok
		if !ok || one.method != r.Method {
			continue
		}
		if s.allowed(w, one.method+" "+one.path) && s.authorised(w, r) && s.asked(w, r, one) && s.permitted(w, one) {
			s.Lock()
			defer s.Unlock()
			one.serve(s, w, r, at)
		}
		return
	}
	status := http.StatusNotFound
	if known {
		status = http.StatusMethodNotAllowed
	}
	s.Violate(r, "path", "there is no such endpoint")
	w.WriteHeader(status)
}

// asked checks a query against what an endpoint knows.
func (s *Server) asked(w http.ResponseWriter, r *http.Request, one endpoint) bool {
	for name, values := range r.URL.Query() {
		field, ok := one.query.find(name)
		if !ok || len(values) != 1 || !field.takes(values[0]) {
			s.refuse(w, r, "query."+name, "The query "+name+" is not valid.")
			return false
		}
	}
	return true
}

// body reads a body strictly.
func (s *Server) body(w http.ResponseWriter, r *http.Request, into any) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" && kind != "application/json-patch+json" && kind != "text/json" {
		s.Violate(r, "content_type", "the body must be JSON")
		w.WriteHeader(http.StatusUnsupportedMediaType)
		return false
	}
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(into) != nil {
		s.refuse(w, r, "json", "The body is not what this endpoint takes.")
		return false
	}
	return true
}
