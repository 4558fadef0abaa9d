package syncrotest

import (
	"time"

	"countersign/integrations/fake"
)

// populate makes a population. No contact is inactive: Syncro does not know that of them.
func (st *state) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	at := func() string { return generator.Moment().Format(stamp) }
	customersFrom, contactsFrom, ticketsFrom := st.customers.Last+1, st.contacts.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		id := customersFrom + i
		st.customers.Put(customer{ID: id, Name: generator.Company(id - CustomerWalkin), Disabled: generator.Below(20) == 0, Updated: at()})
	}
	ofCustomer := func() int { return customersFrom + generator.Below(p.Companies) }
	for i := range p.Contacts {
		id, of := contactsFrom+i, ofCustomer()
		st.contacts.Put(contactOf(id, of, generator.Person(id-ContactAna, text(of)), at()))
	}
	for i := range p.Tickets {
		id, entered := ticketsFrom+i, at()
		st.putTicket(ticket{ID: id, Number: firstNumber + id - FirstTicket, Created: entered, Updated: entered, Input: shown{
			"subject": generator.Trouble(), "status": statuses[generator.Below(3)], "customer_id": float64(ofCustomer()), "problem_type": "Other",
		}})
	}
	return fake.Populated{Companies: fake.Run(customersFrom, p.Companies), Contacts: fake.Run(contactsFrom, p.Contacts), Tickets: fake.Run(ticketsFrom, p.Tickets)}
}
