package kaseyabmstest

import (
	"crypto/rand"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// How long tokens are good.
const (
	accessLasts  = 30 * time.Minute
	refreshLasts = 24 * time.Hour
)

// signInFields are what a form that signs in may hold.
var signInFields = []string{
	"UserName", "Password", "MFACode", "Tenant", "GrantType", "SamlResponse", "SamlKey", "ItcToken", "ClientId", "ClientSecret", "RedirectUri", "Code",
}

// authenticate takes the company, the user and the password and gives a token. Wrong ones are a person's mistake; missing ones are the client's.
func (s *Server) authenticate(w http.ResponseWriter, r *http.Request) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
		s.refuse(w, r, "content_type", "The body must be a form.")
		return
	}
	if r.ParseMultipartForm(maxBody) != nil && r.ParseForm() != nil {
		s.refuse(w, r, "form", "The form cannot be read.")
		return
	}
	for name := range r.PostForm {
		if !slices.ContainsFunc(signInFields, func(known string) bool { return strings.EqualFold(known, name) }) {
			s.refuse(w, r, "unknown_field", "There is no field "+name+".")
			return
		}
	}
	grant, tenant, user, password := r.PostForm.Get("GrantType"), r.PostForm.Get("Tenant"), r.PostForm.Get("UserName"), r.PostForm.Get("Password")
	if grant != "password" || tenant == "" || user == "" || password == "" {
		s.refuse(w, r, "grant", "GrantType password needs Tenant, UserName and Password.")
		return
	}
	s.Lock()
	defer s.Unlock()
	if s.Revoked() || !strings.EqualFold(tenant, s.cfg.Tenant) || !strings.EqualFold(user, s.cfg.UserName) || !fake.Same(password, s.cfg.Password) {
		fail(w, http.StatusOK, http.StatusUnauthorized, "Invalid user name, password or company name for "+user+".")
		return
	}
	now := s.Now()
	token := rand.Text()
	for old, until := range s.tokens {
		if !now.Before(until) {
			delete(s.tokens, old)
		}
	}
	s.tokens[token] = now.Add(accessLasts)
	succeed(w, map[string]any{
		"accessToken": token, "refreshToken": rand.Text(), "accessTokenExpireOn": now.Add(accessLasts).UTC().Format(stamp),
		"refreshTokenExpireOn": now.Add(refreshLasts).UTC().Format(stamp),
	})
}

// authorised checks the token.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	token, shaped := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.Lock()
	until, known := s.tokens[token]
	good := known && !s.Revoked() && s.Now().Before(until)
	s.Unlock()
	if !shaped || token == "" {
		s.Violate(r, "auth", "no bearer token")
	}
	if !good {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
	}
	return good
}

// EndSessions makes every token that was given bad, as an administrator can.
func (s *Server) EndSessions() {
	s.Lock()
	defer s.Unlock()
	clear(s.tokens)
}

func (s *Server) userInfo(w http.ResponseWriter, _ *http.Request) {
	succeed(w, map[string]any{
		"userId": OurUser, "fullName": "Countersign", "emailAddress": s.cfg.UserName, "timeZoneValue": 0, "timeZoneName": "UTC", "olsonTimeZoneName": "Etc/UTC",
		"tenantId": 1, "businessName": s.cfg.Tenant, "isUserSystemAdmin": false,
	})
}

// hour counts an endpoint's requests.
type hour struct {
	began time.Time
	count int
}

// allowed counts a request of an endpoint, and refuses it when there were too many in an hour.
func (s *Server) allowed(w http.ResponseWriter, endpoint string) bool {
	s.Lock()
	now, one := s.Now(), s.used[endpoint]
	if now.Sub(one.began) >= time.Hour {
		one = hour{began: now}
	}
	one.count++
	s.used[endpoint] = one
	s.Unlock()
	if one.count > s.cfg.PerHour {
		s.RateLimit(w)
		return false
	}
	return true
}
