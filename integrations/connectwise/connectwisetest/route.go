package connectwisetest

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// readable are the lists that can be read: below their path stand the list itself, /count and /{id}. What else can be done to some of them is
// routed before.
var readable = map[string]struct {
	table  string
	fields fields
}{
	"/service/boards": {boards, namedFields}, "/service/priorities": {priorities, namedFields}, "/service/sources": {sources, namedFields},
	"/company/companies": {companies, companyFields}, "/company/companies/statuses": {companyStatuses, namedFields}, "/company/contacts": {contacts, contactFields},
	"/system/callbacks": {callbacks, callbackFields},
}

var (
	ticketPath = regexp.MustCompile(`^/service/tickets/([0-9]{1,9})(/notes|/notes/count)?$`)
	boardPath  = regexp.MustCompile(`^/service/boards/([0-9]{1,9})/(statuses|types|subtypes|items|typeSubTypeItemAssociations)(/count)?$`)
	recordPath = regexp.MustCompile(`^(/[A-Za-z/]+)/([0-9]{1,9})$`)
)

// route finds the endpoint; path stands below apis/3.0.
func (s *Server) route(w http.ResponseWriter, r *http.Request, path string) {
	switch path {
	case "/system/info":
		s.by(w, r, methods{http.MethodGet: s.info})
		return
	case "/service/tickets":
		s.by(w, r, methods{http.MethodGet: s.lists(func() []Row { return s.rows(tickets) }, ticketFields), http.MethodPost: s.createTicket})
		return
	case "/service/tickets/count":
		s.by(w, r, methods{http.MethodGet: s.counts(func() []Row { return s.rows(tickets) }, ticketFields)})
		return
	case "/system/callbacks":
		s.by(w, r, methods{http.MethodGet: s.lists(func() []Row { return s.rows(callbacks) }, callbackFields), http.MethodPost: s.createCallback})
		return
	case "/system/documents":
		s.by(w, r, methods{http.MethodGet: s.listDocuments, http.MethodPost: s.createDocument})
		return
	}
	if found := ticketPath.FindStringSubmatch(path); found != nil {
		s.ofTicket(w, r, number32(found[1]), found[2])
		return
	}
	if found := communicationPath.FindStringSubmatch(path); found != nil {
		s.by(w, r, methods{http.MethodPatch: func(w http.ResponseWriter, r *http.Request) {
			s.patchCommunication(w, r, number32(found[1]), number32(found[2]))
		}})
		return
	}
	if found := callbackPath.FindStringSubmatch(path); found != nil {
		id := number32(found[1])
		s.by(w, r, methods{
			http.MethodGet:    func(w http.ResponseWriter, _ *http.Request) { s.show(w, callbacks, id) },
			http.MethodPatch:  func(w http.ResponseWriter, r *http.Request) { s.patchCallback(w, r, id) },
			http.MethodDelete: func(w http.ResponseWriter, _ *http.Request) { s.deleteCallback(w, id) },
		})
		return
	}
	if found := boardPath.FindStringSubmatch(path); found != nil {
		s.ofBoard(w, r, number32(found[1]), found[2], found[3] != "")
		return
	}
	if resource, ok := readable[strings.TrimSuffix(path, "/count")]; ok {
		rows := func() []Row { return s.rows(resource.table) }
		if strings.HasSuffix(path, "/count") {
			s.by(w, r, methods{http.MethodGet: s.counts(rows, resource.fields)})
		} else {
			s.by(w, r, methods{http.MethodGet: s.lists(rows, resource.fields)})
		}
		return
	}
	if found := recordPath.FindStringSubmatch(path); found != nil {
		if resource, ok := readable[found[1]]; ok {
			id := number32(found[2])
			known := methods{http.MethodGet: func(w http.ResponseWriter, _ *http.Request) { s.show(w, resource.table, id) }}
			if resource.table == contacts {
				known[http.MethodPatch] = func(w http.ResponseWriter, r *http.Request) { s.patchContact(w, r, id) }
			}
			s.by(w, r, known)
			return
		}
	}
	s.refuse(w, r, http.StatusNotFound, "path", problem{Code: "NotFound", Message: "There is no endpoint " + path + "."})
}

// ofTicket serves a ticket and what hangs from it.
func (s *Server) ofTicket(w http.ResponseWriter, r *http.Request, id int, below string) {
	known := methods{
		http.MethodGet:    func(w http.ResponseWriter, _ *http.Request) { s.show(w, tickets, id) },
		http.MethodPatch:  func(w http.ResponseWriter, r *http.Request) { s.patchTicket(w, r, id) },
		http.MethodDelete: func(w http.ResponseWriter, _ *http.Request) { s.deleteTicket(w, id) },
	}
	if below != "" {
		s.Lock()
		_, exists := s.row(tickets, id)
		s.Unlock()
		if !exists {
			missing(w, "Ticket", id)
			return
		}
		rows := func() []Row { return s.notes[id] }
		known = methods{http.MethodGet: s.counts(rows, noteFields)}
		if below == "/notes" {
			known = methods{http.MethodGet: s.lists(rows, noteFields), http.MethodPost: func(w http.ResponseWriter, r *http.Request) { s.createNote(w, r, id) }}
		}
	}
	s.by(w, r, known)
}

// ofBoard serves the lists of one board.
func (s *Server) ofBoard(w http.ResponseWriter, r *http.Request, board int, list string, count bool) {
	s.Lock()
	_, exists := s.row(boards, board)
	s.Unlock()
	if !exists {
		missing(w, "Board", board)
		return
	}
	table := boardLists[list].table
	rows := func() []Row { return s.ofBoardRows(table, board) }
	known := boardLists[list].fields
	if count {
		s.by(w, r, methods{http.MethodGet: s.counts(rows, known)})
		return
	}
	s.by(w, r, methods{http.MethodGet: s.lists(rows, known)})
}

// boardLists are the lists below a board.
var boardLists = map[string]struct {
	table  string
	fields fields
}{
	"statuses": {statuses, statusFields}, "types": {types, namedFields}, "subtypes": {subtypes, subtypeFields}, "items": {items, itemFields},
	"typeSubTypeItemAssociations": {associations, associationFields},
}

type methods map[string]http.HandlerFunc

func (s *Server) by(w http.ResponseWriter, r *http.Request, known methods) {
	handle, ok := known[r.Method]
	if !ok {
		s.refuse(w, r, http.StatusMethodNotAllowed, "method", problem{Code: "MethodNotAllowed", Message: "The endpoint does not take " + r.Method + "."})
		return
	}
	handle(w, r)
}

func (s *Server) info(w http.ResponseWriter, _ *http.Request) {
	send(w, http.StatusOK, map[string]any{
		"version": "v2026.4.99999", "isCloud": true, "serverTimeZone": "Eastern Standard Time", "cloudRegion": "NA", "licenseBits": []any{},
	})
}

// show answers one record.
func (s *Server) show(w http.ResponseWriter, table string, id int) {
	s.Lock()
	found, ok := s.row(table, id)
	s.Unlock()
	if !ok {
		missing(w, called[table], id)
		return
	}
	send(w, http.StatusOK, found)
}

// number32 reads digits that a path's pattern has already judged.
func number32(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
