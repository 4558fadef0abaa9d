// Package zendesktest is a strict, stateful fake of Zendesk Support's API v2: organizations and users, tickets with comments and files, lists of
// changes, the search, and the lists around them. It refuses what Zendesk would refuse, and writes down as a violation what a client should have known
// to be wrong.
package zendesktest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "zendesk"

// What a sandbox answers to unless it is told otherwise. They protect nothing: all that stands behind them is made up.
const (
	Email = "countersign@msp.example"
	Token = "sandbox-api-token"
)

// MobileField is the key of the user field that a sandbox has for mobile numbers.
const MobileField = "mobile_phone"

// Config is how a fake is set up. Every field has a default.
type Config struct {
	Email string
	Token string
	fake.Setup

	// MobileInField keeps the mobiles of people who are added in the user field MobileField, and their other number as the phone.
	MobileInField bool
	// Lag is how long lists of changes keep silent about a change: a minute when 0, as at Zendesk; nothing when negative.
	Lag time.Duration
	// ExportsPerMinute is how many lists of changes may be asked for in a minute: 10 when 0, as at Zendesk; any number when negative.
	ExportsPerMinute int
}

// Server is the fake. It is an http.Handler for a whole account: the API, and the page on which a ticket opens.
type Server struct {
	*fake.PSABase
	cfg     Config
	demoted bool
	exports []time.Time // when lists of changes were asked for, the oldest first
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.Email, cfg.Token = cmp.Or(cfg.Email, Email), cmp.Or(cfg.Token, Token)
	cfg.Lag, cfg.ExportsPerMinute = cmp.Or(cfg.Lag, time.Minute), cmp.Or(cfg.ExportsPerMinute, 10)
	s := &Server{PSABase: fake.NewPSABase(Name, "Zendesk", cfg.Setup, deniable...), cfg: cfg, state: newState(cfg.Email)}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: &s.organizations, Contacts: &s.users, Tickets: &s.tickets,
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as Zendesk refuses a record it understood.
func (s *Server) Refuse(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusUnprocessableEntity, invalid("base", "InvalidValue", "The record cannot be saved by Ana Torres <ana.torres@northwind.example>."))
}

// RateLimit answers as Zendesk does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	w.Header().Set("X-Rate-Limit", "700")
	w.Header().Set("X-Rate-Limit-Remaining", "0")
	fake.SendJSON(w, http.StatusTooManyRequests, problem{Error: "APIRateLimitExceeded", Description: "Number of allowed API requests per minute exceeded"})
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, ok := strings.CutPrefix(r.URL.Path, "/agent/tickets/"); ok && r.Method == http.MethodGet {
		written, ok := s.Written(id)
		fake.ShowTicket(w, r, written, ok)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v2/")
	if !ok {
		s.refuse(w, r, http.StatusNotFound, "path", problem{Error: "InvalidEndpoint", Description: "Not found"})
		return
	}
	// An address may end as files do.
	path = "/" + strings.TrimSuffix(path, ".json")
	if s.authorised(w, r, path) {
		s.route(w, r, path)
	}
}

// authorised checks the token (HTTP Basic, "email/token:secret"). A wrong one is a person's mistake; none, or one of another shape, is the client's.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request, path string) bool {
	user, token, ok := r.BasicAuth()
	email, shaped := strings.CutSuffix(user, "/token")
	stranger := problem{Error: "Couldn't authenticate you"}
	switch {
	case !ok && path == "/users/me":
		s.Violate(r, "auth", "no credentials")
		fake.SendJSON(w, http.StatusOK, map[string]any{"user": map[string]any{"id": nil, "name": "Anonymous user", "email": "invalid@example.com", "role": "end-user", "active": true}})
	case !ok || !shaped || token == "" || !strings.Contains(email, "@"):
		s.refuse(w, r, http.StatusUnauthorized, "auth", stranger)
	case s.Revoked() || !strings.EqualFold(email, s.cfg.Email) || !fake.Same(token, s.cfg.Token):
		fake.SendJSON(w, http.StatusUnauthorized, stranger)
	case !strings.Contains(r.Header.Get("Accept"), "json") && r.Header.Get("Accept") != "*/*":
		s.refuse(w, r, http.StatusNotAcceptable, "accept", problem{Error: "NotAcceptable", Description: "Only JSON can be had here"})
	default:
		return true
	}
	return false
}

// problem is the body of a refusal. Error is a word, a sentence, or an object with a title.
type problem struct {
	Error       any                 `json:"error"`
	Description string              `json:"description,omitempty"`
	Details     map[string][]detail `json:"details,omitempty"`
}

type detail struct {
	Description string `json:"description"`
	Error       string `json:"error,omitempty"`
}

// invalid is the refusal of a record with one wrong field.
func invalid(field, code, description string) problem {
	return problem{Error: "RecordInvalid", Description: "Record validation errors", Details: map[string][]detail{field: {{Description: description, Error: code}}}}
}

// badParameter is the refusal of a query.
func badParameter(code, title string) map[string]any {
	return map[string]any{"errors": []map[string]string{{"code": code, "title": title}}}
}

// titled is the refusal of a body of another shape.
func titled(title, message string) problem {
	return problem{Error: map[string]string{"title": title, "message": message}}
}

// missing answers 404 for a record that is not there. It is no violation: who asked could not know.
func missing(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusNotFound, problem{Error: "RecordNotFound", Description: "Not found"})
}

func forbidden(w http.ResponseWriter) {
	fake.SendJSON(w, http.StatusForbidden, titled("Forbidden", "You do not have access to this page. Please contact the account owner of this help desk for further help."))
}

// refuse answers in Zendesk's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, rule string, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		raw = []byte(err.Error())
	}
	s.Violate(r, rule, string(raw))
	fake.SendJSON(w, status, body)
}

// jsonBody reads the object that a body wraps, strictly: {"ticket":{…}} and nothing beside it.
func (s *Server) jsonBody(w http.ResponseWriter, r *http.Request, wrapper string) (map[string]any, bool) {
	if !fake.IsJSON(r) {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "content_type", problem{Error: "UnsupportedMediaType", Description: "The body must be application/json"})
		return nil, false
	}
	var body map[string]any
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.UseNumber()
	if err := decoder.Decode(&body); err != nil {
		s.refuse(w, r, http.StatusUnprocessableEntity, "json", problem{Error: "Unprocessable Entity", Description: "Server could not parse JSON"})
		return nil, false
	}
	inner, ok := body[wrapper].(map[string]any)
	if !ok || len(body) != 1 {
		s.refuse(w, r, http.StatusBadRequest, "wrapper", titled("Invalid attribute", "You passed an invalid value for the "+wrapper+" attribute. Invalid parameter: "+wrapper+" must be an object"))
		return nil, false
	}
	return inner, true
}

func (s *Server) now() int64 { return s.Now().Unix() }
