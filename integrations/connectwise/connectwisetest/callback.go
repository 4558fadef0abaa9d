package connectwisetest

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
)

var callbackPath = regexp.MustCompile(`^/system/callbacks/([0-9]{1,9})$`)

// What a callback may be about, and at which level.
var (
	callbackTypes  = []string{"activity", "agreement", "company", "configuration", "contact", "expense", "invoice", "member", "opportunity", "product", "project", "purchaseorder", "schedule", "site", "ticket", "time"}
	callbackLevels = []string{"owner", "board", "company", "contact", "integratortag", "member", "product", "project", "schedule", "status", "ticket", "type"}
)

func (s *Server) createCallback(w http.ResponseWriter, r *http.Request) {
	var given Row
	if !s.jsonBody(w, r, &given) || !s.checked(w, r, "callback", given, callbackFields, "url", "type", "level", "objectId") || !s.wellCalled(w, r, given) {
		return
	}
	s.Lock()
	defer s.Unlock()
	if s.isTwice(given, 0) {
		s.refuse(w, r, http.StatusBadRequest, "callback.twice", invalid("callback", "ObjectExists", "url", "The callback exists already."))
		return
	}
	made := given.clone()
	made["id"], made["inactiveFlag"], made["_info"] = float64(s.tables[callbacks].Last+1), given["inactiveFlag"] == true, stamped(s.now(), "API")
	if !s.keep(w, "callback", made) {
		return
	}
	send(w, http.StatusCreated, made)
}

// wellCalled refuses a callback that could never be made, or that is about nothing.
func (s *Server) wellCalled(w http.ResponseWriter, r *http.Request, row Row) bool {
	target, err := url.Parse(row.words("url"))
	object, _ := row["objectId"].(float64)
	for _, one := range []struct {
		field string
		wrong bool
	}{
		{"url", err != nil || target.Host == "" || target.Scheme != "https" && target.Scheme != "http"},
		{"type", !slices.Contains(callbackTypes, row.words("type"))},
		{"level", !slices.Contains(callbackLevels, row.words("level"))},
		{"objectId", object < 1},
	} {
		if one.wrong {
			s.refuse(w, r, http.StatusBadRequest, "callback."+one.field, invalid("callback", "InvalidField", one.field, "The "+one.field+" is not valid."))
			return false
		}
	}
	return true
}

// isTwice reports whether another callback than id calls the same address for the same.
func (s *Server) isTwice(row Row, id int) bool {
	return slices.ContainsFunc(s.rows(callbacks), func(held Row) bool {
		return held.Key() != id && held["url"] == row["url"] && held["type"] == row["type"] && held["level"] == row["level"] && held["objectId"] == row["objectId"]
	})
}

func (s *Server) patchCallback(w http.ResponseWriter, r *http.Request, id int) {
	var operations []operation
	if !s.jsonBody(w, r, &operations) {
		return
	}
	s.Lock()
	defer s.Unlock()
	before, ok := s.row(callbacks, id)
	if !ok {
		missing(w, called[callbacks], id)
		return
	}
	after := before.clone()
	for _, change := range operations {
		if rule, code := apply(after, change, callbackFields); code != "" {
			s.refuse(w, r, http.StatusBadRequest, rule, invalid("callback", code, change.Path, "The operation is not valid."))
			return
		}
	}
	if !s.wellCalled(w, r, after) {
		return
	}
	if s.isTwice(after, id) {
		s.refuse(w, r, http.StatusBadRequest, "callback.twice", invalid("callback", "ObjectExists", "url", "The callback exists already."))
		return
	}
	after["_info"] = s.touched(before, "API")
	if !s.keep(w, "callback", after) {
		return
	}
	send(w, http.StatusOK, after)
}

func (s *Server) deleteCallback(w http.ResponseWriter, id int) {
	s.Lock()
	defer s.Unlock()
	if _, ok := s.row(callbacks, id); !ok {
		missing(w, called[callbacks], id)
		return
	}
	if !s.keep(w, "callback_deleted", Row{"id": id}) {
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
