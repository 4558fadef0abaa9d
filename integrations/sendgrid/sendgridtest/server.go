// Package sendgridtest is a strict, stateful fake of Twilio SendGrid's v3 API: it takes mail, refuses in SendGrid's words what SendGrid would
// refuse, and posts signed events. Whatever it refuses for being wrong it also writes down as a violation.
package sendgridtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
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
	Journal    *fake.Journal
	Store      fake.Store
	Caller     fake.Caller
	Now        func() time.Time // default time.Now
	Pace       time.Duration    // from one event of a mail to the next; default 150 ms
	Disorder   float64          // share of batches whose events come shuffled and twice; default 0
	Seed       uint64           // of the choice
	Changed    func()           // told after every change of state; must not block
}

// Server is the fake. It is an http.Handler for paths that begin with /v3.
type Server struct {
	cfg    Config
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
	events chan event

	mu        sync.Mutex
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
	if cfg.Caller.HTTP == nil {
		cfg.Caller = fake.DefaultCaller()
	}
	if cfg.Pace == 0 {
		cfg.Pace = 150 * time.Millisecond
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	s := &Server{cfg: cfg, byID: map[string]*Mail{}, mailboxes: map[string]string{}, events: make(chan event, 1024), chance: mathrand.New(mathrand.NewPCG(cfg.Seed, cfg.Seed))}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	if err := s.load(); err != nil {
		s.cancel()
		return nil, err
	}
	s.work.Go(s.post)
	s.resume()
	return s, nil
}

// Close ends every mail and webhook under way and waits for them.
func (s *Server) Close() {
	s.cancel()
	s.work.Wait()
	s.cfg.Caller.HTTP.CloseIdleConnections()
}

// Name implements fake.Vendor.
func (s *Server) Name() string { return Name }

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
	return ok && subtle.ConstantTimeCompare([]byte(key), []byte(s.cfg.APIKey)) == 1
}

func (s *Server) scopes(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, map[string]any{"scopes": []string{"mail.send", "sender_verification_eligible"}})
}

func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
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
	s.cfg.Changed()
	for _, m := range mails {
		s.work.Go(func() { s.carry(m) })
	}
	w.Header().Set("X-Message-Id", id)
	w.WriteHeader(http.StatusAccepted)
}

func (s *Server) take(mails []*Mail) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range mails {
		if err := s.cfg.Store.Append("mail", m); err != nil {
			return err
		}
		s.add(m)
	}
	return nil
}

// refuse answers in SendGrid's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, broken fault) {
	s.cfg.Journal.Violate(Name, r.Method+" "+r.URL.Path, broken.rule, "%s %s", broken.message, broken.field)
	sendProblem(w, status, broken.message, broken.field)
}

func sendProblem(w http.ResponseWriter, status int, message, field string) {
	problem := map[string]any{"message": message, "field": nil, "help": nil}
	if field != "" {
		problem["field"] = field
	}
	sendJSON(w, status, map[string]any{"errors": []any{problem}})
}

func sendJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A client that went away is the client's loss.
	_ = json.NewEncoder(w).Encode(body)
}

// newID is an X-Message-Id: 16 random bytes.
func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return base64.RawURLEncoding.EncodeToString(id)
}

func (s *Server) now() time.Time { return s.cfg.Now().UTC() }
