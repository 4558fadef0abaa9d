package syncrotest

// Ids of what every fake holds from the start. A ticket's id, which names it in paths, is not the number that people call it by.
const (
	CustomerWalkin    = 24_152_001
	CustomerNorthwind = 24_152_002
	ContactAna        = 4_378_001
	FirstTicket       = 108_443_001
	firstNumber       = 5_001
	UserPriya         = 11
	UserSam           = 12
)

// began is when the founding state was entered.
const began = "2026-01-05T09:00:00.000Z"

// What an MSP sets up.
var (
	statuses     = []string{"New", "In Progress", "Resolved", "Invoiced", "Waiting for Parts", "Waiting on Customer", "Scheduled", "Customer Reply"}
	problemTypes = []string{"Virus", "TuneUp", "Hardware", "Software", "Other"}
	priorities   = []string{"", "0 Urgent", "1 High", "2 Normal", "3 Low"}
	ticketTypes  = []shown{{"id": 1, "name": "Incident", "disabled": false}, {"id": 2, "name": "Forms of 2019", "disabled": true}}
	users        = []shown{
		{"id": UserPriya, "full_name": "Priya Nair", "email": "priya@bluepeak.example", "group": "Admins", "admin": true},
		{"id": UserSam, "full_name": "Sam Rivera", "email": "sam@bluepeak.example", "group": "Techs", "admin": false},
	}
)

// seed makes the state that every fake starts with: two customers, one contact and two tickets to look at.
func (st *state) seed() {
	for i, name := range []string{"Walk-in", "Northwind Dental"} {
		st.customers.Put(customer{ID: CustomerWalkin + i, Name: name, Updated: began})
	}
	st.contacts.Put(contact{
		ID: ContactAna, Customer: CustomerNorthwind, Name: "Ana Torres", Email: "ana.torres@northwind.example", Mobile: "+14155550134", Updated: began,
	})
	for i, subject := range []string{"Outlook asks for a password again and again", "New laptop for the front desk"} {
		st.putTicket(ticket{ID: FirstTicket + i, Number: firstNumber + i, Created: began, Updated: began, Input: shown{
			"subject": subject, "status": statuses[i], "customer_id": float64(CustomerNorthwind), "contact_id": float64(ContactAna), "problem_type": "Other", "priority": "2 Normal",
		}})
		st.comments.Add(FirstTicket+i, comment{ID: st.comments.Last + 1, Ticket: FirstTicket + i, Subject: "Initial Issue", Body: subject + ".", Created: began})
	}
}
