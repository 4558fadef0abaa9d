package autotasktest

import "countersign/integrations/fake"

// Ids of what every fake holds from the start.
const (
	StatusNew         = 1
	StatusComplete    = 5
	StatusInProgress  = 8
	StatusSMSReceived = 20
	PriorityMedium    = 2
	QueueLevelI       = 29682833
	CompanyOwn        = 0 // the MSP's own
	CompanyCatchall   = 174
	CompanyNorthwind  = 175
	ContactAna        = 201
	FirstTicket       = 48190
)

// began is when the founding state was entered.
const began = "2026-01-05T09:00:00.000Z"

// seed makes the state that every fake starts with: the MSP's own people, a company for unknown callers, and two tickets to look at.
func (st *state) seed() {
	put := func(entity string, rows ...Row) {
		for _, row := range rows {
			st.take(entity, row)
		}
	}
	put("Countries", Row{"id": 237.0, "countryCode": "US", "displayName": "United States", "isActive": true},
		Row{"id": 38.0, "countryCode": "CA", "displayName": "Canada", "isActive": true})
	put("Companies", company(CompanyOwn, "Bluepeak IT", true, began), company(CompanyCatchall, "Unknown callers", true, began), company(CompanyNorthwind, "Northwind Dental", true, began))
	put("Contacts", contact(ContactAna, fake.Person{First: "Ana", Last: "Torres", Email: "ana.torres@northwind.example", Mobile: "+14155550134"}, CompanyNorthwind, began))
	for i, title := range []string{"Outlook asks for a password again and again", "New laptop for the front desk"} {
		id := FirstTicket + i
		put("Tickets", Row{
			"id": float64(id), "ticketNumber": ticketNumber(began, id), "title": title, "description": title + ".", "status": float64([]int{StatusNew, StatusInProgress}[i]),
			"priority": float64(PriorityMedium), "queueID": float64(QueueLevelI), "companyID": float64(CompanyNorthwind), "contactID": float64(ContactAna), "ticketCategory": 3.0,
			"ticketType": 1.0, "createDate": began, "dueDateTime": began, "lastActivityDate": began, "lastTrackedModificationDateTime": began,
		})
	}
}
