// Package syncrotest is a strict, stateful fake of Syncro's REST API: customers and contacts, tickets with comments and timers, and the lists around
// them. It refuses what Syncro would refuse, and whatever it refuses for being wrong it also writes down as a violation.
package syncrotest

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"countersign/core/psa"
	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "syncro"

// Key is the token that a sandbox answers to unless it is told otherwise. It protects nothing: all that stands behind it is made up.
const Key = "sandbox-key"

// Config is how a fake is set up. Every field has a default.
type Config struct {
	Key     string
	Journal *fake.Journal
	Store   fake.Store
	Now     func() time.Time // default time.Now
	Changed func()           // told after every change of state; must not block
}

// Server is the fake. It is an http.Handler for the address of one MSP.
type Server struct {
	cfg Config

	mu      sync.Mutex
	denied  map[psa.Right]bool
	revoked bool
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	if cfg.Key == "" {
		cfg.Key = Key
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

// Refuse answers as Syncro refuses a value.
func (s *Server) Refuse(w http.ResponseWriter) {
	send(w, http.StatusUnprocessableEntity, shown{"success": false, "message": []any{"Subject can't be blank"}})
}

// RateLimit answers as Syncro does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	send(w, http.StatusTooManyRequests, shown{"error": "Rate limit exceeded"})
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v1")
	if !ok {
		s.violate(r, "path", "the API stands below /api/v1")
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
	s.mu.Lock()
	revoked := s.revoked
	s.mu.Unlock()
	switch {
	case r.URL.Query().Has("api_key"):
		s.violate(r, "auth", "a token in a query stands in logs")
	case !bearer || key == "":
		s.violate(r, "auth", "a bearer token is required")
	case !revoked && subtle.ConstantTimeCompare([]byte(key), []byte(s.cfg.Key)) == 1:
		return true
	}
	send(w, http.StatusUnauthorized, shown{"error": "Not authorized"})
	return false
}

func (s *Server) violate(r *http.Request, rule, detail string) {
	s.cfg.Journal.Violate(Name, r.Method+" "+r.URL.Path, rule, "%s", detail)
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// A client that went away is the client's loss.
	_ = json.NewEncoder(w).Encode(body)
}

func (s *Server) now() string { return s.cfg.Now().UTC().Format(stamp) }
