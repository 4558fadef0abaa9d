package halopsatest

import (
	"encoding/base64"
	"net/http"
	"regexp"
	"time"

	"countersign/integrations/fake"
)

// listActions gives a ticket's actions, the newest first.
func (s *Server) listActions(c call) {
	of := c.number("ticket_id")
	if _, ok := s.ticket(of); !ok {
		missing(c.w)
		return
	}
	count := c.number("count")
	if count == 0 {
		count = defaultPageSize
	}
	all := s.actions.Of(of)
	shown := []map[string]any{}
	for i := len(all) - 1; i >= 0 && len(shown) < count; i-- {
		shown = append(shown, all[i].show())
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"record_count": len(all), "actions": shown})
}

func (a action) show() map[string]any {
	return map[string]any{
		"id": a.ID, "ticket_id": a.TicketID, "outcome": a.Outcome, "note": a.Note, "hiddenfromuser": a.Hidden, "timetaken": 0, "who_agentid": a.AgentID,
		"datetime": shownAt(a.At), "who_type": 1,
	}
}

func (s *Server) addAction(c call) {
	given, ok := s.one(c.w, c.r, c.at)
	if !ok {
		return
	}
	row := action{ID: s.actions.Last + 1, TicketID: given.id("ticket_id"), Outcome: given.words("outcome"), Note: given.words("note"), AgentID: AgentOurs, At: s.now()}
	row.Hidden, _ = given["hiddenfromuser"].(bool)
	_, there := s.ticket(row.TicketID)
	switch {
	case !given.has("ticket_id"):
		s.refuse(c.w, c.r, http.StatusBadRequest, "required.ticket_id", "A ticket must be named.")
		return
	case !there:
		missing(c.w)
		return
	case row.Outcome == "" && !given.has("outcome_id"):
		s.refuse(c.w, c.r, http.StatusBadRequest, "required.outcome", "An outcome must be chosen.")
		return
	}
	if !s.keep(c.w, "action", row) {
		return
	}
	fake.SendJSON(c.w, http.StatusCreated, []any{row.show()})
}

// lastActed is when something was last done to a ticket.
func (s *Server) lastActed(f fault) time.Time {
	if done := s.actions.Of(f.ID); len(done) > 0 {
		return done[len(done)-1].At
	}
	return f.Occurred
}

var dataURL = regexp.MustCompile(`^data:[a-z0-9.+-]+/[a-z0-9.+-]+;base64,`)

func (s *Server) addFile(c call) {
	given, ok := s.one(c.w, c.r, c.at)
	if !ok {
		return
	}
	head := dataURL.FindString(given.words("data_base64"))
	held, err := base64.StdEncoding.DecodeString(given.words("data_base64")[len(head):])
	row := file{ID: s.files.Last + 1, TicketID: given.id("ticket_id"), Name: given.words("filename"), Size: len(held), At: s.now()}
	row.Image, _ = given["isimage"].(bool)
	switch _, there := s.ticket(row.TicketID); {
	case row.Name == "":
		s.refuse(c.w, c.r, http.StatusBadRequest, "required.filename", "A file needs a name.")
		return
	case head == "" || err != nil:
		s.refuse(c.w, c.r, http.StatusBadRequest, "grammar.data_base64", "The bytes must be a data URL in base 64.")
		return
	case !there:
		missing(c.w)
		return
	}
	if !s.keep(c.w, "file", row) {
		return
	}
	fake.SendJSON(c.w, http.StatusCreated, row.show())
}

func (s *Server) listFiles(c call) {
	shown := []map[string]any{}
	for _, one := range s.files.Of(c.number("ticket_id")) {
		shown = append(shown, one.show())
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{"record_count": len(shown), "attachments": shown})
}

func (f file) show() map[string]any {
	return map[string]any{"id": f.ID, "ticket_id": f.TicketID, "filename": f.Name, "filesize": f.Size, "isimage": f.Image, "datecreated": shownAt(f.At), "type": 0, "unique_id": f.TicketID}
}
