package autotasktest

import (
	"math"
	"net/http"
)

func (s *Server) createTime(w http.ResponseWriter, r *http.Request) {
	given, _, ok := s.jsonBody(w, r)
	if !ok || !s.checked(w, r, "TimeEntries", given, true) {
		return
	}
	start, first := parseTime(given.words("startDateTime"))
	end, second := parseTime(given.words("endDateTime"))
	if hours := given.number("hoursWorked"); hours <= 0 || first && second && math.Abs(end.Sub(start).Hours()-hours) > 0.01 {
		s.refuse(w, r, http.StatusInternalServerError, "time.span", "The hoursWorked do not fit between startDateTime and endDateTime.")
		return
	}
	if given["summaryNotes"] == nil && given["internalNotes"] == nil {
		s.refuse(w, r, http.StatusInternalServerError, "time.notes", "A note is required: summaryNotes.")
		return
	}
	s.Lock()
	defer s.Unlock()
	if wrong := s.settled("TimeEntries", given); wrong != "" {
		fail(w, http.StatusInternalServerError, wrong)
		return
	}
	if !s.works(given) {
		fail(w, http.StatusInternalServerError, "The resourceID does not have the roleID, or is an API user.")
		return
	}
	made := Row{"id": float64(s.tables["TimeEntries"].Last + 1), "createDateTime": s.now(), "lastModifiedDateTime": s.now()}
	merge(made, given)
	s.keep(w, "TimeEntries", made)
}

// works reports whether the agent of a time entry has its role.
func (s *Server) works(given Row) bool {
	who, _ := s.tables["Resources"].Get(int(given.number("resourceID")))
	if who["licenseType"] == float64(licenseAPI) {
		return false
	}
	for _, one := range s.tables["ResourceServiceDeskRoles"].Rows {
		if one["resourceID"] == given["resourceID"] && one["roleID"] == given["roleID"] && one["isActive"] == true {
			return true
		}
	}
	return false
}
