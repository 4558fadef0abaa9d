package halopsatest

import "time"

// Ids of what every fake holds from the start.
const (
	TypeIncident      = 1
	TypeRequest       = 3
	TypeAlert         = 7 // people do not make these by hand
	StatusNew         = 1
	StatusInProgress  = 2
	StatusWithUser    = 4
	StatusClosed      = 9
	StatusSMSReceived = 21
	PriorityMedium    = 3
	ClientUnknown     = 1
	ClientNorthwind   = 19
	UserGeneral       = 200
	UserAna           = 201
	AgentSam          = 4
	AgentOurs         = 5
	FirstTicket       = 2190
	Category          = "Access>Password"
	Team              = "1st Line Support"
)

// began is when the founding state was entered.
var began = time.Date(2026, 1, 5, 9, 0, 0, 120_000_000, time.UTC)

// seed makes the state that every fake starts with: a company for unknown callers, one customer, and two tickets to look at.
func (st *state) seed() {
	st.clients.Put(client{ID: ClientUnknown, Name: "Unknown", Updated: began})
	st.clients.Put(client{ID: ClientNorthwind, Name: "Northwind Dental", Updated: began})
	st.putUser(user{ID: UserGeneral, ClientID: ClientNorthwind, First: "General", Last: "User", General: true, Updated: began})
	st.putUser(user{ID: UserAna, ClientID: ClientNorthwind, First: "Ana", Last: "Torres", Email: "ana.torres@northwind.example", Mobile: "+14155550134", Updated: began})
	for i, summary := range []string{"Outlook asks for a password again and again", "New laptop for the front desk"} {
		st.tickets.Put(fault{
			ID: FirstTicket + i, Summary: summary, Details: summary + ".", TypeID: TypeIncident, StatusID: []int{StatusNew, StatusInProgress}[i], PriorityID: PriorityMedium,
			ClientID: ClientNorthwind, UserID: UserAna, AgentID: AgentSam, Team: Team, Occurred: began, Updated: began,
		})
	}
}

// status is one of tickets. closes tells what no field of it says.
type status struct {
	id     int
	name   string
	closes bool
	kinds  []int // of tickets that have it; nil for all
}

var statuses = []status{
	{id: StatusNew, name: "New"}, {id: StatusInProgress, name: "In Progress"}, {id: StatusWithUser, name: "With User", kinds: []int{TypeIncident}},
	{id: StatusSMSReceived, name: "SMS received"}, {id: StatusClosed, name: "Closed", closes: true},
}

// ticketType is a kind of tickets.
type ticketType struct {
	id        int
	name      string
	canCreate bool
}

var ticketTypes = []ticketType{{TypeIncident, "Incident", true}, {TypeRequest, "Service Request", true}, {TypeAlert, "Alert", false}}

var (
	teams      = []string{Team, "2nd Line Support"}
	priorities = []string{"Critical", "High", "Medium", "Low"} // from 1
	slas       = []int{1, 2}
	categories = []string{Category, "Access>New user", "Hardware>Printer"}
)
