package superopstest

import (
	"time"

	"countersign/integrations/fake"
)

// populate makes a population. No requester is inactive: SuperOps does not know that of them.
func (st *state) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	clientsFrom, usersFrom, ticketsFrom := st.clients.Last+1, st.users.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		id := clientsFrom + int64(i)
		held := client{ID: id, Name: generator.Company(int(id - firstClient)), Stage: "Active"}
		if generator.Below(20) == 0 {
			held.Stage = "Inactive"
		}
		st.clients.Put(held)
	}
	ofClient := func() int64 { return clientsFrom + int64(generator.Below(p.Companies)) }
	for i := range p.Contacts {
		id, of := usersFrom+int64(i), ofClient()
		st.users.Put(userOf(id, of, generator.Person(int(id-firstUser), text(of))))
	}
	for i := range p.Tickets {
		id, at := ticketsFrom+int64(i), generator.Moment().Format(stamp)
		st.putTicket(ticket{ID: id, Display: display(id, at), Created: at, Updated: at, Client: ofClient(), Input: shown{
			"subject": generator.Trouble(), "status": []string{"Open", "On Hold", "Closed"}[generator.Below(3)], "priority": "Medium", "source": "EMAIL", "requestType": "Incident",
		}})
	}
	return fake.Populated{Companies: fake.Run(clientsFrom, p.Companies), Contacts: fake.Run(usersFrom, p.Contacts), Tickets: fake.Run(ticketsFrom, p.Tickets)}
}
