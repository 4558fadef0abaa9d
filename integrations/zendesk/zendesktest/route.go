package zendesktest

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"countersign/core/integration"
)

// call is one request that was understood so far.
type call struct {
	w     http.ResponseWriter
	r     *http.Request
	id    int64 // of the record in the path; 0 for none
	query url.Values
}

// route is one endpoint. needs is the right that a custom role can take away; it stands with reading ones only, for what an edit needs depends on it.
type route struct {
	needs  integration.Right
	admin  bool                // only for administrators
	handle func(*Server, call) // with the lock held
}

var numbered = regexp.MustCompile(`/([0-9]{1,19})(/|$)`)

var routes = map[string]route{
	"GET /users/me": {handle: (*Server).me}, "GET /users": {handle: (*Server).listUsers},
	"GET /incremental/users/cursor":  {needs: integration.ReadContacts, admin: true, handle: (*Server).exportUsers},
	"GET /incremental/organizations": {admin: true, handle: (*Server).exportOrganizations},
	"GET /organizations":             {handle: (*Server).listOrganizations}, "GET /organizations/{id}": {handle: (*Server).showOrganization},
	"GET /tickets": {needs: integration.ReadTickets, handle: (*Server).listTickets}, "GET /tickets/show_many": {needs: integration.ReadTickets, handle: (*Server).showTickets},
	"GET /tickets/{id}": {needs: integration.ReadTickets, handle: (*Server).showTicket}, "GET /tickets/{id}/comments": {needs: integration.ReadTickets, handle: (*Server).listComments},
	"GET /search": {needs: integration.ReadTickets, handle: (*Server).search}, "POST /tickets": {handle: (*Server).createTicket}, "PUT /tickets/{id}": {handle: (*Server).updateTicket},
	"DELETE /tickets/{id}": {needs: integration.DeleteTickets, handle: (*Server).deleteTicket}, "POST /uploads": {handle: (*Server).upload},
	"GET /groups": {handle: (*Server).listGroups}, "GET /custom_statuses": {handle: (*Server).listStatuses}, "GET /ticket_forms": {handle: (*Server).listForms},
	"GET /ticket_fields": {handle: (*Server).listTicketFields}, "GET /user_fields": {handle: (*Server).listUserFields},
}

func (s *Server) route(w http.ResponseWriter, r *http.Request, path string) {
	c := call{w: w, r: r}
	shape := path
	if parts := numbered.FindStringSubmatch(path); parts != nil {
		c.id, _ = strconv.ParseInt(parts[1], 10, 64)
		shape = numbered.ReplaceAllString(path, "/{id}$2")
	}
	to, ok := routes[r.Method+" "+shape]
	if !ok {
		s.refuse(w, r, http.StatusNotFound, "endpoint", problem{Error: "InvalidEndpoint", Description: "Not found"})
		return
	}
	if !s.understood(&c, shape) {
		return
	}
	s.Lock()
	defer s.Unlock()
	if s.Denied(to.needs) || to.admin && s.demoted {
		// It is no violation: a client cannot know what its role holds.
		forbidden(w)
		return
	}
	to.handle(s, c)
}

// understood reads a query: each parameter once, and one way of paging. Zendesk ignores what an endpoint does not know; that is written down, for the client
// meant something by it.
func (s *Server) understood(c *call, shape string) bool {
	query, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		s.refuse(c.w, c.r, http.StatusBadRequest, "query", badParameter("InvalidQuery", err.Error()))
		return false
	}
	known := append(slices.Clone(parameters[shape]), pagingParameters[pagings[shape]]...)
	for name, values := range query {
		if !slices.Contains(known, name) {
			s.Violate(c.r, "query", name+" is not known here and ignored")
			query.Del(name)
			continue
		}
		if len(values) > 1 && name != "role[]" {
			s.refuse(c.w, c.r, http.StatusBadRequest, "query", badParameter("InvalidParameter", fmt.Sprintf("%s cannot be asked for %d times", name, len(values))))
			return false
		}
	}
	for name, largest := range map[string]int{"page[size]": largestPage, "per_page": largestOf(pagings[shape]), "page": searchable} {
		size, err := strconv.Atoi(query.Get(name))
		if query.Has(name) && (err != nil || size < 1 || size > largest) {
			s.refuse(c.w, c.r, http.StatusBadRequest, "page", badParameter("InvalidPaginationParameter", fmt.Sprintf("%s must be a number between 1 and %d", name, largest)))
			return false
		}
	}
	for _, one := range parts(query.Get("include")) {
		if !slices.Contains(sideloads["user"], one) && !slices.Contains(sideloads["ticket"], one) {
			s.refuse(c.w, c.r, http.StatusBadRequest, "include", badParameter("InvalidParameter", one+" cannot be sideloaded"))
			return false
		}
	}
	c.query = query
	return true
}

func largestOf(p paging) int {
	if p == byChange {
		return largestExport
	}
	return largestPage
}

func (c call) number(name string, usual int) int {
	if n, err := strconv.Atoi(c.query.Get(name)); err == nil {
		return n
	}
	return usual
}

// Paths are the endpoints that this fake knows, below api/v2.
func Paths() []string {
	seen := map[string]bool{}
	for name := range routes {
		_, path, _ := strings.Cut(name, " ")
		seen[path] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
