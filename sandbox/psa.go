package sandbox

import (
	"fmt"
	"net/http"
	"slices"

	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/fake"
	"countersign/integrations/halopsa/halopsatest"
	"countersign/integrations/kaseyabms/kaseyabmstest"
	"countersign/integrations/superops/superopstest"
	"countersign/integrations/syncro/syncrotest"
	"countersign/integrations/zendesk/zendesktest"
)

// psaFake is a PSA that the sandbox offers, by the name of its path and its store.
type psaFake struct {
	name  string
	start func(cfg Config, setup fake.Setup) (fake.PSA, error)
}

// psaFakes are the PSAs, by name. Another one is a line here.
var psaFakes = []psaFake{
	{autotasktest.Name, func(_ Config, setup fake.Setup) (fake.PSA, error) {
		return autotasktest.New(autotasktest.Config{Setup: setup})
	}},
	{connectwisetest.Name, func(cfg Config, setup fake.Setup) (fake.PSA, error) {
		return connectwisetest.New(connectwisetest.Config{
			Company: cfg.ConnectWiseCompany, PublicKey: cfg.ConnectWisePublicKey, PrivateKey: cfg.ConnectWisePrivateKey, ClientID: cfg.ConnectWiseClientID, Setup: setup,
		})
	}},
	{halopsatest.Name, func(_ Config, setup fake.Setup) (fake.PSA, error) {
		return halopsatest.New(halopsatest.Config{Setup: setup})
	}},
	{kaseyabmstest.Name, func(_ Config, setup fake.Setup) (fake.PSA, error) {
		return kaseyabmstest.New(kaseyabmstest.Config{Setup: setup})
	}},
	{superopstest.Name, func(_ Config, setup fake.Setup) (fake.PSA, error) {
		return superopstest.New(superopstest.Config{Setup: setup})
	}},
	{syncrotest.Name, func(_ Config, setup fake.Setup) (fake.PSA, error) {
		return syncrotest.New(syncrotest.Config{Setup: setup})
	}},
	{zendesktest.Name, func(_ Config, setup fake.Setup) (fake.PSA, error) {
		// A person who tries things out does not wait a minute for a change to show.
		return zendesktest.New(zendesktest.Config{Lag: -1, ExportsPerMinute: -1, Setup: setup})
	}},
}

func psaNames() []string {
	names := make([]string, len(psaFakes))
	for i, one := range psaFakes {
		names[i] = one.name
	}
	return names
}

// startPSAs starts the PSAs, each on its store.
func (s *Sandbox) startPSAs(cfg Config, stores map[string]fake.Store) error {
	for _, one := range psaFakes {
		started, err := one.start(cfg, s.setup(stores[one.name]))
		if err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
		s.psas = append(s.psas, started)
	}
	return nil
}

func (s *Sandbox) psaRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /_sandbox/psa/{name}/populate", s.ofPSA(populate))
	mux.HandleFunc("POST /_sandbox/psa/{name}/change", s.ofPSA(change))
	mux.HandleFunc("POST /_sandbox/psa/{name}/deny", s.ofPSA(deny))
	mux.HandleFunc("POST /_sandbox/psa/{name}/revoke", s.ofPSA(revoke))
	mux.HandleFunc("GET /_sandbox/psa/{name}/tickets/{id}", s.ofPSA(writtenTicket))
}

// ofPSA hands a request to the PSA that its path names.
func (s *Sandbox) ofPSA(handle func(w http.ResponseWriter, r *http.Request, psa fake.PSA)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		at := slices.IndexFunc(s.psas, func(one fake.PSA) bool { return one.Name() == name })
		if at < 0 {
			sendJSON(w, http.StatusNotFound, map[string]string{"error": "there is no PSA " + name})
			return
		}
		handle(w, r, s.psas[at])
	}
}

// populate adds made-up companies, contacts and tickets; the answer tells their ids.
func populate(w http.ResponseWriter, r *http.Request, psa fake.PSA) {
	var asked fake.Population
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	made, err := psa.Populate(asked)
	if err != nil {
		done(w, err)
		return
	}
	sendJSON(w, http.StatusOK, made)
}

// change edits contacts as people at the PSA do; the answer tells their ids.
func change(w http.ResponseWriter, r *http.Request, psa fake.PSA) {
	var asked struct {
		Contacts int `json:"contacts"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	changed, err := psa.Change(asked.Contacts)
	if err != nil {
		done(w, badRequest(err.Error()))
		return
	}
	sendJSON(w, http.StatusOK, map[string][]string{"contacts": changed})
}

// deny takes a right from the product's member, or gives it back.
func deny(w http.ResponseWriter, r *http.Request, psa fake.PSA) {
	var asked struct {
		Right  string `json:"right"`
		Denied bool   `json:"denied"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	if err := psa.Deny(asked.Right, asked.Denied); err != nil {
		done(w, badRequest(err.Error()))
		return
	}
	done(w, nil)
}

// revoke makes the credentials of the sandbox wrong, or good again.
func revoke(w http.ResponseWriter, r *http.Request, psa fake.PSA) {
	var asked struct {
		Revoked bool `json:"revoked"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	psa.Revoke(asked.Revoked)
	done(w, nil)
}

// writtenTicket shows a ticket with all that was written into it, so that tests can see it.
func writtenTicket(w http.ResponseWriter, r *http.Request, psa fake.PSA) {
	id := r.PathValue("id")
	written, ok := psa.Written(id)
	if !ok {
		sendJSON(w, http.StatusNotFound, map[string]string{"error": "there is no ticket " + id})
		return
	}
	sendJSON(w, http.StatusOK, written)
}
