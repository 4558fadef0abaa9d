package connectwisetest

import (
	"encoding/json"
	"slices"

	"countersign/integrations/fake"
)

// The tables.
const (
	boards          = "boards"
	statuses        = "statuses"
	types           = "types"
	subtypes        = "subtypes"
	items           = "items"
	associations    = "associations"
	priorities      = "priorities"
	sources         = "sources"
	companies       = "companies"
	companyStatuses = "company statuses"
	contacts        = "contacts"
	members         = "members"
	tickets         = "tickets"
	callbacks       = "callbacks"
)

// called is what ConnectWise calls a record of a table.
var called = map[string]string{
	boards: "Board", statuses: "BoardStatus", types: "BoardType", subtypes: "BoardSubType", items: "BoardItem",
	associations: "BoardTypeSubTypeItemAssociation", callbacks: "CallbackEntry", priorities: "Priority", sources: "Source", companies: "Company",
	companyStatuses: "CompanyStatus", contacts: "Contact", members: "Member", tickets: "Ticket",
}

// Bounds of the notes of a ticket and of all documents. The fake drops the oldest.
const (
	notesKept     = 5_000
	documentsKept = 10_000
)

// state is all that a fake knows. Every method wants the lock held.
type state struct {
	tables    map[string]*fake.Table[int, Row]
	notes     map[int][]Row // by ticket, the oldest first
	documents []Row
	lastNote  int
	lastFile  int
	lastItem  int // the largest id of a communication that was added by itself
}

func newState() state {
	st := state{tables: map[string]*fake.Table[int, Row]{}, notes: map[int][]Row{}}
	for name := range called {
		st.tables[name] = &fake.Table[int, Row]{}
	}
	st.seed()
	return st
}

func (st *state) rows(name string) []Row { return st.tables[name].Rows }

func (st *state) row(name string, id int) (Row, bool) {
	return st.tables[name].Get(id)
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
	st.tables[tickets].Put(row)
	st.tables[tickets].Bound(fake.TicketsKept, st.dropTicket)
}

func (st *state) dropTicket(id int) {
	st.tables[tickets].Drop(id)
	delete(st.notes, id)
	st.documents = slices.DeleteFunc(slices.Clone(st.documents), func(d Row) bool { return d.at("_record/id") == float64(id) })
}

func (st *state) putNote(row Row) {
	id, _ := row["ticketId"].(float64)
	held := append(st.notes[int(id)], row)
	st.notes[int(id)] = slices.Clone(held[max(0, len(held)-notesKept):])
	st.lastNote = max(st.lastNote, row.Key())
}

func (st *state) putDocument(row Row) {
	held := append(st.documents, row)
	st.documents = slices.Clone(held[max(0, len(held)-documentsKept):])
	st.lastFile = max(st.lastFile, row.Key())
}

// putContact puts a person back; ids of communications that were given once are not given again.
func (st *state) putContact(row Row) {
	st.tables[contacts].Put(row)
	for _, one := range row.items() {
		st.lastItem = max(st.lastItem, Row(one).Key())
	}
}

// kinds put stored entries into the state.
func (st *state) kinds() map[string]func(json.RawMessage) error {
	return map[string]func(json.RawMessage) error{
		"ticket":           fake.Replay(st.putTicket),
		"deleted":          fake.Replay(func(row Row) { st.dropTicket(row.Key()) }),
		"note":             fake.Replay(st.putNote),
		"document":         fake.Replay(st.putDocument),
		"company":          fake.Replay(st.tables[companies].Put),
		"contact":          fake.Replay(st.putContact),
		"contact_deleted":  fake.Replay(func(row Row) { st.tables[contacts].Drop(row.Key()) }),
		"callback":         fake.Replay(st.tables[callbacks].Put),
		"callback_deleted": fake.Replay(func(row Row) { st.tables[callbacks].Drop(row.Key()) }),
	}
}
