package connectwisetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Ids of what every fake holds from the start.
const (
	BoardServiceDesk  = 1
	StatusNew         = 11
	StatusInProgress  = 12
	StatusSMSReceived = 13
	StatusClosed      = 14
	TypeRequest       = 21
	PriorityMedium    = 33
	SourcePhone       = 42
	CompanyCatchall   = 2
	CompanyNorthwind  = 19
	ContactAna        = 201
	FirstTicket       = 48190
)

// found makes the state that every fake starts with: one service board, somewhere to put those whom nobody knows, and two tickets to look at.
func (st *state) found() {
	const began = "2026-01-05T09:00:00Z"
	info := map[string]any{"lastUpdated": began, "updatedBy": "setup", "dateEntered": began, "enteredBy": "setup"}
	put := func(table string, rows ...map[string]any) {
		for _, row := range rows {
			row["_info"] = info
			st.tables[table].put(rowOf(row))
		}
	}
	board := map[string]any{"id": BoardServiceDesk, "name": "Service Desk"}
	status := func(id int, name string, closed, first bool) map[string]any {
		return map[string]any{"id": id, "name": name, "board": board, "sortOrder": id, "displayOnBoard": true, "inactive": false, "closedStatus": closed, "defaultFlag": first}
	}
	put(boards, map[string]any{"id": BoardServiceDesk, "name": "Service Desk", "inactiveFlag": false, "defaultFlag": true})
	put(statuses, status(StatusNew, "New", false, true), status(StatusInProgress, "In Progress", false, false),
		status(StatusSMSReceived, "SMS received", false, false), status(StatusClosed, "Closed", true, false))
	put(types, map[string]any{"id": TypeRequest, "name": "Request", "board": board, "defaultFlag": false, "inactiveFlag": false},
		map[string]any{"id": TypeRequest + 1, "name": "Incident", "board": board, "defaultFlag": false, "inactiveFlag": false})
	put(priorities, map[string]any{"id": 31, "name": "Priority 1 - Critical", "sortOrder": 1, "defaultFlag": false}, map[string]any{"id": 32, "name": "Priority 2 - High", "sortOrder": 2, "defaultFlag": false},
		map[string]any{"id": PriorityMedium, "name": "Priority 3 - Medium", "sortOrder": 3, "defaultFlag": true}, map[string]any{"id": 34, "name": "Priority 4 - Low", "sortOrder": 4, "defaultFlag": false})
	put(sources, map[string]any{"id": 41, "name": "Email Connector", "defaultFlag": false}, map[string]any{"id": SourcePhone, "name": "Phone", "defaultFlag": true},
		map[string]any{"id": 43, "name": "SMS", "defaultFlag": false})
	put(companyStatuses, map[string]any{"id": 1, "name": "Active", "defaultFlag": true, "inactiveFlag": false}, map[string]any{"id": 2, "name": "Inactive", "defaultFlag": false, "inactiveFlag": true})
	put(communicationTypes,
		map[string]any{"id": 1, "description": "Email", "emailFlag": true, "phoneFlag": false, "faxFlag": false, "defaultFlag": true},
		map[string]any{"id": 2, "description": "Direct", "emailFlag": false, "phoneFlag": true, "faxFlag": false, "defaultFlag": true},
		map[string]any{"id": 4, "description": "Cell", "emailFlag": false, "phoneFlag": true, "faxFlag": false, "defaultFlag": false})
	put(members,
		map[string]any{"id": 150, "identifier": "PNair", "firstName": "Priya", "lastName": "Nair", "inactiveFlag": false, "licenseClass": "F", "officeEmail": "priya@bluepeak.example", "primaryEmail": "priya@bluepeak.example", "adminFlag": true},
		map[string]any{"id": 151, "identifier": "SRivera", "firstName": "Sam", "lastName": "Rivera", "inactiveFlag": false, "licenseClass": "F", "officeEmail": "sam@bluepeak.example", "primaryEmail": "sam@bluepeak.example", "adminFlag": false},
		map[string]any{"id": 152, "identifier": "API", "firstName": "Countersign", "lastName": "API", "inactiveFlag": false, "licenseClass": "A", "adminFlag": false})
	put(companies, company(CompanyCatchall, "Catchall", "Catchall (for connector)", true), company(CompanyNorthwind, "Northwind", "Northwind Dental", true))
	put(contacts, contact(ContactAna, "Ana", "Torres", CompanyNorthwind, "Northwind Dental", "ana.torres@northwind.example", "+14155550134", false))
	for i, summary := range []string{"Outlook asks for a password again and again", "New laptop for the front desk"} {
		st.putTicket(rowOf(map[string]any{
			"id": FirstTicket + i, "summary": summary, "recordType": "ServiceTicket", "board": board, "status": map[string]any{"id": StatusNew + i, "name": []string{"New", "In Progress"}[i]},
			"company": map[string]any{"id": CompanyNorthwind, "identifier": "Northwind", "name": "Northwind Dental"}, "contact": map[string]any{"id": ContactAna, "name": "Ana Torres"},
			"contactName": "Ana Torres", "priority": map[string]any{"id": PriorityMedium, "name": "Priority 3 - Medium"}, "source": map[string]any{"id": SourcePhone, "name": "Phone"},
			"closedFlag": false, "_info": info,
		}))
		st.putNote(rowOf(map[string]any{
			"id": i + 1, "ticketId": FirstTicket + i, "text": summary + ".", "detailDescriptionFlag": true, "internalAnalysisFlag": false, "resolutionFlag": false,
			"issueFlag": false, "internalFlag": false, "externalFlag": true, "dateCreated": began, "createdBy": "PNair", "_info": info,
		}))
	}
}

func company(id int, identifier, name string, active bool) map[string]any {
	status := map[string]any{"id": 1, "name": "Active"}
	if !active {
		status = map[string]any{"id": 2, "name": "Inactive"}
	}
	return map[string]any{"id": id, "identifier": identifier, "name": name, "status": status, "phoneNumber": "", "deletedFlag": false, "types": []any{map[string]any{"id": 1, "name": "Client"}}}
}

// contact is a person of a company; an empty mobile is none.
func contact(id int, first, last string, companyID int, companyName, email, mobile string, inactive bool) map[string]any {
	items := []any{map[string]any{
		"id": id * 10, "type": map[string]any{"id": 1, "name": "Email"}, "value": email, "defaultFlag": true, "domain": email[strings.Index(email, "@"):], "communicationType": "Email",
	}}
	if mobile != "" {
		items = append(items, map[string]any{
			"id": id*10 + 1, "type": map[string]any{"id": 4, "name": "Cell"}, "value": mobile, "defaultFlag": true, "communicationType": "Phone",
		})
	}
	row := map[string]any{
		"id": id, "firstName": first, "lastName": last, "company": map[string]any{"id": companyID, "name": companyName}, "inactiveFlag": inactive, "title": "",
		"communicationItems": items,
	}
	if mobile != "" {
		row["defaultPhoneType"], row["defaultPhoneNbr"] = "Cell", mobile
	}
	return row
}

// Population asks for made-up companies, contacts and tickets.
type Population struct {
	Companies int    `json:"companies"`
	Contacts  int    `json:"contacts"`
	Tickets   int    `json:"tickets"`
	Seed      uint64 `json:"seed"`
}

// Populated tells which ids a population got.
type Populated struct {
	Companies Range `json:"companies"`
	Contacts  Range `json:"contacts"`
	Tickets   Range `json:"tickets"`
}

// Range is a run of ids; First is 0 for none.
type Range struct {
	First int `json:"first"`
	Last  int `json:"last"`
}

// Limits of all populations together.
const (
	companiesKept = 2_000
	contactsKept  = 20_000
)

// ErrPopulation is a population that asks for too much, or for people without a company.
var ErrPopulation = errors.New("companies, contacts and tickets must not be negative, at most 2000, 20000 and 20000 in all, and contacts and tickets need a company")

// Populate adds made-up records. The same seed makes the same people; asking for the same population again adds nothing.
func (s *Server) Populate(p Population) (Populated, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.populated[p]; ok {
		return known, nil
	}
	if p.Companies < 0 || p.Contacts < 0 || p.Tickets < 0 || p.Companies == 0 && p.Contacts+p.Tickets > 0 || p.Tickets > 20_000 ||
		len(s.rows(companies))+p.Companies > companiesKept || len(s.rows(contacts))+p.Contacts > contactsKept {
		return Populated{}, ErrPopulation
	}
	if err := s.cfg.Store.Append("populate", p); err != nil {
		return Populated{}, fmt.Errorf("the sandbox's store: %w", err)
	}
	s.cfg.Changed()
	return s.populate(p), nil
}

var (
	firstNames = []string{"Ada", "Bilal", "Carmen", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Imani", "Jules", "Katya", "Lars", "Mina", "Noor", "Oskar", "Pilar", "Quinn", "Rosa", "Sanjay", "Tove"}
	lastNames  = []string{"Adeyemi", "Bauer", "Castillo", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jensen", "Kowalski", "Lindgren", "Moreau", "Nakamura", "O'Brien", "Petrov", "Quintero", "Rossi", "Silva", "Tanaka"}
	trades     = []string{"Dental", "Logistics", "Legal", "Architects", "Foods", "Clinic", "Realty", "Bakery", "Motors", "Studio"}
	places     = []string{"Harbor", "Cedar", "Summit", "Prairie", "Granite", "Willow", "Juniper", "Falcon", "Ember", "Lakeside"}
	troubles   = []string{"Printer does not print", "Cannot log in", "VPN drops every hour", "New user starts on Monday", "Screen stays black", "Mail does not arrive", "Phone has no dial tone", "Disk is full"}
)

// populate makes a population; the caller holds the lock.
func (s *Server) populate(p Population) Populated {
	chance := rand.New(rand.NewPCG(p.Seed, 1))
	entered := time.Date(2026, 1, 6, 8, 0, 0, 0, time.UTC)
	info := func() map[string]any {
		entered = entered.Add(time.Duration(1+chance.IntN(240)) * time.Second)
		return map[string]any{"lastUpdated": entered.Format(stamp), "updatedBy": "setup", "dateEntered": entered.Format(stamp), "enteredBy": "setup"}
	}
	made := Populated{Companies: s.run(companies, p.Companies), Contacts: s.run(contacts, p.Contacts), Tickets: s.run(tickets, p.Tickets)}
	for i := range p.Companies {
		id := made.Companies.First + i
		name := fmt.Sprintf("%s %s %d", places[chance.IntN(len(places))], trades[chance.IntN(len(trades))], id)
		row := company(id, fmt.Sprintf("%s%d", name[:3], id), name, chance.IntN(20) != 0)
		row["_info"] = info()
		s.tables[companies].put(rowOf(row))
	}
	for i := range p.Contacts {
		id := made.Contacts.First + i
		of, _ := s.row(companies, made.Companies.First+chance.IntN(p.Companies))
		first, last := firstNames[chance.IntN(len(firstNames))], lastNames[chance.IntN(len(lastNames))]
		mobile := ""
		if chance.IntN(10) != 0 { // a number of its own, of those that nobody has
			mobile = fmt.Sprintf("+1%03d555%04d", 201+id/10_000, id%10_000)
		}
		email := strings.ToLower(strings.ReplaceAll(fmt.Sprintf("%s.%s.%d@company%d.example", first, last, id, of.id()), "'", ""))
		name, _ := of["name"].(string)
		row := contact(id, first, last, of.id(), name, email, mobile, chance.IntN(25) == 0)
		row["_info"] = info()
		s.tables[contacts].put(rowOf(row))
	}
	for i := range p.Tickets {
		of, _ := s.row(companies, made.Companies.First+chance.IntN(p.Companies))
		row := Row{
			"id": float64(made.Tickets.First + i), "summary": troubles[chance.IntN(len(troubles))], "recordType": "ServiceTicket", "company": of.ref(), "_info": info(),
			"status": map[string]any{"id": float64([]int{StatusNew, StatusInProgress, StatusClosed}[chance.IntN(3)])},
		}
		if wrong := s.settle(row); wrong != nil {
			panic(wrong.Message) // the founding state holds all that was named
		}
		s.putTicket(row)
	}
	s.populated[p] = made
	return made
}

// run is the next count ids of a table.
func (st *state) run(table string, count int) Range {
	if count == 0 {
		return Range{}
	}
	last := st.tables[table].last
	return Range{First: last + 1, Last: last + count}
}
