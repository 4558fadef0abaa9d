// Package sendgridtest is a strict, stateful fake of Twilio SendGrid's v3 API: it takes mail, refuses in SendGrid's words what SendGrid would
// refuse, and posts signed events. It writes down as a violation what a client should have known to be wrong.
package sendgridtest

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "sendgrid"

// Config is how a fake is set up. APIKey is required; without WebhookKey and EventURL no events are posted. The rest has defaults.
type Config struct {
	APIKey     string
	WebhookKey *ecdsa.PrivateKey // signs events
	EventURL   string            // where events are posted
	fake.Setup
	Caller   fake.Caller
	Pace     time.Duration // from one event of a mail to the next; default 150 ms
	Disorder float64       // share of batches whose events come shuffled and twice; default 0
	Seed     uint64        // of the choice
}

// Server is the fake. It is an http.Handler for paths that begin with /v3.
type Server struct {
	*fake.Base
	*fake.Background
	cfg       Config
	events    chan event
	mails     []*Mail
	byID      map[string]*Mail
	mailboxes map[string]string // where mails to our domains are posted
	chance    *mathrand.Rand
}

// New returns a fake with the state its store holds; mail that was under way goes on.
func New(cfg Config) (*Server, error) {
	if cfg.APIKey == "" {
		return nil, errors.New("sendgridtest: an API key is needed")
	}
	cfg.Pace = cmp.Or(cfg.Pace, 150*time.Millisecond)
	s := &Server{
		Base: fake.NewBase(Name, cfg.Setup), Background: fake.NewBackground(cfg.Caller), cfg: cfg, byID: map[string]*Mail{}, mailboxes: map[string]string{},
		events: make(chan event, 1024), chance: mathrand.New(mathrand.NewPCG(cfg.Seed, cfg.Seed)),
	}
	if err := s.load(); err != nil {
		s.Close()
		return nil, err
	}
	s.Go(s.post)
	s.resume()
	return s, nil
}

// Refuse answers as SendGrid refuses a sender it does not know.
func (s *Server) Refuse(w http.ResponseWriter) {
	sendProblem(w, http.StatusForbidden, "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.", "from")
}

// RateLimit answers as SendGrid does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	w.Header().Set("X-RateLimit-Limit", "600")
	w.Header().Set("X-RateLimit-Remaining", "0")
	w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(s.now().Add(2*time.Second).Unix(), 10))
	sendProblem(w, http.StatusTooManyRequests, "too many requests", "")
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	routes := map[string]struct {
		method string
		handle http.HandlerFunc
	}{
		"/v3/mail/send": {http.MethodPost, s.send},
		"/v3/scopes":    {http.MethodGet, s.scopes},
	}
	route, ok := routes[r.URL.Path]
	switch {
	case !ok:
		s.refuse(w, r, http.StatusNotFound, fault{"not found", "", "path"})
	case route.method != r.Method:
		s.refuse(w, r, http.StatusMethodNotAllowed, fault{"method not allowed", "", "method"})
	case !s.authorised(r):
		s.refuse(w, r, http.StatusUnauthorized, fault{"The provided authorization grant is invalid, expired, or revoked", "", "auth"})
	default:
		route.handle(w, r)
	}
}

func (s *Server) authorised(r *http.Request) bool {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	return ok && fake.Same(key, s.cfg.APIKey)
}

func (s *Server) scopes(w http.ResponseWriter, _ *http.Request) {
	fake.SendJSON(w, http.StatusOK, map[string]any{"scopes": []string{"mail.send", "sender_verification_eligible"}})
}

func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	if !fake.IsJSON(r) {
		s.refuse(w, r, http.StatusUnsupportedMediaType, fault{"Content-Type should be application/json.", "", "content_type"})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMessage))
	if err != nil {
		s.refuse(w, r, http.StatusRequestEntityTooLarge, fault{"Payload too large", "", "limit.size"})
		return
	}
	asked, broken := parse(body)
	if broken != nil {
		s.refuse(w, r, http.StatusBadRequest, *broken)
		return
	}
	if asked.MailSettings != nil && asked.MailSettings.Sandbox != nil && asked.MailSettings.Sandbox.Enable {
		w.WriteHeader(http.StatusOK)
		return
	}
	id := newID()
	mails := asked.mails(id, s.now())
	// Stored before the answer: what SendGrid answered for it never forgets.
	if err := s.take(mails); err != nil {
		sendProblem(w, http.StatusServiceUnavailable, "service unavailable", "")
		return
	}
	s.Changed()
	for _, m := range mails {
		s.Go(func() { s.carry(m) })
	}
	w.Header().Set("X-Message-Id", id)
	w.WriteHeader(http.StatusAccepted)
}

func (s *Server) take(mails []*Mail) error {
	s.Lock()
	defer s.Unlock()
	for _, m := range mails {
		if err := s.Store.Append("mail", m); err != nil {
			return err
		}
		s.add(m)
	}
	return nil
}

// refuse answers in SendGrid's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, broken fault) {
	s.Violate(r, broken.rule, broken.message+" "+broken.field)
	sendProblem(w, status, broken.message, broken.field)
}

func sendProblem(w http.ResponseWriter, status int, message, field string) {
	problem := map[string]any{"message": message, "field": nil, "help": nil}
	if field != "" {
		problem["field"] = field
	}
	fake.SendJSON(w, status, map[string]any{"errors": []any{problem}})
}

// newID is an X-Message-Id: 16 random bytes.
func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return base64.RawURLEncoding.EncodeToString(id)
}

func (s *Server) now() time.Time { return s.Now().UTC() }
