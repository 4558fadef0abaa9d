package connectwisetest

import (
	"net/http"
	"net/url"
	"regexp"
)

var callbackPath = regexp.MustCompile(`^/system/callbacks/([0-9]{1,9})$`)

func (s *Server) createCallback(w http.ResponseWriter, r *http.Request) {
	var given Row
	if !s.jsonBody(w, r, &given) || !s.checked(w, r, "callback", given, callbackFields, "url", "type", "level", "objectId") {
		return
	}
	address, _ := given["url"].(string)
	if target, err := url.Parse(address); err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http" {
		s.refuse(w, r, http.StatusBadRequest, "callback.url", invalid("callback", "InvalidField", "url", "The url is not valid."))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	made := given.clone()
	made["id"], made["_info"] = float64(s.tables[callbacks].last+1), stamped(s.now(), "API")
	if !s.keep(w, "callback", made) {
		return
	}
	s.tables[callbacks].put(made)
	s.cfg.Changed()
	send(w, http.StatusCreated, made)
}

func (s *Server) deleteCallback(w http.ResponseWriter, id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.row(callbacks, id); !ok {
		missing(w, "CallbackEntry", id)
		return
	}
	if !s.keep(w, "callback_deleted", Row{"id": id}) {
		return
	}
	s.tables[callbacks].drop(id)
	s.cfg.Changed()
	w.WriteHeader(http.StatusNoContent)
}
