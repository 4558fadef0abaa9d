package autotasktest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"countersign/integrations/fake"
)

// asked is what the body of a query asks for.
type asked struct {
	meets test
	names []string
	size  int
}

// place is where a list goes on. The body must be the same again.
type place struct {
	PageSize int    `json:"pageSize"`
	After    int    `json:"previousId"`
	Query    string `json:"query"`
}

// query serves a page of an entity: rows stand by id, and there is no other order.
func (s *Server) query(w http.ResponseWriter, r *http.Request, entity string, next bool) {
	given, raw, ok := s.jsonBody(w, r)
	if !ok {
		return
	}
	want, rule, wrong := parseAsked(given, entities[entity])
	if wrong != "" {
		s.refuse(w, r, http.StatusInternalServerError, rule, wrong)
		return
	}
	digest := sha256.Sum256(raw)
	at := place{PageSize: want.size, After: -1, Query: hex.EncodeToString(digest[:8])}
	if next {
		var from place
		if json.Unmarshal([]byte(r.URL.Query().Get("paging")), &from) != nil {
			s.refuse(w, r, http.StatusInternalServerError, "paging", "The place in the list is not valid.")
			return
		}
		if from.Query != at.Query {
			s.refuse(w, r, http.StatusInternalServerError, "paging.body", "The next page must be asked for with the body of the first.")
			return
		}
		at = from
	} else if len(r.URL.Query()) > 0 {
		s.refuse(w, r, http.StatusInternalServerError, "unknown_parameter", "A posted query takes no parameters.")
		return
	}
	s.Lock()
	page, more := s.page(entity, want, at.After)
	s.Unlock()
	var following any
	if more {
		if len(want.names) > 0 && !slices.Contains(want.names, "id") {
			s.refuse(w, r, http.StatusInternalServerError, "paging.id", "IncludeFields must hold id where there are more records than one page takes.")
			return
		}
		at.After = page[len(page)-1].Key()
		paging, _ := json.Marshal(at) // of plain values
		following = s.base(r) + "/ATServicesRest/V1.0/" + entity + "/query/next?" + url.Values{"paging": {string(paging)}}.Encode()
	}
	items := make([]Row, len(page))
	for i, row := range page {
		items[i] = row.show(entities[entity], want.names)
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{
		"items": items, "pageDetails": map[string]any{"count": len(items), "requestCount": want.size, "prevPageUrl": nil, "nextPageUrl": following},
	})
}

// page takes the rows behind an id that meet the filter; more says that there are others.
func (st *state) page(entity string, want asked, after int) (page []Row, more bool) {
	for _, row := range fake.After(st.tables[entity].Rows, after) {
		if !want.meets(row) {
			continue
		}
		if len(page) == want.size {
			return page, true
		}
		page = append(page, row)
	}
	return page, false
}

func (s *Server) count(w http.ResponseWriter, r *http.Request, entity string) {
	given, _, ok := s.jsonBody(w, r)
	if !ok {
		return
	}
	want, rule, wrong := parseAsked(given, entities[entity])
	if wrong != "" {
		s.refuse(w, r, http.StatusInternalServerError, rule, wrong)
		return
	}
	s.Lock()
	defer s.Unlock()
	found := 0
	for _, row := range s.tables[entity].Rows {
		if want.meets(row) {
			found++
		}
	}
	fake.SendJSON(w, http.StatusOK, map[string]int{"queryCount": found})
}

// parseAsked reads the body of a query strictly; with a sentence comes the name of the rule that was broken.
func parseAsked(given Row, known fields) (want asked, rule, wrong string) {
	want.size = maxPageSize
	for name, value := range given {
		switch strings.ToLower(name) {
		case "filter":
			list, ok := value.([]any)
			if !ok || len(list) == 0 {
				return want, "filter", "A filter is required."
			}
			tests, conditions, wrong := parseFilters(list, known)
			if wrong != "" {
				return want, "filter", wrong
			}
			if conditions > maxConditions {
				return want, "filter.conditions", "A query takes at most 500 conditions."
			}
			want.meets = all(tests)
		case "includefields":
			list, _ := value.([]any)
			for _, one := range list {
				field, _ := one.(string)
				if _, ok := known[field]; !ok || field == "data" {
					return want, "include_fields", "Unable to find " + field + " in the entity."
				}
				want.names = append(want.names, field)
			}
		case "maxrecords":
			n, ok := value.(float64)
			if !ok || n < 1 || n > maxPageSize || n != float64(int(n)) {
				return want, "max_records", "MaxRecords must lie between 1 and 500."
			}
			want.size = int(n)
		default:
			return want, "unknown_field", name + " is no part of a query."
		}
	}
	if want.meets == nil {
		return want, "filter", "A filter is required."
	}
	return want, "", ""
}
