package connectwisetest

import (
	"encoding/json"
	"slices"

	"countersign/integrations/fake"
)

// The tables.
const (
	boards             = "boards"
	statuses           = "statuses"
	types              = "types"
	subtypes           = "subtypes"
	items              = "items"
	associations       = "associations"
	priorities         = "priorities"
	sources            = "sources"
	companies          = "companies"
	companyStatuses    = "company statuses"
	contacts           = "contacts"
	communicationTypes = "communication types"
	members            = "members"
	tickets            = "tickets"
	times              = "times"
	entries            = "entries"
	callbacks          = "callbacks"
)

// called is what ConnectWise calls a record of a table.
var called = map[string]string{
	boards: "Board", statuses: "BoardStatus", types: "BoardType", subtypes: "BoardSubType", items: "BoardItem",
	associations: "BoardTypeSubTypeItemAssociation", times: "TimeEntry", entries: "ScheduleEntry", callbacks: "CallbackEntry", priorities: "Priority", sources: "Source", companies: "Company",
	companyStatuses: "CompanyStatus", contacts: "Contact", communicationTypes: "CommunicationType", members: "Member", tickets: "Ticket",
}

// Bounds of what one fake holds: beyond them the oldest tickets, and the oldest notes of a ticket, are forgotten.
const (
	ticketsKept   = fake.TicketsKept
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
	lastItem  int // the largest id of a communication that was added by itself
	changes   int // how many contacts were changed
	populated map[fake.Population]fake.Populated
}

func newState() state {
	st := state{tables: map[string]*table{}, notes: map[int][]Row{}, populated: map[fake.Population]fake.Populated{}}
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

// putContact puts a person back; ids of communications that were given once are not given again.
func (st *state) putContact(row Row) {
	st.tables[contacts].put(row)
	for _, one := range row.items() {
		st.lastItem = max(st.lastItem, Row(one).id())
	}
}

// load reads back what the store holds.
func (s *Server) load() error {
	return s.cfg.Store.Replay(func(kind string, value json.RawMessage) error {
		if kind == "populate" {
			var entered entry
			if err := json.Unmarshal(value, &entered); err != nil {
				return err
			}
			s.populate(entered)
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
		case "company":
			s.tables[companies].put(row)
		case "contact":
			s.putContact(row)
		case "changed":
			count, _ := row["count"].(float64)
			s.changes += int(count)
		case "contact_deleted":
			s.tables[contacts].drop(row.id())
		case "time":
			s.tables[times].put(row)
		case "callback":
			s.tables[callbacks].put(row)
		case "callback_deleted":
			s.tables[callbacks].drop(row.id())
		}
		return nil
	})
}
