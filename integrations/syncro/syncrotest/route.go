package syncrotest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"countersign/integrations/fake"
)

// asked is a request that was understood.
type asked struct {
	id    int // of the path
	query url.Values
	body  shown
}

// reply is an answer. A rule makes it a violation as well.
type reply struct {
	status int
	body   any
	rule   string
}

func ok(body any) reply { return reply{status: http.StatusOK, body: body} }

// blank is the refusal of a body, in the shape that tickets have.
func blank(rule, sentence string) reply {
	return reply{http.StatusUnprocessableEntity, shown{"success": false, "message": []any{sentence}}, rule}
}

var notFound = reply{status: http.StatusNotFound, body: shown{"message": "Not found"}}

// unstored is the answer when the sandbox's own store fails.
var unstored = reply{status: http.StatusServiceUnavailable, body: shown{"error": "Service Unavailable"}}

var idInPath = regexp.MustCompile(`/([1-9][0-9]{0,14})(/|$)`)

// handlers answer the endpoints.
var handlers map[string]func(*Server, asked) reply

func init() {
	handlers = map[string]func(*Server, asked) reply{
		"GET /me": (*Server).me, "GET /customers": (*Server).listCustomers, "GET /customers/{id}": (*Server).getCustomer, "GET /contacts": (*Server).listContacts,
		"GET /tickets":  (*Server).listTickets,
		"POST /tickets": (*Server).createTicket, "GET /tickets/settings": (*Server).ticketSettings, "GET /tickets/{id}": (*Server).getTicket,
		"PUT /tickets/{id}": (*Server).updateTicket, "DELETE /tickets/{id}": (*Server).deleteTicket, "GET /tickets/{id}/comments": (*Server).listComments,
		"POST /tickets/{id}/comment": (*Server).createComment, "GET /users": (*Server).listUsers,
		"GET /settings": (*Server).settings,
	}
}

// route finds the endpoint of a request, and answers it.
func (s *Server) route(w http.ResponseWriter, r *http.Request, path string) {
	given := asked{query: r.URL.Query()}
	if found := idInPath.FindStringSubmatch(path); found != nil {
		given.id = number(found[1])
		path = idInPath.ReplaceAllString(path, "/{id}$2")
	}
	name := r.Method + " " + path
	known, served := endpoints[name]
	switch {
	case !served:
		s.answer(w, r, reply{http.StatusNotFound, shown{"message": "Not found"}, "path"})
		return
	case s.Denied(known.right):
		s.answer(w, r, reply{status: http.StatusUnauthorized, body: shown{"error": "Not authorized. Please ask account admin to update your group permissions."}})
		return
	}
	for _, parameter := range slices.Sorted(maps.Keys(given.query)) {
		if !slices.Contains(known.query, parameter) || len(given.query[parameter]) != 1 {
			s.answer(w, r, reply{http.StatusUnprocessableEntity, shown{"error": "unknown parameter"}, "query." + parameter})
			return
		}
	}
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		if !fake.IsJSON(r) {
			s.answer(w, r, reply{http.StatusUnsupportedMediaType, shown{"error": "unsupported media type"}, "content_type"})
			return
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&given.body); err != nil {
			s.answer(w, r, reply{http.StatusBadRequest, shown{"error": "There was a problem in the JSON you submitted"}, "json"})
			return
		}
	}
	s.Lock()
	defer s.Unlock()
	s.answer(w, r, handlers[name](s, given))
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, say reply) {
	if say.rule != "" {
		raw, _ := json.Marshal(say.body)
		s.Violate(r, say.rule, string(raw))
	}
	fake.SendJSON(w, say.status, say.body)
}

// judge holds a body against the fields it may have; "" for one that is right, else the rule it breaks.
func judge(body shown, known fields) string {
	for _, name := range slices.Sorted(maps.Keys(body)) {
		kind, ok := known[name]
		switch {
		case !ok:
			return "unknown_field." + name
		case !kind.fits(body[name]):
			return "grammar." + name
		}
	}
	return ""
}

// pageOf cuts a page out of a list, and tells what its meta says.
func pageOf(query url.Values, size, length int) (from, to int, meta shown, rule string) {
	page := 1
	if text := query.Get("page"); text != "" {
		var err error
		if page, err = strconv.Atoi(text); err != nil || page < 1 || page > 10_000_000 {
			return 0, 0, nil, "query.page"
		}
	}
	from, to = min((page-1)*length, size), min(page*length, size)
	return from, to, shown{"page": page, "total_pages": max(1, (size+length-1)/length), "per_page": length, "total_entries": size}, ""
}

// wrongQuery is the refusal of a parameter.
func wrongQuery(rule string) reply {
	return reply{http.StatusUnprocessableEntity, shown{"error": "invalid parameter"}, rule}
}

// listed answers with one page of some rows, under a name, beside its meta.
func listed[Row interface{ shown() shown }](a asked, name string, rows []Row, length int) reply {
	from, to, meta, rule := pageOf(a.query, len(rows), length)
	if rule != "" {
		return wrongQuery(rule)
	}
	out := []any{}
	for _, one := range rows[from:to] {
		out = append(out, one.shown())
	}
	return ok(shown{name: out, "meta": meta})
}
