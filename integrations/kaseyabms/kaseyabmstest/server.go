// Package kaseyabmstest is a strict, stateful fake of Kaseya BMS's REST API v2: accounts and contacts, tickets with notes and files, and the
// lookups around them. It writes names as servers do, with a small first letter, and reads any case. It writes down as a violation what a client should
// have known to be wrong.
package kaseyabmstest

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "kaseyabms"

// What a sandbox answers to unless it is told otherwise. They protect nothing: all that stands behind them is made up.
const (
	Tenant   = "Sandbox MSP"
	UserName = "countersign@msp.example"
	Password = "sandbox-bms-password"
)

// Config is how a fake is set up. Every field has a default.
type Config struct {
	Tenant   string
	UserName string
	Password string
	PerHour  int // requests that each endpoint takes an hour; default 1,500
	fake.Setup
}

// Server is the fake. It is an http.Handler for a whole API server.
type Server struct {
	*fake.PSABase
	cfg    Config
	tokens map[string]time.Time // until when each is good
	used   map[string]hour
	state
}

// perHour is Kaseya's published limit for each endpoint.
const perHour = 1500

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.Tenant, cfg.UserName, cfg.Password = cmp.Or(cfg.Tenant, Tenant), cmp.Or(cfg.UserName, UserName), cmp.Or(cfg.Password, Password)
	cfg.PerHour = cmp.Or(cfg.PerHour, perHour)
	s := &Server{
		PSABase: fake.NewPSABase(Name, "Kaseya BMS", cfg.Setup, guarded.Rights()...), cfg: cfg, tokens: map[string]time.Time{}, used: map[string]hour{}, state: newState(),
	}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: &s.accounts, Contacts: &s.contacts, Tickets: &s.tickets,
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as Kaseya BMS refuses what it understood: with 200, and no success.
func (s *Server) Refuse(w http.ResponseWriter) {
	fail(w, http.StatusOK, 1001, "The record is locked by another process.")
}

// RateLimit answers as Kaseya BMS does when an endpoint was asked too often. No header says when it may be asked again.
func (s *Server) RateLimit(w http.ResponseWriter) {
	fail(w, http.StatusTooManyRequests, http.StatusTooManyRequests, "API calls quota exceeded! Maximum admitted 1500 per 1h.")
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/v2/")
	if !ok {
		s.Violate(r, "path", "nothing stands outside /v2")
		http.NotFound(w, r)
		return
	}
	s.route(w, r, "/"+path)
}

// answer is the envelope.
type answer struct {
	Success      bool     `json:"success"`
	Error        *trouble `json:"error"`
	Result       any      `json:"result"`
	TotalRecords *int     `json:"totalRecords,omitempty"`
}

// trouble is the error of an envelope. One of its names is misspelt in Kaseya's own description.
type trouble struct {
	Code       int      `json:"code"`
	Message    string   `json:"message"`
	Details    *string  `json:"details"`
	StackTrace *string  `json:"stackStrace"`
	SubErrors  []string `json:"subErrors"`
}

func succeed(w http.ResponseWriter, result any) {
	fake.SendJSON(w, http.StatusOK, answer{Success: true, Result: result})
}

func fail(w http.ResponseWriter, status, code int, message string) {
	fake.SendJSON(w, status, answer{Error: &trouble{Code: code, Message: message, SubErrors: []string{}}})
}

// missing answers for a record that is not there. It is no violation: who asked could not know.
func missing(w http.ResponseWriter) {
	fail(w, http.StatusOK, http.StatusNotFound, "The record was not found.")
}

// refuse answers in the vendor's manner and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, rule, message string) {
	s.Violate(r, rule, message)
	fail(w, http.StatusOK, http.StatusBadRequest, message)
}

// stamp is how Kaseya BMS writes a time: UTC, without saying so.
const stamp = "2006-01-02T15:04:05"

func (s *Server) now() string { return s.Now().UTC().Format(stamp) }
