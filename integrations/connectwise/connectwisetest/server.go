// Package connectwisetest is a strict, stateful fake of ConnectWise PSA's REST API 3.0: companies and people, tickets with notes and
// documents, and the lists around them. It refuses what ConnectWise would refuse, and writes down as a violation what a client should have known to be wrong.
package connectwisetest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// Name is the provider's name in journals and faults.
const Name = "connectwise"

// What a sandbox answers to unless it is told otherwise. They protect nothing: all that stands behind them is made up.
const (
	Company    = "sandbox"
	PublicKey  = "sandbox-public-key"
	PrivateKey = "sandbox-private-key"
	ClientID   = "5c0de5a9-7b1d-4d44-9e0c-3f9b6a1d2c11"
)

// Config is how a fake is set up. Every field has a default.
type Config struct {
	Company    string
	PublicKey  string
	PrivateKey string
	ClientID   string
	fake.Setup
}

// Server is the fake. It is an http.Handler for a whole ConnectWise server: companyinfo, the API, the key of its callbacks, and the page on which a
// ticket opens. Close ends its callbacks.
type Server struct {
	*fake.PSABase
	cfg      Config
	codebase string
	former   map[string]bool // codebases of earlier releases
	origin   string          // the address at which it was reached last
	teller   *teller
	state
}

// firstCodebase is the release a new fake runs.
const firstCodebase = "v2026_4/"

// New returns a fake with the state its store holds.
func New(cfg Config) (*Server, error) {
	cfg.Company, cfg.ClientID = cmp.Or(cfg.Company, Company), cmp.Or(cfg.ClientID, ClientID)
	cfg.PublicKey, cfg.PrivateKey = cmp.Or(cfg.PublicKey, PublicKey), cmp.Or(cfg.PrivateKey, PrivateKey)
	s := &Server{
		PSABase: fake.NewPSABase(Name, "ConnectWise", cfg.Setup, guarded.Rights()...), cfg: cfg, codebase: firstCodebase, former: map[string]bool{}, teller: newTeller(), state: newState(),
	}
	return s, s.Open(fake.Records{
		Kinds: s.kinds(), Companies: s.tables[companies], Contacts: s.tables[contacts], Tickets: s.tables[tickets],
		Fill: s.populate, AddCompany: s.addCompany, PutContact: s.putPerson, DropContact: s.dropContact, Change: s.change,
	})
}

// Refuse answers as ConnectWise refuses an object it understood.
func (s *Server) Refuse(w http.ResponseWriter) {
	send(w, http.StatusBadRequest, problem{Code: "InvalidObject", Message: "ticket object is invalid", Errors: []detail{
		{Code: "InvalidField", Message: "The record is locked by another process.", Resource: "ticket", Field: "status"},
	}})
}

// RateLimit answers as ConnectWise does when requests come too fast.
func (s *Server) RateLimit(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "1")
	send(w, http.StatusTooManyRequests, problem{Code: "TooManyRequests", Message: "Too many requests."})
}

// Release moves the server to another release: its API lives below the new codebase from now on.
func (s *Server) Release(codebase string) {
	s.Lock()
	defer s.Unlock()
	s.former[s.codebase] = true
	delete(s.former, codebase)
	s.codebase = codebase
}

var apiPath = regexp.MustCompile(`^/(v[0-9A-Za-z_.]+/)apis/3\.0(/.*)$`)

// fixedCodebase is the name by which every release of the cloud can be reached as well.
const fixedCodebase = "v4_6_release/"

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.noteOrigin(r)
	if r.URL.Path == keyPath && r.Method == http.MethodGet {
		s.signingKey(w)
		return
	}
	if company, ok := strings.CutPrefix(r.URL.Path, "/login/companyinfo/"); ok && r.Method == http.MethodGet {
		s.companyInfo(w, company)
		return
	}
	if strings.HasSuffix(r.URL.Path, "/services/system_io/router/openrecord.rails") && r.Method == http.MethodGet {
		written, ok := s.Written(r.URL.Query().Get("recid"))
		fake.ShowTicket(w, r, written, ok)
		return
	}
	parts := apiPath.FindStringSubmatch(r.URL.Path)
	if parts == nil {
		s.refuse(w, r, http.StatusNotFound, "path", problem{Code: "NotFound", Message: "There is no such page."})
		return
	}
	s.Lock()
	here, former := parts[1] == s.codebase || parts[1] == fixedCodebase, s.former[parts[1]]
	s.Unlock()
	switch {
	case former:
		http.NotFound(w, r) // a web server's own page: the release is gone
	case !here:
		s.refuse(w, r, http.StatusNotFound, "codebase", problem{Code: "NotFound", Message: "There is no such release."})
	case s.authorised(w, r) && s.permitted(w, r, parts[2]):
		s.route(w, r, parts[2])
	}
}

// companyInfo tells without credentials where the API of a company id lives; null for a company it does not know.
func (s *Server) companyInfo(w http.ResponseWriter, company string) {
	if !strings.EqualFold(company, s.cfg.Company) {
		send(w, http.StatusOK, nil)
		return
	}
	s.Lock()
	defer s.Unlock()
	version := strings.TrimSuffix(s.codebase, "/")
	send(w, http.StatusOK, map[string]any{
		"CompanyName": s.cfg.Company, "Codebase": s.codebase, "VersionCode": strings.ReplaceAll(version, "_", "."), "VersionNumber": "v4.6.99999",
		"CompanyID": s.cfg.Company, "IsCloud": true, "SiteUrl": "",
	})
}

// pinned is the media type of ConnectWise's own that asks for a version. Whatever else a client accepts, it is answered in JSON.
const pinned = "application/vnd.connectwise.com+json"

var pinnedVersion = regexp.MustCompile(`^application/vnd\.connectwise\.com\+json; version=20[0-9]{2}\.[0-9]{1,2}$`)

// authorised checks the keys (HTTP Basic, "company+public:private"), the client id and the version asked for. Wrong keys are a person's mistake;
// missing ones, or some of another shape, are the client's.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	user, private, ok := r.BasicAuth()
	company, public, shaped := strings.Cut(user, "+")
	clientID := r.Header.Get("clientId")
	unauthorised := problem{Code: "ConnectWiseApi", Message: "UserNotAuthenticated"}
	switch {
	case !ok || !shaped || company == "" || public == "" || private == "":
		s.refuse(w, r, http.StatusUnauthorized, "auth", unauthorised)
	case clientID == "":
		s.refuse(w, r, http.StatusUnauthorized, "client_id", problem{Code: "Unauthorized", Message: "A clientId header is required."})
	case strings.HasPrefix(r.Header.Get("Accept"), pinned) && !pinnedVersion.MatchString(r.Header.Get("Accept")):
		s.refuse(w, r, http.StatusNotAcceptable, "accept", problem{Code: "NotAcceptable", Message: "The version asked for is not known."})
	case s.Revoked() || !strings.EqualFold(company, s.cfg.Company) || !fake.Same(public, s.cfg.PublicKey) || !fake.Same(private, s.cfg.PrivateKey):
		send(w, http.StatusUnauthorized, unauthorised)
	case !fake.Same(clientID, s.cfg.ClientID):
		send(w, http.StatusUnauthorized, problem{Code: "Unauthorized", Message: "The clientId is not valid."})
	default:
		return true
	}
	return false
}

// problem is the body of a refusal.
type problem struct {
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Errors  []detail `json:"errors"`
}

type detail struct {
	Code     string `json:"code"`
	Message  string `json:"message"`
	Resource string `json:"resource"`
	Field    string `json:"field"`
}

// invalid is the refusal of an object with one wrong field.
func invalid(resource, code, field, message string) problem {
	return problem{Code: "InvalidObject", Message: resource + " object is invalid", Errors: []detail{{Code: code, Message: message, Resource: resource, Field: field}}}
}

// missing answers 404 for a record that is not there. It is no violation: who asked could not know.
func missing(w http.ResponseWriter, what string, id int) {
	send(w, http.StatusNotFound, problem{Code: "NotFound", Message: what + " " + strconv.Itoa(id) + " not found"})
}

// refuse answers in ConnectWise's words and writes the violation down.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, rule string, p problem) {
	said := p.Message
	if len(p.Errors) > 0 {
		said += ": " + p.Errors[0].Field + " " + p.Errors[0].Message
	}
	s.Violate(r, rule, said)
	send(w, status, p)
}

// jsonBody reads a body strictly: only JSON, and only where it says that it is.
func (s *Server) jsonBody(w http.ResponseWriter, r *http.Request, into any) bool {
	if !fake.IsJSON(r) {
		s.refuse(w, r, http.StatusUnsupportedMediaType, "content_type", problem{Code: "UnsupportedMediaType", Message: "The body must be application/json."})
		return false
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(into); err != nil {
		s.refuse(w, r, http.StatusBadRequest, "json", problem{Code: "InvalidJson", Message: "The body is not what this endpoint takes."})
		return false
	}
	return true
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("api-current-version", "2026.4")
	fake.SendJSON(w, status, body)
}

func (s *Server) now() string { return s.Now().UTC().Format(stamp) }

// stamp is how ConnectWise writes a time.
const stamp = "2006-01-02T15:04:05Z"
