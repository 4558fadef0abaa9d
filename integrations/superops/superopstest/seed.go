package superopstest

import "countersign/integrations/fake"

// Ids of what every fake holds from the start.
const (
	ClientCatchall   = "6100000000000000001"
	ClientNorthwind  = "6100000000000000002"
	UserAna          = "6200000000000000001"
	TechnicianSam    = "7900000000000000002"
	FirstTicket      = "6300000000000000001"
	GroupServiceDesk = "7700000000000000001"
)

// MobileField is the key of the requesters' custom field for mobile numbers.
const MobileField = "udf1text"

// began is when the founding state was entered.
const began = "2026-01-05T09:00:00"

// list makes rows that have an id and a name.
func list(first int64, names ...string) []any {
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = shown{"id": text(first + int64(i)), "name": name}
	}
	return out
}

// The lists that an MSP sets up.
var (
	statuses   = list(7_100_000_000_000_000_001, "Open", "On Hold", "Waiting on third party", "SMS received", "Resolved", "Closed")
	priorities = list(7_200_000_000_000_000_001, "Urgent", "High", "Medium", "Low")
	impacts    = list(7_300_000_000_000_000_001, "High", "Medium", "Low")
	urgencies  = list(7_400_000_000_000_000_001, "High", "Medium", "Low")
	categories = []any{
		shown{"id": "7500000000000000001", "name": "Network", "subCategories": list(7_500_000_000_000_000_101, "Wireless", "VPN")},
		shown{"id": "7500000000000000002", "name": "Account", "subCategories": list(7_500_000_000_000_000_201, "Password", "New user")},
	}
	groups = []any{shown{"groupId": GroupServiceDesk, "name": "Service Desk"}, shown{"groupId": "7700000000000000002", "name": "Network"}}
)

// seed makes the state that every fake starts with: two clients, one requester and two tickets to look at.
func (st *state) seed() {
	for i, name := range []string{"Catchall (for connector)", "Northwind Dental"} {
		st.clients.Put(client{ID: firstClient + int64(i), Name: name, Stage: "Active"})
	}
	st.users.Put(userOf(firstUser, firstClient+1, fake.Person{First: "Ana", Last: "Torres", Email: "ana.torres@northwind.example", Mobile: "+14155550134"}))
	for i, subject := range []string{"Outlook asks for a password again and again", "New laptop for the front desk"} {
		id := firstTicket + int64(i)
		st.putTicket(ticket{
			ID: id, Display: display(id, began), Created: began, Updated: began, Description: subject + ".", Client: firstClient + 1, Requester: firstUser,
			Input: shown{"subject": subject, "status": []string{"Open", "On Hold"}[i], "priority": "Medium", "source": "PHONE", "requestType": "Incident"},
		})
	}
}
