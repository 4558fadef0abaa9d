package autotasktest

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"countersign/integrations/fake"
)

var (
	listPath   = regexp.MustCompile(`^/([A-Za-z]+)/query(/next|/count)?$`)
	recordPath = regexp.MustCompile(`^/([A-Za-z]+)/([0-9]{1,18})$`)
	infoPath   = regexp.MustCompile(`^/([A-Za-z]+)/entityInformation(/fields)?$`)
	childPath  = regexp.MustCompile(`^/Tickets/([0-9]{1,18})/(Notes|Attachments)$`)
)

// route finds the endpoint; path stands below V1.0.
func (s *Server) route(w http.ResponseWriter, r *http.Request, path string) {
	if known, ok := s.endpoint(path); ok {
		handle, ok := known[r.Method]
		if !ok {
			s.refuse(w, r, http.StatusMethodNotAllowed, "method", "The requested resource does not support http method '"+r.Method+"'.")
			return
		}
		handle(w, r)
		return
	}
	s.refuse(w, r, http.StatusNotFound, "path", "No HTTP resource was found that matches the request URI.")
}

type methods map[string]http.HandlerFunc

func (s *Server) endpoint(path string) (methods, bool) {
	switch path {
	case "/ThresholdInformation":
		return methods{http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { s.threshold(w) }}, true
	case "/Tickets":
		return methods{http.MethodPost: s.createTicket, http.MethodPatch: s.patchTicket}, true
	}
	if at := listPath.FindStringSubmatch(path); at != nil && entities[at[1]] != nil {
		if at[2] == "/count" {
			return methods{http.MethodPost: func(w http.ResponseWriter, r *http.Request) { s.count(w, r, at[1]) }}, true
		}
		return methods{http.MethodPost: func(w http.ResponseWriter, r *http.Request) { s.query(w, r, at[1], at[2] == "/next") }}, true
	}
	if at := infoPath.FindStringSubmatch(path); at != nil && entities[at[1]] != nil {
		return methods{http.MethodGet: func(w http.ResponseWriter, _ *http.Request) {
			if at[2] == "" {
				s.entityInformation(w, at[1])
			} else {
				fieldInformation(w, at[1])
			}
		}}, true
	}
	if at := recordPath.FindStringSubmatch(path); at != nil && entities[at[1]] != nil {
		return methods{http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { s.show(w, at[1], number(at[2])) }}, true
	}
	if at := childPath.FindStringSubmatch(path); at != nil {
		return s.child(at[2], number(at[1]))
	}
	return nil, false
}

// child are the endpoints below a ticket.
func (s *Server) child(of string, id int) (methods, bool) {
	bind := func(handle func(http.ResponseWriter, *http.Request, int)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { handle(w, r, id) }
	}
	switch of {
	case "Notes":
		return methods{http.MethodPost: bind(s.createNote)}, true
	case "Attachments":
		return methods{http.MethodPost: bind(s.createFile)}, true
	}
	return nil, false
}

// show answers one record; null for one that is not there.
func (s *Server) show(w http.ResponseWriter, entity string, id int) {
	s.Lock()
	row, ok := s.tables[entity].Get(id)
	s.Unlock()
	if !ok {
		fake.SendJSON(w, http.StatusOK, map[string]any{"item": nil})
		return
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{"item": row.show(entities[entity], nil)})
}

// fieldInformation tells of the fields of an entity, with what they can be.
func fieldInformation(w http.ResponseWriter, entity string) {
	var out []map[string]any
	for _, name := range slices.Sorted(maps.Keys(entities[entity])) {
		one := entities[entity][name]
		list, picked := picklists[entity][name]
		shown := map[string]any{
			"name": name, "dataType": one.kind, "length": one.max, "isRequired": one.required, "isReadOnly": one.shown, "isQueryable": name != "data", "isReference": one.refers != "",
			"referenceEntityType": one.refers, "isPickList": picked, "picklistValues": nil, "picklistParentValueField": one.parent, "isSupportedWebhookField": false,
		}
		if picked {
			values := []map[string]any{}
			for i, value := range list {
				parent := ""
				if value.parent != 0 {
					parent = strconv.Itoa(value.parent)
				}
				values = append(values, map[string]any{
					"value": strconv.Itoa(value.value), "label": value.label, "isDefaultValue": value.usual, "sortOrder": i + 1, "parentValue": parent, "isActive": !value.gone, "isSystem": value.value < 8,
				})
			}
			shown["picklistValues"] = values
		}
		out = append(out, shown)
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{"fields": out})
}
