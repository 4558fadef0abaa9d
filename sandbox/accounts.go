package sandbox

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"net/http"

	"countersign/integrations/fake"
	"countersign/integrations/sendgrid/sendgridtest"
	"countersign/integrations/twilio/twiliotest"
)

// ownAccounts are a second account at each carrier, such as an MSP's own. They share an address with the first and nothing else.
type ownAccounts struct {
	twilio    *twiliotest.Server
	sendgrid  *sendgridtest.Server
	sid       string
	token     string
	apiKey    string
	eventKey  *ecdsa.PrivateKey
	published string // the event key's public half, as SendGrid shows it
}

// ownCredentials are made of those of the first accounts, so that they stay the same over restarts.
func ownCredentials(cfg Config) (own ownAccounts, err error) {
	made := func(of string) [32]byte { return sha256.Sum256([]byte("second account\x00" + of)) }
	sid, token, key, signer := made(cfg.TwilioAccountSID), made(cfg.TwilioAuthToken), made(cfg.SendGridAPIKey), made(cfg.SendGridAPIKey+"\x00events")
	own = ownAccounts{sid: "AC" + hex.EncodeToString(sid[:16]), token: hex.EncodeToString(token[:16]), apiKey: "SG." + base64.RawURLEncoding.EncodeToString(key[:])}
	if own.eventKey, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), signer[:]); err != nil {
		return own, err
	}
	public, err := x509.MarshalPKIXPublicKey(&own.eventKey.PublicKey)
	own.published = base64.StdEncoding.EncodeToString(public)
	return own, err
}

// startOwn starts the second accounts. Their numbers have no fate of their own: the first accounts' hold.
func (s *Sandbox) startOwn(cfg Config, stores map[string]fake.Store) (err error) {
	if s.own, err = ownCredentials(cfg); err != nil {
		return err
	}
	s.own.twilio, err = twiliotest.New(twiliotest.Config{
		AccountSID: s.own.sid, AuthToken: s.own.token, Setup: s.setup(stores[ownStore+twiliotest.Name]), Pace: cfg.Pace, Patience: cfg.Patience, Disorder: cfg.Disorder, Seed: seed,
	})
	if err != nil {
		return err
	}
	s.own.sendgrid, err = sendgridtest.New(sendgridtest.Config{
		APIKey: s.own.apiKey, WebhookKey: s.own.eventKey, Setup: s.setup(stores[ownStore+sendgridtest.Name]), Pace: cfg.Pace, Disorder: cfg.Disorder, Seed: seed,
	})
	return err
}

// ownStore begins the names of the second accounts' files.
const ownStore = "own-"

// accounts lets a request reach the account whose credentials it bears; the first account answers a stranger's.
type accounts struct {
	fake.Vendor
	own   http.Handler
	bears func(r *http.Request) bool
}

func (a accounts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.bears(r) {
		a.own.ServeHTTP(w, r)
		return
	}
	a.Vendor.ServeHTTP(w, r)
}

func (s *Sandbox) carriers() []fake.Vendor {
	return []fake.Vendor{
		accounts{s.twilio, s.own.twilio, func(r *http.Request) bool { user, _, _ := r.BasicAuth(); return user == s.own.sid }},
		accounts{s.sendgrid, s.own.sendgrid, func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer "+s.own.apiKey }},
	}
}

// showOwn tells the settings of the second accounts, by the names that `countersign tenant account set` reads.
func (s *Sandbox) showOwn(w http.ResponseWriter, _ *http.Request) {
	sendJSON(w, http.StatusOK, map[string]map[string]string{
		twiliotest.Name:   {"account_sid": s.own.sid, "auth_token": s.own.token},
		sendgridtest.Name: {"api_key": s.own.apiKey, "event_key": s.own.published},
	})
}

// setOwnEvents says where the events of the second account at SendGrid are posted, as its settings do.
func (s *Sandbox) setOwnEvents(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		URL string `json:"url"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	s.own.sendgrid.SetEventURL(asked.URL)
	done(w, nil)
}
