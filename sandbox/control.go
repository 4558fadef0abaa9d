package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"countersign/integrations/fake"
	"countersign/integrations/sendgrid/sendgridtest"
	"countersign/integrations/twilio/twiliotest"
)

// shown is how many of the newest messages a list holds unless the query says otherwise.
const shown = 1000

func (s *Sandbox) controlRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /_sandbox/messages", s.listMessages)
	mux.HandleFunc("DELETE /_sandbox/messages", s.forgetMessages)
	mux.HandleFunc("GET /_sandbox/requests", s.listRequests)
	mux.HandleFunc("DELETE /_sandbox/requests", func(w http.ResponseWriter, _ *http.Request) { s.journal.ForgetRequests(); done(w, nil) })
	mux.HandleFunc("GET /_sandbox/violations", func(w http.ResponseWriter, _ *http.Request) { sendItems(w, s.journal.Violations()) })
	mux.HandleFunc("DELETE /_sandbox/violations", func(w http.ResponseWriter, _ *http.Request) { done(w, s.journal.ForgetViolations()) })
	mux.HandleFunc("POST /_sandbox/faults", s.setFaults)
	mux.HandleFunc("DELETE /_sandbox/faults", func(w http.ResponseWriter, _ *http.Request) { s.faults.Clear(); done(w, nil) })
	mux.HandleFunc("POST /_sandbox/call/{id}/keys", s.pressKeys)
	mux.HandleFunc("POST /_sandbox/call/{id}/hangup", func(w http.ResponseWriter, r *http.Request) {
		done(w, s.onCall(func(t *twiliotest.Server) error { return t.Hangup(r.PathValue("id")) }))
	})
	mux.HandleFunc("POST /_sandbox/sms", s.receiveSMS)
	mux.HandleFunc("POST /_sandbox/email", s.receiveEmail)
	mux.HandleFunc("GET /_sandbox/own-accounts", s.showOwn)
	mux.HandleFunc("PUT /_sandbox/own-accounts/events", s.setOwnEvents)
	mux.HandleFunc("PUT /_sandbox/numbers", s.setNumber)
	mux.HandleFunc("PUT /_sandbox/mailboxes", s.setMailbox)
	s.psaRoutes(mux)
	mux.HandleFunc("GET /_sandbox/live", s.live.stream)
	mux.HandleFunc("/_sandbox/", func(w http.ResponseWriter, r *http.Request) {
		sendJSON(w, http.StatusNotFound, map[string]string{"error": "there is no " + r.Method + " " + r.URL.Path + " in the sandbox"})
	})
}

func (s *Sandbox) listMessages(w http.ResponseWriter, r *http.Request) {
	limit := shown
	if given := r.URL.Query().Get("limit"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			done(w, badRequest("limit must be a whole number from 1"))
			return
		}
		limit = n
	}
	// A plus that was not escaped arrives as a space.
	to := strings.Replace(r.URL.Query().Get("to"), " ", "+", 1)
	sendItems(w, s.items(to, limit))
}

func (s *Sandbox) forgetMessages(w http.ResponseWriter, _ *http.Request) {
	done(w, errors.Join(s.twilio.Forget(), s.sendgrid.Forget(), s.own.twilio.Forget(), s.own.sendgrid.Forget()))
}

func (s *Sandbox) listRequests(w http.ResponseWriter, r *http.Request) {
	sendItems(w, s.journal.Requests(r.URL.Query().Get("provider")))
}

func (s *Sandbox) setFaults(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Provider string    `json:"provider"`
		Mode     fake.Mode `json:"mode"`
		Count    int       `json:"count"`
		To       string    `json:"to"` // a number or address; empty: every request
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	if known := append([]string{twiliotest.Name, sendgridtest.Name}, psaNames()...); !slices.Contains(known, asked.Provider) {
		done(w, badRequest("provider must be one of "+strings.Join(known, ", ")))
		return
	}
	if err := s.faults.SetFor(asked.Provider, asked.To, asked.Mode, asked.Count); err != nil {
		done(w, badRequest(err.Error()))
		return
	}
	done(w, nil)
}

func (s *Sandbox) pressKeys(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Digits string `json:"digits"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	done(w, s.onCall(func(t *twiliotest.Server) error { return t.Press(r.PathValue("id"), asked.Digits) }))
}

// onCall works the phone of a call, whichever account it came from.
func (s *Sandbox) onCall(do func(*twiliotest.Server) error) error {
	err := do(s.twilio)
	if errors.Is(err, twiliotest.ErrNoCall) {
		return do(s.own.twilio)
	}
	return err
}

// badRequest is a mistake of the caller.
type badRequest string

func (b badRequest) Error() string { return string(b) }

func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return badRequest(fmt.Sprintf("the body is not what this route takes: %v", err))
	}
	return nil
}

// done answers a request that has nothing to show.
func done(w http.ResponseWriter, err error) {
	var wrong badRequest
	status := http.StatusInternalServerError
	switch {
	case err == nil:
		w.WriteHeader(http.StatusNoContent)
		return
	case errors.As(err, &wrong), errors.Is(err, twiliotest.ErrKeys), errors.Is(err, twiliotest.ErrFile), errors.Is(err, sendgridtest.ErrLetter), errors.Is(err, fake.ErrPopulation):
		status = http.StatusBadRequest
	case errors.Is(err, twiliotest.ErrNoCall):
		status = http.StatusNotFound
	}
	sendJSON(w, status, map[string]string{"error": err.Error()})
}

func sendItems(w http.ResponseWriter, items any) {
	sendJSON(w, http.StatusOK, map[string]any{"items": items})
}

func sendJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that went away is the client's loss.
	_ = json.NewEncoder(w).Encode(body)
}
