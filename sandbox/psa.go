package sandbox

import (
	"net/http"
	"strconv"

	"countersign/integrations/connectwise/connectwisetest"
)

// populate adds made-up companies, contacts and tickets to the PSA; the answer tells their ids.
func (s *Sandbox) populate(w http.ResponseWriter, r *http.Request) {
	var asked connectwisetest.Population
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	made, err := s.connectwise.Populate(asked)
	if err != nil {
		done(w, err)
		return
	}
	sendJSON(w, http.StatusOK, made)
}

// writtenTicket shows a ticket with all notes and documents, so that tests can see what was written.
func (s *Sandbox) writtenTicket(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	written, ok := s.connectwise.Written(id)
	if err != nil || !ok {
		sendJSON(w, http.StatusNotFound, map[string]string{"error": "there is no ticket " + r.PathValue("id")})
		return
	}
	sendJSON(w, http.StatusOK, written)
}
