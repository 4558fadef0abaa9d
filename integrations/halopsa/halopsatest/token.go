package halopsatest

import (
	"crypto/rand"
	"mime"
	"net/http"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// tokenLives is how long an access token is good.
const tokenLives = time.Hour

// authInfo tells the address of tokens and the tenant, without credentials.
func (s *Server) authInfo(w http.ResponseWriter, r *http.Request) {
	fake.SendJSON(w, http.StatusOK, map[string]any{"auth_url": fake.Origin(r) + "/auth", "tenant_id": s.cfg.Tenant, "version": "2.196.1", "login_methods": []string{}})
}

// giveToken is the client credentials grant. Wrong credentials are a person's mistake; a form of another shape is the client's.
func (s *Server) giveToken(w http.ResponseWriter, r *http.Request) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	if err != nil || kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		s.refuse(w, r, http.StatusBadRequest, "token.form", "The body must be a form.")
		return
	}
	for _, one := range []struct{ name, wanted string }{{"grant_type", "client_credentials"}, {"scope", "all"}, {"client_id", ""}, {"client_secret", ""}} {
		given := r.PostForm[one.name]
		if len(given) != 1 || given[0] == "" || one.wanted != "" && given[0] != one.wanted {
			s.refuse(w, r, http.StatusBadRequest, "token."+one.name, one.name+" is missing or wrong.")
			return
		}
	}
	if r.URL.Query().Get("tenant") != s.cfg.Tenant {
		s.refuse(w, r, http.StatusBadRequest, "token.tenant", "The tenant is not known.")
		return
	}
	s.Lock()
	defer s.Unlock()
	if s.Revoked() || !fake.Same(r.PostForm.Get("client_id"), s.cfg.ClientID) || !fake.Same(r.PostForm.Get("client_secret"), s.cfg.ClientSecret) {
		fake.SendJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_client", "error_description": "The specified client credentials are invalid."})
		return
	}
	value := rand.Text()
	s.tokens[value] = s.Now().Add(tokenLives)
	fake.SendJSON(w, http.StatusOK, map[string]any{"access_token": value, "token_type": "Bearer", "expires_in": int(tokenLives.Seconds()), "scope": "all"})
}

// authorised checks the token. One that has ended or was withdrawn is no violation: a client learns of it by this answer.
func (s *Server) authorised(w http.ResponseWriter, r *http.Request) bool {
	value, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || value == "" {
		s.refuse(w, r, http.StatusUnauthorized, "auth", "A bearer token is missing.")
		return false
	}
	if !strings.Contains(r.Header.Get("Accept"), "application/json") {
		s.refuse(w, r, http.StatusNotAcceptable, "accept", "Only JSON is given.")
		return false
	}
	s.Lock()
	ends, known := s.tokens[value]
	s.Unlock()
	if !known || s.Revoked() || !s.Now().Before(ends) {
		w.WriteHeader(http.StatusUnauthorized)
		return false
	}
	return true
}

// Forget withdraws every token that was given, as a restart of HaloPSA does; new ones are given as before.
func (s *Server) Forget() {
	s.Lock()
	defer s.Unlock()
	clear(s.tokens)
}

// Revoke makes the application's secret wrong, or good again.
func (s *Server) Revoke(revoked bool) {
	s.PSABase.Revoke(revoked)
	s.Forget()
}
