package kaseyabmstest

import (
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// populate makes a population.
func (st *state) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	next := func() string { return generator.Moment().Format(stamp) }
	firstAccount, firstContact, firstTicket := st.accounts.Last+1, st.contacts.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		st.accounts.Put(account(firstAccount+i, generator.Company(firstAccount+i), generator.Below(20) != 0, next()))
	}
	of := func() Row {
		found, _ := st.accounts.Get(firstAccount + generator.Below(p.Companies))
		return found
	}
	for i := range p.Contacts {
		company, at := of(), next()
		person := generator.Person(firstContact+i, strconv.Itoa(company.int("id")))
		st.putContact(contact(firstContact+i, person, company, at, at))
	}
	for i := range p.Tickets {
		company, at := of(), next()
		given := Row{
			"title": generator.Trouble(), "details": "Made up.", "accountId": company.int("id"), "locationId": MainLocation(company.int("id")), "queueId": QueueServiceDesk,
			"statusId": []int{StatusNew, StatusInProgress, StatusCompleted}[generator.Below(3)], "priorityId": PriorityMedium, "typeId": TypeIncident, "sourceId": SourcePhone, "openDate": at,
		}
		st.putTicket(st.settle(given, Row{"id": firstTicket + i, "createdOn": at}, at))
	}
	return fake.Populated{Companies: fake.Run(firstAccount, p.Companies), Contacts: fake.Run(firstContact, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
