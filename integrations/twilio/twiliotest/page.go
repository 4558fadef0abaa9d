package twiliotest

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// one serves a resource by the SID at the end of its path.
func (s *Server) one(find func(sid string) (map[string]any, bool)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.Lock()
		answer, ok := find(strings.TrimSuffix(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:], ".json"))
		s.Unlock()
		if !ok {
			s.notFound(w, r)
			return
		}
		fake.SendJSON(w, http.StatusOK, answer)
	}
}

// list serves a list that can be filtered.
func (s *Server) list(name string, filters map[string]param, find func(url.Values) []map[string]any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if broken := check(query, filters); broken != nil {
			s.refuse(w, r, http.StatusBadRequest, broken.code, broken.rule, broken.message)
			return
		}
		s.Lock()
		found := find(query)
		s.Unlock()
		sendPage(w, r, name, found)
	}
}

// sendPage answers a list in Twilio's paging: page numbers from 0 and addresses relative to the API's host.
func sendPage(w http.ResponseWriter, r *http.Request, name string, rows []map[string]any) {
	query := r.URL.Query()
	size, number := 50, 0
	if n, err := strconv.Atoi(query.Get("PageSize")); err == nil {
		size = n
	}
	if n, err := strconv.Atoi(query.Get("Page")); err == nil && n >= 0 {
		number = n
	}
	start := min(number*size, len(rows))
	end := min(start+size, len(rows))
	address := func(page int) any {
		if page < 0 || page*size >= max(len(rows), 1) {
			return nil
		}
		q := r.URL.Query()
		q.Set("PageSize", strconv.Itoa(size))
		q.Set("Page", strconv.Itoa(page))
		q.Del("PageToken")
		if page > 0 {
			q.Set("PageToken", "PA"+strconv.Itoa(page*size))
		}
		return r.URL.Path + "?" + q.Encode()
	}
	shown := rows[start:end]
	if shown == nil {
		shown = []map[string]any{}
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{
		name: shown, "page": number, "page_size": size, "start": start, "end": max(end-1, 0),
		"uri": address(number), "first_page_uri": address(0), "next_page_uri": address(number + 1), "previous_page_uri": address(number - 1),
	})
}
