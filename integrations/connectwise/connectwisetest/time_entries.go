package connectwisetest

import (
	"net/http"
	"time"
)

func (s *Server) createTime(w http.ResponseWriter, r *http.Request) {
	var given Row
	if !s.jsonBody(w, r, &given) || !s.checked(w, r, "timeEntry", given, timeFields, "timeStart", "chargeToId", "chargeToType") {
		return
	}
	s.Lock()
	defer s.Unlock()
	made := given.clone()
	charged, _ := given["chargeToId"].(float64)
	ticket, ok := s.row(tickets, int(charged))
	if given["chargeToType"] != "ServiceTicket" || !ok {
		s.refuse(w, r, http.StatusBadRequest, "reference.chargeToId", invalid("timeEntry", "InvalidReference", "chargeToId", "The record was not found."))
		return
	}
	minutes, ok := minutesOf(given)
	if !ok {
		s.refuse(w, r, http.StatusBadRequest, "time.span", invalid("timeEntry", "InvalidField", "timeEnd", "The end must lie after the start."))
		return
	}
	if given["member"] == nil {
		made["member"] = map[string]any{"identifier": "API"}
	}
	if _, wrong := s.resolve(made, "member", s.rows(members)); wrong != nil {
		s.refuse(w, r, http.StatusBadRequest, "reference.member", *wrong)
		return
	}
	made["id"], made["actualHours"], made["ticket"] = float64(s.tables[times].Last+1), minutes/60, map[string]any{"id": ticket["id"], "summary": ticket["summary"]}
	made["_info"] = stamped(s.now(), "API")
	if !s.keep(w, "time", made) {
		return
	}
	send(w, http.StatusCreated, made)
}

// minutesOf is how long a time entry is.
func minutesOf(entry Row) (float64, bool) {
	start, _ := entry["timeStart"].(string)
	end, _ := entry["timeEnd"].(string)
	from, err := time.Parse(stamp, start)
	if err != nil {
		return 0, false
	}
	until, err := time.Parse(stamp, end)
	return until.Sub(from).Minutes(), err == nil && until.After(from)
}
