package connectwisetest

import "net/http"

func (s *Server) createNote(w http.ResponseWriter, r *http.Request, ticketID int) {
	var given Row
	if !s.jsonBody(w, r, &given) || !s.checked(w, r, "note", given, noteFields, "text") {
		return
	}
	if given["detailDescriptionFlag"] != true && given["internalAnalysisFlag"] != true && given["resolutionFlag"] != true {
		s.refuse(w, r, http.StatusBadRequest, "note.flags", invalid("note", "MissingRequiredField", "detailDescriptionFlag", "At least one of the note's flags is required."))
		return
	}
	s.Lock()
	defer s.Unlock()
	note := s.newNote(ticketID, given)
	if !s.keep(w, "note", note) {
		return
	}
	send(w, http.StatusCreated, note)
}

// newNote completes a note as ConnectWise shows it.
func (s *Server) newNote(ticketID int, given Row) Row {
	note := given.clone()
	for _, name := range []string{"detailDescriptionFlag", "internalAnalysisFlag", "resolutionFlag"} {
		note[name] = note[name] == true
	}
	note["id"], note["ticketId"] = float64(s.lastNote+1), float64(ticketID)
	note["issueFlag"], note["internalFlag"], note["externalFlag"] = false, note["internalAnalysisFlag"], note["internalAnalysisFlag"] == false
	note["dateCreated"], note["createdBy"] = s.now(), "API"
	note["_info"] = map[string]any{"lastUpdated": s.now(), "updatedBy": "API"}
	return note
}
