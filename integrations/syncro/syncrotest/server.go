// Package syncrotest is a strict, stateful fake of Syncro's REST API: customers and contacts, tickets with comments, and the lists around
// them. It refuses what Syncro would refuse, and writes down as a violation what a client should have known to be wrong.
package syncrotest

import (
	"cmp"
	"net/http"
	"strings"

	"countersign/core/integration"
	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "syncro"

// Key is the token that a sandbox answers to unless it is told otherwise. It protects nothing: all that stands behind it is made up.
const Key = "sandbox-key"

// Config is how a fake is set up. Every field has a default.
type Config struct {
	Key string
	fake.Setup
}

// Server is the fake. It is an http.Handler for the address of one MSP.
type Server struct {
	*fake.PSABase
	cfg Config
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.Key = cmp.Or(cfg.Key, Key)
	var deniable []integration.Right // comments are written by who may edit tickets
	for _, one := range endpoints {
		deniable = append(deniable, one.right)
	}
	s := &Server{PSABase: fake.NewPSABase(Name, "Syncro", cfg.Setup, deniable...), cfg: cfg, state: newState()}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: &s.customers, Contacts: &s.contacts, Tickets: &s.tickets,
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as Syncro refuses a value.
func (s *Server) Refuse(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusUnprocessableEntity, shown{"success": false, "message": []any{"Subject can't be blank"}})
}

// RateLimit answers as Syncro does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusTooManyRequests, shown{"error": "Rate limit exceeded"})
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v1")
	if !ok {
		s.Violate(r, "path", "the API stands below /api/v1")
		http.NotFound(w, r) // a page for people
		return
	}
	if s.authorised(w, r) {
		s.route(w, r, path)
	}
}

// authorised checks the token. A wrong one is a person's mistake; a missing one, or one in the query, is the client's.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	key, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case r.URL.Query().Has("api_key"):
		s.Violate(r, "auth", "a token in a query stands in logs")
	case !bearer || key == "":
		s.Violate(r, "auth", "a bearer token is required")
	case !s.Revoked() && fake.Same(key, s.cfg.Key):
		return true
	}
	fake.SendJSON(w, http.StatusUnauthorized, shown{"error": "Not authorized"})
	return false
}

func (s *Server) now() string { return s.Now().UTC().Format(stamp) }
