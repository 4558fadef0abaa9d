// Package sandbox is every outside system on one port: strict fakes of the vendors, a control API for tests, and a page of phones and inboxes
// for people. It keeps its own store and never touches the product's database.
package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"countersign/core/clock"
	"countersign/integrations/fake"
	"countersign/integrations/sendgrid/sendgridtest"
	"countersign/integrations/twilio/twiliotest"
)

// Sandbox is the whole, as one http.Handler.
type Sandbox struct {
	twilio   *twiliotest.Server
	sendgrid *sendgridtest.Server
	own      ownAccounts
	psas     []fake.PSA
	journal  *fake.Journal
	faults   *fake.Faults
	live     *live
	files    []*fake.File
	handler  http.Handler
}

const (
	defaultPatience = time.Minute
	seed            = 1 // of every choice by chance, so that a run can be repeated
)

// New opens the store and starts the fakes; what was under way when the sandbox last stopped goes on.
func New(cfg Config) (*Sandbox, error) {
	s := &Sandbox{faults: &fake.Faults{}, live: newLive()}
	if err := s.start(cfg); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.handler = s.routes()
	return s, nil
}

func (s *Sandbox) start(cfg Config) error {
	key, err := parseWebhookKey(cfg.SendGridWebhookKey)
	if err != nil {
		return err
	}
	if cfg.Patience == 0 {
		cfg.Patience = defaultPatience
	}
	stores, err := s.open(cfg.Data, append([]string{"journal", twiliotest.Name, sendgridtest.Name, ownStore + twiliotest.Name, ownStore + sendgridtest.Name}, psaNames()...)...)
	if err != nil {
		return err
	}
	if s.journal, err = fake.NewJournal(stores["journal"], clock.Now); err != nil {
		return err
	}
	s.twilio, err = twiliotest.New(twiliotest.Config{
		AccountSID: cfg.TwilioAccountSID, AuthToken: cfg.TwilioAuthToken, Setup: s.setup(stores[twiliotest.Name]),
		Pace: cfg.Pace, Patience: cfg.Patience, Disorder: cfg.Disorder, Seed: seed,
	})
	if err != nil {
		return err
	}
	s.sendgrid, err = sendgridtest.New(sendgridtest.Config{
		APIKey: cfg.SendGridAPIKey, WebhookKey: key, EventURL: cfg.SendGridEventURL, Setup: s.setup(stores[sendgridtest.Name]),
		Pace: cfg.Pace, Disorder: cfg.Disorder, Seed: seed,
	})
	if err != nil {
		return err
	}
	for number, address := range cfg.Numbers {
		s.twilio.SetNumber(number, address)
	}
	for domain, address := range cfg.Mailboxes {
		s.sendgrid.SetMailbox(domain, address)
	}
	if err := s.startOwn(cfg, stores); err != nil {
		return err
	}
	return s.startPSAs(cfg, stores)
}

// setup is what every fake is given.
func (s *Sandbox) setup(store fake.Store) fake.Setup {
	return fake.Setup{Journal: s.journal, Store: store, Changed: s.live.changed}
}

// open opens one file for each name in a folder, or stores that keep nothing if there is no folder.
func (s *Sandbox) open(folder string, names ...string) (map[string]fake.Store, error) {
	stores := map[string]fake.Store{}
	if folder != "" {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, fmt.Errorf("the sandbox's folder: %w", err)
		}
	}
	for _, name := range names {
		stores[name] = fake.NullStore{}
		if folder == "" {
			continue
		}
		file, err := fake.Open(filepath.Join(folder, name+".jsonl"))
		if err != nil {
			return nil, err
		}
		s.files = append(s.files, file)
		stores[name] = file
	}
	return stores, nil
}

// Close stops the fakes and closes the store.
func (s *Sandbox) Close() error {
	s.live.close()
	for _, twilio := range []*twiliotest.Server{s.twilio, s.own.twilio} {
		if twilio != nil {
			twilio.Close()
		}
	}
	for _, sendgrid := range []*sendgridtest.Server{s.sendgrid, s.own.sendgrid} {
		if sendgrid != nil {
			sendgrid.Close()
		}
	}
	for _, psa := range s.psas {
		if calls, ok := psa.(interface{ Close() }); ok {
			calls.Close()
		}
	}
	var failed error
	for _, file := range s.files {
		failed = errors.Join(failed, file.Close())
	}
	return failed
}

// Hush ends the page's open streams, so that a server can shut down.
func (s *Sandbox) Hush() { s.live.close() }

func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Sandbox) routes() http.Handler {
	mux := http.NewServeMux()
	vendors := s.carriers()
	for _, psa := range s.psas {
		vendors = append(vendors, psa)
	}
	for _, vendor := range vendors {
		prefix := "/" + vendor.Name()
		mux.Handle(prefix+"/", http.StripPrefix(prefix, fake.FaultProxy{Vendor: vendor, Journal: s.journal, Faults: s.faults}))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		sendJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	s.controlRoutes(mux)
	pageRoutes(mux)
	return mux
}
