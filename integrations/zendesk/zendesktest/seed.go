package zendesktest

import "time"

// What stands in every sandbox.
const (
	AgentOurs   int64 = 10_001 // for whom the token acts
	AgentSam    int64 = 10_002
	AgentMia    int64 = 10_003 // suspended
	OrgNorth    int64 = 701    // Northwind Dental
	ContactAna  int64 = 10_004
	GroupDesk   int64 = 501
	GroupSecond int64 = 502
	FormDefault int64 = 601

	// StatusSMS is a status of the account's own, of the category open.
	StatusSMS int64 = 411
)

// status is one of the account's statuses.
type status struct {
	ID       int64
	Category string
	Label    string
	Active   bool
	Default  bool
}

var statuses = []status{
	{401, "new", "New", true, true}, {402, "open", "Open", true, true}, {403, "pending", "Pending", true, true}, {404, "hold", "On-hold", true, true},
	{405, "solved", "Solved", true, true}, {StatusSMS, "open", "SMS received", true, false}, {412, "pending", "Waiting for parts", false, false},
	{413, "solved", "Solved by phone", true, false},
}

// row is a record that has only a name.
type row struct {
	ID   int64
	Name string
}

var (
	groups = []row{{GroupDesk, "Service Desk"}, {GroupSecond, "Second line"}}
	forms  = []row{{FormDefault, "Default Ticket Form"}, {602, "Onboarding"}}
)

// founded is when everything that stands in every sandbox was made.
var founded = time.Date(2023, 5, 2, 9, 0, 0, 0, time.UTC).Unix()

// seed makes the state that every fake starts with: our own agents, one organization, one contact and one ticket.
func (st *state) seed(email string) {
	st.putOrganization(&organization{ID: OrgNorth, Name: "Northwind Dental", Created: founded, Updated: founded})
	for _, one := range []*user{
		{ID: AgentOurs, Name: "Countersign", Email: email, Role: "admin"}, {ID: AgentSam, Name: "Sam Okafor", Email: "sam@msp.example", Phone: "+14155550120", Role: "agent"},
		{ID: AgentMia, Name: "Mia Chen", Email: "mia@msp.example", Role: "agent", Suspended: true},
		{ID: ContactAna, Name: "Ana Torres", Email: "ana.torres@northwind.example", Phone: "+14155550101", Role: endUser, Org: OrgNorth},
	} {
		one.Created, one.Updated = founded, founded
		st.putUser(one)
	}
	st.putTicket(&ticket{
		ID: 1, Subject: "Sample ticket: meet the ticket", Status: "open", CustomStatus: 402, Group: GroupDesk, Form: FormDefault, Org: OrgNorth, Requester: ContactAna,
		Comments: []comment{{ID: 5_000_001, Body: "Hi there.", Public: true, Author: ContactAna, Created: founded}}, Created: founded, Updated: founded,
	})
}

func statusOf(id int64) (status, bool) {
	for _, one := range statuses {
		if one.ID == id {
			return one, true
		}
	}
	return status{}, false
}

// usual is the status that a category stands for.
func usual(category string) int64 {
	for _, one := range statuses {
		if one.Category == category && one.Default {
			return one.ID
		}
	}
	return 0
}

func named(rows []row, id int64) bool {
	for _, one := range rows {
		if one.ID == id {
			return true
		}
	}
	return false
}
