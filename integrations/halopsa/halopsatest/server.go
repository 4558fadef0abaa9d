// Package halopsatest is a strict, stateful fake of HaloPSA's REST API: customers and users, tickets with actions and files, and the lists
// around them. It refuses what HaloPSA would refuse, and writes down as a violation what a client should have known to be wrong.
package halopsatest

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "halopsa"

// What a sandbox answers to unless it is told otherwise. They protect nothing: all that stands behind them is made up.
const (
	ClientID     = "b0a1c2d3-1f2e-4d5c-8b7a-9e8d7c6b5a40"
	ClientSecret = "sandbox-client-secret"
	Tenant       = "sandbox"
)

// Config is how a fake is set up. Every field has a default.
type Config struct {
	ClientID     string
	ClientSecret string
	Tenant       string
	fake.Setup
}

// Server is the fake. It is an http.Handler for a whole HaloPSA: where tokens are given, the API, and the page on which a ticket opens.
type Server struct {
	*fake.PSABase
	cfg    Config
	tokens map[string]time.Time // those that were given, and when they end
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.ClientID, cfg.ClientSecret, cfg.Tenant = cmp.Or(cfg.ClientID, ClientID), cmp.Or(cfg.ClientSecret, ClientSecret), cmp.Or(cfg.Tenant, Tenant)
	deniable := slices.Concat(slices.Collect(maps.Values(guarded))...)
	s := &Server{PSABase: fake.NewPSABase(Name, "HaloPSA", cfg.Setup, deniable...), cfg: cfg, tokens: map[string]time.Time{}, state: newState()}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: &s.clients, Contacts: &s.users, Tickets: &s.tickets,
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as HaloPSA refuses an object it understood.
func (s *Server) Refuse(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusBadRequest, map[string]any{"resultCode": 3, "errorMessage": "The record is locked by Priya Nair."})
}

// RateLimit answers as HaloPSA does when requests come too fast: it does not say how long to wait.
func (s *Server) RateLimit(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = io.WriteString(w, "API calls quota exceeded!") // a client that went away is the client's loss
}

func (s *Server) now() time.Time { return s.Now().UTC().Truncate(time.Millisecond) }

// refuse answers in Halo's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, rule, message string) {
	s.Violate(r, rule, message)
	fake.SendJSON(w, status, map[string]any{"ClassName": "System.ArgumentException", "Message": message, "Data": nil})
}

// missing answers for a record that is not there. It is no violation: who asked could not know.
func missing(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusNotFound, map[string]string{"message": "The record could not be found."})
}

// one reads the body of a POST strictly: only JSON, an array, and here of one object with known fields of their kinds.
func (s *Server) one(w http.ResponseWriter, r *http.Request, endpoint string) (object, bool) {
	if !fake.IsJSON(r) {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "content_type", "The body must be application/json.")
		return nil, false
	}
	var all []object
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&all); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "array", "The body must be an array of objects.")
		return nil, false
	}
	if len(all) != 1 {
		s.refuse(w, r, http.StatusBadRequest, "unserved.batch", "Only one object at a time is served here.")
		return nil, false
	}
	for _, name := range all[0].names() {
		known, ok := bodies[endpoint][name]
		if !ok {
			s.refuse(w, r, http.StatusBadRequest, "unknown_field."+name, name+" is not a field.")
			return nil, false
		}
		if wrong := known.check(all[0][name]); wrong != "" {
			s.refuse(w, r, http.StatusBadRequest, "grammar."+name, name+" is "+wrong+".")
			return nil, false
		}
	}
	return all[0], true
}

// asked reads a query strictly.
func (s *Server) asked(w http.ResponseWriter, r *http.Request, endpoint string) (url.Values, bool) {
	query := r.URL.Query()
	for name, values := range query {
		kind, ok := queries[endpoint][name]
		if !ok {
			s.refuse(w, r, http.StatusBadRequest, "unknown_parameter."+name, name+" is not a parameter that is served here.")
			return nil, false
		}
		if len(values) != 1 || !kind.fits(values[0]) {
			s.refuse(w, r, http.StatusBadRequest, "parameter."+name, name+" is not one "+string(kind)+".")
			return nil, false
		}
	}
	return query, true
}

// keep stores a change before it is answered for.
func (s *Server) keep(w http.ResponseWriter, kind string, row any) bool {
	err := s.Keep(kind, row)
	if err != nil {
		http.Error(w, "The service is unavailable.", http.StatusServiceUnavailable)
	}
	return err == nil
}
