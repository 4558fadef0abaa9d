package sandbox

import (
	"net/http"
	"slices"

	"countersign/integrations/connectwise/connectwisetest"
	"countersign/sandbox/wire"
)

// psaNames are the PSAs, by which their stores and their paths are called.
var psaNames = []string{connectwisetest.Name}

// startPSAs starts the PSAs, each on its store.
func (s *Sandbox) startPSAs(cfg Config, stores map[string]wire.Store) error {
	connectwise, err := connectwisetest.New(connectwisetest.Config{
		Company: cfg.ConnectWiseCompany, PublicKey: cfg.ConnectWisePublicKey, PrivateKey: cfg.ConnectWisePrivateKey, ClientID: cfg.ConnectWiseClientID,
		Journal: s.journal, Store: stores[connectwisetest.Name], Changed: s.live.changed,
	})
	if err != nil {
		return err
	}
	s.psas = []wire.PSA{connectwise}
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
func (s *Sandbox) ofPSA(handle func(w http.ResponseWriter, r *http.Request, psa wire.PSA)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		at := slices.IndexFunc(s.psas, func(one wire.PSA) bool { return one.Name() == name })
		if at < 0 {
			sendJSON(w, http.StatusNotFound, map[string]string{"error": "there is no PSA " + name})
			return
		}
		handle(w, r, s.psas[at])
	}
}

// populate adds made-up companies, contacts and tickets; the answer tells their ids.
func populate(w http.ResponseWriter, r *http.Request, psa wire.PSA) {
	var asked wire.Population
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
func change(w http.ResponseWriter, r *http.Request, psa wire.PSA) {
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
func deny(w http.ResponseWriter, r *http.Request, psa wire.PSA) {
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

// revoke makes the credentials that everybody knows wrong, or good again.
func revoke(w http.ResponseWriter, r *http.Request, psa wire.PSA) {
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
func writtenTicket(w http.ResponseWriter, r *http.Request, psa wire.PSA) {
	id := r.PathValue("id")
	written, ok := psa.Written(id)
	if !ok {
		sendJSON(w, http.StatusNotFound, map[string]string{"error": "there is no ticket " + id})
		return
	}
	sendJSON(w, http.StatusOK, written)
}
