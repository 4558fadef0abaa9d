// Package superopstest is a strict, stateful fake of SuperOps' GraphQL API for MSPs: clients and requesters, tickets with notes, and the
// lists around them. It refuses what SuperOps would refuse, and writes down as a violation what a client should have known to be wrong.
package superopstest

import (
	"cmp"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "superops"

// What a sandbox answers to unless it is told otherwise. They protect nothing: all that stands behind them is made up.
const (
	Subdomain = "sandbox"
	Token     = "sandbox-token"
)

// Config is how a fake is set up. Every field has a default.
type Config struct {
	Subdomain string
	Token     string
	fake.Setup
}

// Server is the fake. It is an http.Handler for one data centre of SuperOps.
type Server struct {
	*fake.PSABase
	cfg      Config
	detached bool // requesters do not tell their client; associations do
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.Subdomain, cfg.Token = cmp.Or(cfg.Subdomain, Subdomain), cmp.Or(cfg.Token, Token)
	s := &Server{PSABase: fake.NewPSABase(Name, "SuperOps", cfg.Setup, slices.Collect(maps.Values(guarded))...), cfg: cfg, state: newState()}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: &s.clients, Contacts: &s.users, Tickets: &s.tickets,
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as SuperOps refuses a value.
func (s *Server) Refuse(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusOK, shown{"data": nil, "errors": []any{clientError("value_pattern_validation_failed", "", "subject")}})
}

// RateLimit answers as SuperOps does when requests come too fast: with status 200.
func (s *Server) RateLimit(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusOK, shown{"data": nil, "errors": []any{clientError("rate_limit_exceeded", "", "")}})
}

// Detach makes requesters tell no client, as in accounts where only associations do.
func (s *Server) Detach(detached bool) {
	s.Lock()
	defer s.Unlock()
	s.detached = detached
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/msp" || r.URL.RawQuery != "":
		s.Violate(r, "path", "there is nothing at "+r.URL.RequestURI())
		fake.SendJSON(w, http.StatusNotFound, shown{"message": "Not Found"})
	case r.Method != http.MethodPost:
		s.Violate(r, "method", "everything is a POST")
		fake.SendJSON(w, http.StatusMethodNotAllowed, shown{"message": "Method Not Allowed"})
	case s.authorised(w, r):
		s.serve(w, r)
	}
}

// authorised checks the token and the subdomain. Wrong ones are a person's mistake; missing ones are the client's.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	subdomain := r.Header.Get("CustomerSubDomain")
	switch {
	case !bearer || token == "":
		s.Violate(r, "auth", "a bearer token is required")
	case subdomain == "":
		s.Violate(r, "subdomain", "the header CustomerSubDomain is required")
		fake.SendJSON(w, http.StatusBadRequest, shown{"message": "Invalid subdomain provided."})
		return false
	case !fake.Same(subdomain, s.cfg.Subdomain):
		fake.SendJSON(w, http.StatusBadRequest, shown{"message": "Invalid subdomain provided."})
		return false
	case !s.Revoked() && fake.Same(token, s.cfg.Token):
		return true
	}
	fake.SendJSON(w, http.StatusUnauthorized, shown{"message": "The API token used is invalid or deleted."})
	return false
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !fake.IsJSON(r) {
		s.Violate(r, "content_type", "the body must be application/json")
		fake.SendJSON(w, http.StatusUnsupportedMediaType, shown{"message": "Unsupported Media Type"})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fake.SendJSON(w, http.StatusRequestEntityTooLarge, shown{"message": "Payload Too Large"})
		return
	}
	op, wrong := parseRequest(body)
	if wrong != nil {
		s.Violate(r, wrong.rule, wrong.detail)
		fake.SendJSON(w, http.StatusOK, shown{"errors": []any{shown{
			"message": "Validation error: " + wrong.detail, "locations": []any{}, "extensions": shown{"classification": "ValidationError"},
		}}})
		return
	}
	fake.SendJSON(w, http.StatusOK, s.run(r, op))
}

func (s *Server) now() string { return s.Now().UTC().Format(stamp) }

// stamp is how SuperOps writes a time.
const stamp = "2006-01-02T15:04:05"
