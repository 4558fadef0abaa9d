// Package autotasktest is a strict, stateful fake of Autotask PSA's REST API 1.0: zones, companies and people, tickets with notes and files, and the
// lists around them. It refuses what Autotask would refuse, in Autotask's way (a 500 with a sentence), and writes down as a violation what a client should have
// known to be wrong.
package autotasktest

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "autotask"

// What a sandbox answers to unless it is told otherwise. They protect nothing: all that stands behind them is made up.
const (
	UserName        = "sandbox-api@bluepeak.example"
	Secret          = "sandbox-secret"
	IntegrationCode = "SANDBOXTRACKINGIDENTIFIER00"
)

// Config is how a fake is set up. Every field has a default.
type Config struct {
	UserName        string
	Secret          string
	IntegrationCode string
	PublicURL       string // where clients reach the fake, for what zoneInformation tells; else where each request came to
	Threshold       int    // requests in an hour, default 10,000
	fake.Setup
}

// Server is the fake. It is an http.Handler for a whole zone: zoneInformation, the API, and the page on which a ticket opens.
type Server struct {
	*fake.PSABase
	cfg   Config
	moved string      // the zone's address since Move
	busy  int         // how many requests more meet the limit of threads
	asked []time.Time // the requests of the last hour
	state
}

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.UserName, cfg.Secret, cfg.IntegrationCode = cmp.Or(cfg.UserName, UserName), cmp.Or(cfg.Secret, Secret), cmp.Or(cfg.IntegrationCode, IntegrationCode)
	cfg.Threshold = cmp.Or(cfg.Threshold, hourlyRequests)
	s := &Server{PSABase: fake.NewPSABase(Name, "Autotask", cfg.Setup, deniable...), cfg: cfg, state: newState()}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: s.tables["Companies"], Contacts: s.tables["Contacts"], Tickets: s.tables["Tickets"],
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as Autotask refuses an object it understood.
func (s *Server) Refuse(w http.ResponseWriter) {
	fail(w, http.StatusInternalServerError, "The value 17 does not exist for the required field priority.")
}

// RateLimit answers as Autotask does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	fail(w, http.StatusTooManyRequests, "The external request threshold of your database has been exceeded.")
}

// openTicket is the page on which a ticket opens.
func (s *Server) openTicket(w http.ResponseWriter, r *http.Request) {
	written, ok := s.Written(r.URL.Query().Get("TicketID"))
	fake.ShowTicket(w, r, written, ok && r.URL.Query().Get("Code") == "OpenTicketDetail")
}

// Move puts the customer into a zone at another address: this one answers 401 from now on, and zoneInformation names the new one.
func (s *Server) Move(publicURL string) {
	s.Lock()
	defer s.Unlock()
	s.moved = publicURL
}

// Busy lets the next requests meet the limit of threads, which Autotask tells with an ordinary 500.
func (s *Server) Busy(requests int) {
	s.Lock()
	defer s.Unlock()
	s.busy = requests
}

var apiPath = regexp.MustCompile(`(?i)^/atservicesrest/v?1\.0(/.*)$`)

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.EqualFold(r.URL.Path, "/Autotask/AutotaskExtend/ExecuteCommand.aspx") && r.Method == http.MethodGet {
		s.openTicket(w, r)
		return
	}
	if strings.EqualFold(r.URL.Path, "/atservicesrest/versioninformation") && r.Method == http.MethodGet {
		fake.SendJSON(w, http.StatusOK, map[string]any{"apiVersions": []string{"1.0"}})
		return
	}
	parts := apiPath.FindStringSubmatch(r.URL.Path)
	switch {
	case parts == nil:
		s.refuse(w, r, http.StatusNotFound, "path", "No HTTP resource was found that matches the request URI.")
	case strings.EqualFold(parts[1], "/zoneInformation") && r.Method == http.MethodGet:
		s.zoneInformation(w, r)
	case s.authorised(w, r) && s.unhurried(w) && s.permitted(w, r, parts[1]):
		s.route(w, r, parts[1])
	}
}

// zoneInformation tells without credentials in which zone an API user is; a 500 for an unknown one.
func (s *Server) zoneInformation(w http.ResponseWriter, r *http.Request) {
	for _, header := range []string{"Secret", "ApiIntegrationCode"} {
		if r.Header.Get(header) != "" {
			s.refuse(w, r, http.StatusBadRequest, "zone.credentials", "Credentials do not belong in a question for the zone.")
			return
		}
	}
	if !strings.EqualFold(r.URL.Query().Get("user"), s.cfg.UserName) {
		fail(w, http.StatusInternalServerError, "The user could not be found in any zone.")
		return
	}
	here := s.base(r)
	fake.SendJSON(w, http.StatusOK, map[string]any{"zoneName": "Sandbox", "url": here + "/ATServicesRest/", "webUrl": here + "/", "ci": 1})
}

// base is the zone's address: where it was moved to, where it is said to be, or where a request came to, with the prefix under which the fake is mounted.
func (s *Server) base(r *http.Request) string {
	s.Lock()
	moved := s.moved
	s.Unlock()
	switch {
	case moved != "":
		return strings.TrimRight(moved, "/")
	case s.cfg.PublicURL != "":
		return strings.TrimRight(s.cfg.PublicURL, "/")
	}
	return fake.Origin(r)
}

// authorised checks the three headers. Wrong ones are a person's mistake; missing ones are the client's. The wrong zone says the same as wrong credentials.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	user, secret, code := r.Header.Get("UserName"), r.Header.Get("Secret"), r.Header.Get("ApiIntegrationCode")
	s.Lock()
	moved := s.moved
	s.Unlock()
	target, _ := url.Parse(moved)
	switch {
	case user == "" || secret == "" || code == "":
		s.refuse(w, r, http.StatusUnauthorized, "auth", "UserName, Secret and ApiIntegrationCode are required.")
	case s.Revoked() || !strings.EqualFold(user, s.cfg.UserName) || !fake.Same(secret, s.cfg.Secret) || !fake.Same(code, s.cfg.IntegrationCode),
		target != nil && target.Host != "" && target.Host != r.Host:
		fail(w, http.StatusUnauthorized, "The credentials provided are not valid in this zone.")
	default:
		return true
	}
	return false
}

// unhurried counts requests against the limits. It is no violation: all integrations of a customer share them.
func (s *Server) unhurried(w http.ResponseWriter) bool {
	s.Lock()
	defer s.Unlock()
	if s.busy > 0 {
		s.busy--
		fail(w, http.StatusInternalServerError, "Itgenatr005: The thread threshold of 3 for this tracking identifier and object endpoint was exceeded.")
		return false
	}
	now := s.Now()
	for len(s.asked) > 0 && now.Sub(s.asked[0]) >= time.Hour {
		s.asked = s.asked[1:]
	}
	if len(s.asked) >= s.cfg.Threshold {
		fail(w, http.StatusTooManyRequests, "The external request threshold of your database has been exceeded.")
		return false
	}
	s.asked = append(s.asked, now)
	return true
}

// threshold tells how much of the hour's requests is used up.
func (s *Server) threshold(w http.ResponseWriter) {
	s.Lock()
	defer s.Unlock()
	fake.SendJSON(w, http.StatusOK, map[string]int{"externalRequestThreshold": s.cfg.Threshold, "requestThresholdTimeframe": 60, "currentTimeframeRequestCount": len(s.asked)})
}

// refuse answers in Autotask's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, rule, sentence string) {
	s.Violate(r, rule, sentence)
	fail(w, status, sentence)
}

func fail(w http.ResponseWriter, status int, sentences ...string) {
	fake.SendJSON(w, status, map[string]any{"errors": sentences})
}

// missing answers for a record that is not there. It is no violation: who asked could not know.
func missing(w http.ResponseWriter) {
	fail(w, http.StatusInternalServerError, "No matching records found.")
}

// jsonBody reads a body strictly: only JSON, and only where it says that it is.
func (s *Server) jsonBody(w http.ResponseWriter, r *http.Request) (Row, []byte, bool) {
	if !fake.IsJSON(r) {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "content_type", "The request entity's media type is not supported.")
		return nil, nil, false
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var given Row
	if err != nil || json.Unmarshal(raw, &given) != nil || given == nil {
		s.refuse(w, r, http.StatusInternalServerError, "json", "The body is not a JSON object.")
		return nil, nil, false
	}
	return given, raw, true
}

func (s *Server) now() string { return stamped(s.Now()) }

// stamp is how Autotask writes a time; as text, times stand in their order.
const stamp = "2006-01-02T15:04:05.000Z"

func stamped(at time.Time) string { return at.UTC().Format(stamp) }
