package halopsatest

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// call is a request that may be served: its query is known, its right is there.
type call struct {
	w     http.ResponseWriter
	r     *http.Request
	at    string // its endpoint
	id    int    // of the record in the path
	query url.Values
}

// endpoints serve the API. A call is served with the lock held.
var endpoints = map[string]func(*Server, call){
	"GET /Client": (*Server).listClients, "GET /Client/{id}": (*Server).showClient,
	"GET /Users": (*Server).listUsers, "GET /Users/{id}": (*Server).showUser,
	"GET /Tickets": (*Server).listTickets, "GET /Tickets/{id}": (*Server).showTicket, "POST /Tickets": (*Server).writeTicket, "DELETE /Tickets/{id}": (*Server).deleteTicket,
	"GET /Actions": (*Server).listActions, "POST /Actions": (*Server).addAction, "GET /Attachment": (*Server).listFiles, "POST /Attachment": (*Server).addFile,
	"GET /Status": (*Server).listStatuses, "GET /TicketType": (*Server).listTypes, "GET /Team": (*Server).listTeams, "GET /Priority": (*Server).listPriorities,
	"GET /Category": (*Server).listCategories, "GET /Agent/me": (*Server).showMe,
}

var recordPath = regexp.MustCompile(`^(/[A-Za-z]+)/([1-9][0-9]{0,9})$`)

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch at := r.Method + " " + r.URL.Path; at {
	case "GET /api/authinfo":
		s.authInfo(w, r)
		return
	case "POST /auth/token":
		s.giveToken(w, r)
		return
	case "GET /tickets":
		written, ok := s.Written(r.URL.Query().Get("id"))
		fake.ShowTicket(w, r, written, ok)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/api")
	if !ok {
		s.refuse(w, r, http.StatusNotFound, "path", "There is no such page.")
		return
	}
	if !s.authorised(w, r) {
		return
	}
	asked := call{w: w, r: r, at: r.Method + " " + path}
	if found := recordPath.FindStringSubmatch(path); found != nil {
		asked.at = r.Method + " " + found[1] + "/{id}"
		asked.id, _ = strconv.Atoi(found[2])
	}
	serve, ok := endpoints[asked.at]
	if !ok {
		s.refuse(w, r, http.StatusNotFound, "path", "There is no endpoint "+asked.at+".")
		return
	}
	if asked.query, ok = s.asked(w, r, asked.at); !ok || !s.permitted(w, asked.at) {
		return
	}
	s.Lock()
	defer s.Unlock()
	serve(s, asked)
}
