package autotasktest

import "net/http"

// writeContact makes or changes a person, below their company: nowhere else can people be written.
func (s *Server) writeContact(w http.ResponseWriter, r *http.Request, of int) {
	given, _, ok := s.jsonBody(w, r)
	creating := r.Method == http.MethodPost
	if !ok || !s.checked(w, r, "Contacts", given, creating) {
		return
	}
	s.Lock()
	defer s.Unlock()
	if _, ok := s.tables["Companies"].Get(of); !ok {
		missing(w)
		return
	}
	after := Row{"id": float64(s.tables["Contacts"].Last + 1), "companyID": float64(of), "createDate": s.now()}
	if !creating {
		before, ok := s.tables["Contacts"].Get(given.Key())
		if !ok || before.number("companyID") != float64(of) {
			missing(w)
			return
		}
		after = before.clone()
	}
	merge(after, given)
	after["companyID"], after["lastModifiedDate"] = float64(of), s.now()
	s.keep(w, "Contacts", after)
}
