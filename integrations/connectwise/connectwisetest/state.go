package connectwisetest

import (
	"encoding/json"
	"slices"
)

// The tables.
const (
	boards             = "boards"
	statuses           = "statuses"
	types              = "types"
	priorities         = "priorities"
	sources            = "sources"
	companies          = "companies"
	companyStatuses    = "company statuses"
	contacts           = "contacts"
	communicationTypes = "communication types"
	members            = "members"
	tickets            = "tickets"
)

// called is what ConnectWise calls a record of a table.
var called = map[string]string{
	boards: "Board", statuses: "BoardStatus", types: "BoardType", priorities: "Priority", sources: "Source", companies: "Company",
	companyStatuses: "CompanyStatus", contacts: "Contact", communicationTypes: "CommunicationType", members: "Member", tickets: "Ticket",
}

// Bounds of what one fake holds: beyond them the oldest tickets, and the oldest notes of a ticket, are forgotten.
const (
	ticketsKept   = 30_000
	notesKept     = 5_000
	documentsKept = 10_000
)

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	tables    map[string]*table
	notes     map[int][]Row // by ticket, the oldest first
	documents []Row
	lastNote  int
	lastFile  int
	populated map[Population]Populated
}

func newState() state {
	st := state{tables: map[string]*table{}, notes: map[int][]Row{}, populated: map[Population]Populated{}}
	for name := range called {
		st.tables[name] = &table{}
	}
	st.found()
	return st
}

func (st *state) rows(name string) []Row { return st.tables[name].rows }

func (st *state) row(name string, id int) (Row, bool) {
	at, found := st.tables[name].find(id)
	if !found {
		return nil, false
	}
	return st.tables[name].rows[at], true
}

// ofBoardRows returns the rows of a table that belong to one board.
func (st *state) ofBoardRows(name string, board int) []Row {
	var found []Row
	for _, row := range st.rows(name) {
		if row.at("board/id") == float64(board) {
			found = append(found, row)
		}
	}
	return found
}

func (st *state) putTicket(row Row) {
	held := st.tables[tickets]
	held.put(row)
	for len(held.rows) > ticketsKept {
		st.dropTicket(held.rows[0].id())
	}
}

func (st *state) dropTicket(id int) {
	st.tables[tickets].drop(id)
	delete(st.notes, id)
	st.documents = slices.DeleteFunc(slices.Clone(st.documents), func(d Row) bool { return d.at("_record/id") == float64(id) })
}

func (st *state) putNote(row Row) {
	id, _ := row["ticketId"].(float64)
	held := append(st.notes[int(id)], row)
	st.notes[int(id)] = slices.Clone(held[max(0, len(held)-notesKept):])
	st.lastNote = max(st.lastNote, row.id())
}

func (st *state) putDocument(row Row) {
	held := append(st.documents, row)
	st.documents = slices.Clone(held[max(0, len(held)-documentsKept):])
	st.lastFile = max(st.lastFile, row.id())
}

// load reads back what the store holds.
func (s *Server) load() error {
	return s.cfg.Store.Replay(func(kind string, value json.RawMessage) error {
		if kind == "populate" {
			var p Population
			if err := json.Unmarshal(value, &p); err != nil {
				return err
			}
			s.populate(p)
			return nil
		}
		var row Row
		if err := json.Unmarshal(value, &row); err != nil {
			return err
		}
		switch kind {
		case "ticket":
			s.putTicket(row)
		case "deleted":
			s.dropTicket(row.id())
		case "note":
			s.putNote(row)
		case "document":
			s.putDocument(row)
		}
		return nil
	})
}

// Written is a ticket with all that was written into it, as tests look at it.
type Written struct {
	Ticket    Row   `json:"ticket"`
	Notes     []Row `json:"notes"`     // the oldest first
	Documents []Row `json:"documents"` // the oldest first
}

// Written returns a ticket; ok is false when there is none.
func (s *Server) Written(id int) (written Written, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.row(tickets, id)
	if !ok {
		return Written{}, false
	}
	return Written{Ticket: found, Notes: append([]Row{}, s.notes[id]...), Documents: append([]Row{}, s.documentsOf("Ticket", id)...)}, true
}
