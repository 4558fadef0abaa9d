// Package superopstest is a strict, stateful fake of SuperOps' GraphQL API for MSPs: clients and requesters, tickets with notes and worklogs, and the
// lists around them. It refuses what SuperOps would refuse, and whatever it refuses for being wrong it also writes down as a violation.
package superopstest

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"

	"countersign/core/psa"
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
	Journal   *fake.Journal
	Store     fake.Store
	Now       func() time.Time // default time.Now
	Changed   func()           // told after every change of state; must not block
}

// Server is the fake. It is an http.Handler for one data centre of SuperOps.
type Server struct {
	cfg Config

	mu       sync.Mutex
	denied   map[psa.Right]bool
	revoked  bool
	detached bool // requesters do not tell their client; associations do
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	if cfg.Subdomain == "" {
		cfg.Subdomain = Subdomain
	}
	if cfg.Token == "" {
		cfg.Token = Token
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Store == nil {
		cfg.Store = fake.NullStore{}
	}
	if cfg.Journal == nil {
		journal, err := fake.NewJournal(fake.NullStore{}, cfg.Now)
		if err != nil {
			return nil, err
		}
		cfg.Journal = journal
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	s := &Server{cfg: cfg, denied: map[psa.Right]bool{}, state: newState()}
	if err := cfg.Store.Replay(s.apply); err != nil {
		return nil, err
	}
	return s, nil
}

// Name implements fake.Vendor.
func (s *Server) Name() string { return Name }

// Refuse answers as SuperOps refuses a value.
func (s *Server) Refuse(w http.ResponseWriter) {
	send(w, http.StatusOK, shown{"data": nil, "errors": []any{clientError("value_pattern_validation_failed", "", "subject")}})
}

// RateLimit answers as SuperOps does when requests come too fast: with status 200.
func (s *Server) RateLimit(w http.ResponseWriter) {
	send(w, http.StatusOK, shown{"data": nil, "errors": []any{clientError("rate_limit_exceeded", "", "")}})
}

// Detach makes requesters tell no client, as in accounts where only associations do.
func (s *Server) Detach(detached bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.detached = detached
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path != "/msp" || r.URL.RawQuery != "":
		s.violate(r, "path", "there is nothing at "+r.URL.RequestURI())
		send(w, http.StatusNotFound, shown{"message": "Not Found"})
	case r.Method != http.MethodPost:
		s.violate(r, "method", "everything is a POST")
		send(w, http.StatusMethodNotAllowed, shown{"message": "Method Not Allowed"})
	case s.authorised(w, r):
		s.serve(w, r)
	}
}

// authorised checks the token and the subdomain. Wrong ones are a person's mistake; missing ones are the client's.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	subdomain := r.Header.Get("CustomerSubDomain")
	s.mu.Lock()
	revoked := s.revoked
	s.mu.Unlock()
	switch {
	case !bearer || token == "":
		s.violate(r, "auth", "a bearer token is required")
	case subdomain == "":
		s.violate(r, "subdomain", "the header CustomerSubDomain is required")
		send(w, http.StatusBadRequest, shown{"message": "Invalid subdomain provided."})
		return false
	case subtle.ConstantTimeCompare([]byte(subdomain), []byte(s.cfg.Subdomain)) != 1:
		send(w, http.StatusBadRequest, shown{"message": "Invalid subdomain provided."})
		return false
	case !revoked && subtle.ConstantTimeCompare([]byte(token), []byte(s.cfg.Token)) == 1:
		return true
	}
	send(w, http.StatusUnauthorized, shown{"message": "The API token used is invalid or deleted."})
	return false
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		s.violate(r, "content_type", "the body must be application/json")
		send(w, http.StatusUnsupportedMediaType, shown{"message": "Unsupported Media Type"})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		send(w, http.StatusRequestEntityTooLarge, shown{"message": "Payload Too Large"})
		return
	}
	op, wrong := parseRequest(body)
	if wrong != nil {
		s.violate(r, wrong.rule, wrong.detail)
		send(w, http.StatusOK, shown{"errors": []any{shown{
			"message": "Validation error: " + wrong.detail, "locations": []any{}, "extensions": shown{"classification": "ValidationError"},
		}}})
		return
	}
	send(w, http.StatusOK, s.run(r, op))
}

func (s *Server) violate(r *http.Request, rule, detail string) {
	s.cfg.Journal.Violate(Name, r.Method+" "+r.URL.Path, rule, "%s", detail)
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A client that went away is the client's loss.
	_ = json.NewEncoder(w).Encode(body)
}

func (s *Server) now() string { return s.cfg.Now().UTC().Format(stamp) }

// stamp is how SuperOps writes a time.
const stamp = "2006-01-02T15:04:05"
