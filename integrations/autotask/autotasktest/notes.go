package autotasktest

import (
	"encoding/base64"
	"net/http"
	"slices"
)

func (s *Server) createNote(w http.ResponseWriter, r *http.Request, ticketID int) {
	given, _, ok := s.jsonBody(w, r)
	if !ok || !s.checked(w, r, "TicketNotes", given, true) {
		return
	}
	if named := given["ticketID"]; named != nil && named != float64(ticketID) {
		s.refuse(w, r, http.StatusInternalServerError, "note.ticketID", "The ticketID is not that of the path.")
		return
	}
	s.Lock()
	defer s.Unlock()
	if !s.onTicket(w, ticketID, "TicketNotes", given) {
		return
	}
	made := Row{"id": float64(s.tables["TicketNotes"].Last + 1), "createDateTime": s.now(), "lastActivityDate": s.now(), "creatorResourceID": 152.0}
	merge(made, given)
	made["ticketID"] = float64(ticketID)
	s.keep(w, "TicketNotes", made)
}

// createFile adds a file to a ticket.
func (s *Server) createFile(w http.ResponseWriter, r *http.Request, ticketID int) {
	given, _, ok := s.jsonBody(w, r)
	if !ok || !s.checked(w, r, "TicketAttachments", given, true) {
		return
	}
	if !slices.Contains(attachmentTypes, given.words("attachmentType")) {
		s.refuse(w, r, http.StatusInternalServerError, "grammar.attachmentType", "The attachmentType is not known.")
		return
	}
	s.Lock()
	defer s.Unlock()
	if !s.onTicket(w, ticketID, "TicketAttachments", given) {
		return
	}
	data, _ := base64.StdEncoding.DecodeString(given.words("data")) // judged already
	made := Row{"id": float64(s.tables["TicketAttachments"].Last + 1), "attachDate": s.now(), "attachedByResourceID": 152.0, "fileSize": float64(len(data))}
	merge(made, given)
	made["parentID"] = float64(ticketID)
	delete(made, "data") // it is never read back
	s.keep(w, "TicketAttachments", made)
}

// onTicket refuses what hangs from a ticket that is not there, or names what does not exist. The caller holds the lock.
func (s *Server) onTicket(w http.ResponseWriter, ticketID int, entity string, given Row) bool {
	if _, ok := s.tables["Tickets"].Get(ticketID); !ok {
		missing(w)
		return false
	}
	if wrong := s.settled(entity, given); wrong != "" {
		fail(w, http.StatusInternalServerError, wrong)
		return false
	}
	return true
}
