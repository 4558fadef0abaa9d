// Package twiliotest is a strict, stateful fake of Twilio's API 2010-04-01: it takes messages and calls, refuses in Twilio's words what Twilio
// would refuse, calls back with signatures, and remembers who said STOP. It writes down as a violation what a client should have known to be wrong.
package twiliotest

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "twilio"

// Config is how a fake is set up. AccountSID and AuthToken are required; the rest has defaults.
type Config struct {
	AccountSID string
	AuthToken  string
	fake.Setup
	Caller   fake.Caller   // posts callbacks
	Pace     time.Duration // from one state of a message or call to the next; default 150 ms
	Second   time.Duration // how long a second of a call takes (pauses, waiting for keys); default 1 s
	Patience time.Duration // a call waits at least this long for keys: people read this phone instead of hearing it
	Disorder float64       // share of messages whose callbacks come in reverse; default 0
	Seed     uint64        // of the choice who is in disorder
}

// Server is the fake. It is an http.Handler for paths that begin with /2010-04-01.
type Server struct {
	*fake.Base
	*fake.Background
	cfg      Config
	messages []*Message
	calls    []*Call
	bySID    map[string]*Message
	callSID  map[string]*Call
	lines    map[string]*line // live calls
	optedOut map[pair]bool
	numbers  map[string]string // where messages to our numbers are posted
	files    map[string][]File // of messages, by their id; not kept over a restart
	chance   *rand.Rand
}

// pair is one of our numbers and one recipient; opting out holds between the two.
type pair struct{ Ours, Theirs string }

// New returns a fake with the state its store holds; what was under way goes on.
func New(cfg Config) (*Server, error) {
	if cfg.AccountSID == "" || cfg.AuthToken == "" {
		return nil, errors.New("twiliotest: an account SID and an auth token are needed")
	}
	cfg.Pace, cfg.Second = cmp.Or(cfg.Pace, 150*time.Millisecond), cmp.Or(cfg.Second, time.Second)
	s := &Server{
		Base: fake.NewBase(Name, cfg.Setup), Background: fake.NewBackground(cfg.Caller), cfg: cfg, bySID: map[string]*Message{}, callSID: map[string]*Call{},
		lines: map[string]*line{}, optedOut: map[pair]bool{}, numbers: map[string]string{}, files: map[string][]File{}, chance: rand.New(rand.NewPCG(cfg.Seed, cfg.Seed)),
	}
	if err := s.load(); err != nil {
		s.Close()
		return nil, err
	}
	s.resume()
	return s, nil
}

// Refuse answers as Twilio refuses a message it understood.
func (s *Server) Refuse(w http.ResponseWriter) {
	sendProblem(w, http.StatusBadRequest, 21612, "The message From/To pair violates a blacklist rule.")
}

// RateLimit answers as Twilio does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	sendProblem(w, http.StatusTooManyRequests, 20429, "Too Many Requests")
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/2010-04-01/Accounts/")
	if !ok {
		s.notFound(w, r)
		return
	}
	account, resource, _ := strings.Cut(rest, "/")
	if !s.authorised(w, r) {
		return
	}
	if strings.TrimSuffix(account, ".json") != s.cfg.AccountSID {
		s.notFound(w, r)
		return
	}
	switch {
	case resource == "" && strings.HasSuffix(account, ".json"):
		s.route(w, r, methods{http.MethodGet: s.fetchAccount})
	case resource == "Messages.json":
		s.route(w, r, methods{http.MethodGet: s.list("messages", messageFilters, s.foundMessages), http.MethodPost: s.createMessage})
	case resource == "Calls.json":
		s.route(w, r, methods{http.MethodGet: s.list("calls", callFilters, s.foundCalls), http.MethodPost: s.createCall})
	case strings.HasPrefix(resource, "Messages/") && strings.Contains(resource, "/Media/ME"):
		s.route(w, r, methods{http.MethodGet: s.fetchMedia})
	case strings.HasPrefix(resource, "Messages/") && strings.HasSuffix(resource, "/Media.json"):
		s.route(w, r, methods{http.MethodGet: s.listMedia})
	case strings.HasPrefix(resource, "Messages/SM") && strings.HasSuffix(resource, ".json"):
		s.route(w, r, methods{http.MethodGet: s.one(s.findMessage)})
	case strings.HasPrefix(resource, "Calls/CA") && strings.HasSuffix(resource, ".json"):
		s.route(w, r, methods{http.MethodGet: s.one(s.findCall)})
	default:
		s.notFound(w, r)
	}
}

type methods map[string]http.HandlerFunc

func (s *Server) route(w http.ResponseWriter, r *http.Request, known methods) {
	handle, ok := known[r.Method]
	if !ok {
		s.refuse(w, r, http.StatusMethodNotAllowed, 20004, "method", "Method Not Allowed")
		return
	}
	handle(w, r)
}

// authorised checks HTTP Basic with the account's SID and token.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	user, password, ok := r.BasicAuth()
	if ok && fake.Same(user, s.cfg.AccountSID) && fake.Same(password, s.cfg.AuthToken) {
		return true
	}
	w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
	s.refuse(w, r, http.StatusUnauthorized, 20003, "auth", "Authenticate")
	return false
}

func (s *Server) fetchAccount(w http.ResponseWriter, _ *http.Request) {
	fake.SendJSON(w, http.StatusOK, map[string]any{
		"sid": s.cfg.AccountSID, "friendly_name": "Sandbox", "status": "active", "type": "Full",
		"uri": "/2010-04-01/Accounts/" + s.cfg.AccountSID + ".json",
	})
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.refuse(w, r, http.StatusNotFound, 20404, "path", "The requested resource "+r.URL.Path+" was not found")
}

// refuse answers in Twilio's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status, code int, rule, message string) {
	s.Violate(r, rule, message)
	sendProblem(w, status, code, message)
}

func sendProblem(w http.ResponseWriter, status, code int, message string) {
	fake.SendJSON(w, status, problem{Code: code, Message: message, MoreInfo: moreInfo(code), Status: status})
}
