package kaseyabmstest

import (
	"net/http"
	"slices"
	"strings"
)

// What every new fake holds.
const (
	FirstAccount = 1001
	FirstContact = 20001
	FirstTicket  = 500001

	QueueServiceDesk = 11
	StatusNew        = 21
	StatusInProgress = 22
	StatusCompleted  = 25
	PriorityMedium   = 32
	TypeIncident     = 41
	SourcePhone      = 52
	NoteGeneral      = 61
	IssueAccess      = 71
	WorkRemote       = 81
	PhoneOffice      = 1
	PhoneMobile      = 3
	OurUser          = 301
	Technician       = 302
	firstPhone       = 50_000_000
)

func active(id int, name string) Row { return Row{"id": id, "name": name, "isActive": true} }

func usual(row Row) Row {
	out := row.clone()
	out["isDefault"] = true
	return out
}

func plain(id int, name string) Row { return Row{"id": id, "name": name, "isDefault": false} }

var (
	queues   = []Row{active(QueueServiceDesk, "Service Desk"), active(12, "Escalations"), {"id": 13, "name": "Old Desk", "isActive": false}}
	statuses = []Row{
		status(StatusNew, "New", 1), status(StatusInProgress, "In Progress", 2), status(23, "Waiting Customer", 3), status(24, "Customer Responded", 4), status(StatusCompleted, "Completed", 5),
	}
	priorities  = []Row{plain(31, "Low"), usual(plain(PriorityMedium, "Medium")), plain(33, "High")}
	workTypes   = []Row{active(82, "On-site"), usual(active(WorkRemote, "Remote"))}
	issueTypes  = []Row{active(IssueAccess, "Access"), active(72, "Hardware")}
	subIssues   = map[int][]Row{IssueAccess: {{"id": 711, "name": "Password"}, {"id": 712, "name": "Account locked"}}, 72: {{"id": 721, "name": "Printer"}}}
	ticketTypes = []Row{active(TypeIncident, "Incident"), active(42, "Service Request")}
	sources     = []Row{active(51, "Email"), active(SourcePhone, "Phone Call"), {"id": 53, "name": "Fax", "isActive": false, "isDefault": false}}
	noteKinds   = []Row{active(62, "Summary"), usual(active(NoteGeneral, "General"))}
	phoneKinds  = []Row{active(PhoneOffice, "Office"), active(2, "Home"), active(PhoneMobile, "Mobile")}
	assignees   = []Row{
		{"id": OurUser, "name": "Countersign", "url": nil, "emailAddress": UserName, "jobTitle": "Administrator", "pictureName": nil, "pictureURL": nil},
		{"id": Technician, "name": "Priya Nair", "url": nil, "emailAddress": "priya@msp.example", "jobTitle": "Technician", "pictureName": nil, "pictureURL": nil},
	}
)

func status(id int, name string, order int) Row {
	return Row{"id": id, "name": name, "fontColor": "#000000", "color": "#ffffff", "statusOrder": order, "typeId": 1, "isSystemStatus": 1, "slaEventId": nil, "isActive": true}
}

// tables are the lookup tables that are read by name, and tenantTables those of the MSP's own.
var (
	tables       = map[string][]Row{"tickettypes": ticketTypes, "ticketsources": sources}
	tenantTables = map[string][]Row{"notetypes": noteKinds}
)

// lookup serves a fixed list.
func lookup(rows []Row) func(*Server, http.ResponseWriter, *http.Request, place) {
	return func(_ *Server, w http.ResponseWriter, _ *http.Request, _ place) { succeed(w, rows) }
}

func (s *Server) lookupTable(w http.ResponseWriter, _ *http.Request, at place) {
	answerTable(w, tables, at.name)
}

func (s *Server) lookupTenantTable(w http.ResponseWriter, _ *http.Request, at place) {
	answerTable(w, tenantTables, at.name)
}

// answerTable answers a table of names. A name that there is none of is no violation: Kaseya does not publish which there are.
func answerTable(w http.ResponseWriter, known map[string][]Row, name string) {
	rows, ok := known[strings.ToLower(name)]
	if !ok {
		missing(w)
		return
	}
	succeed(w, rows)
}

func (s *Server) lookupSubIssueTypes(w http.ResponseWriter, _ *http.Request, at place) {
	rows, ok := subIssues[at.id]
	if !ok {
		missing(w)
		return
	}
	succeed(w, rows)
}

// nameOf is what a row of a fixed list is called; nil for none.
func nameOf(rows []Row, id int) any {
	at := slices.IndexFunc(rows, func(row Row) bool { return row.int("id") == id })
	if at < 0 {
		return nil
	}
	return rows[at]["name"]
}
