package zendesktest

import (
	"time"

	"countersign/integrations/fake"
)

// populate makes a population.
func (s *Server) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	next := func() int64 { return generator.Moment().Unix() }
	firstOrg, firstUser, firstTicket := s.organizations.Last+1, s.users.Last+1, s.tickets.Last+1
	for i := range int64(p.Companies) {
		at := next()
		s.putOrganization(&organization{ID: firstOrg + i, Name: generator.Company(int(firstOrg + i)), Created: at, Updated: at})
	}
	for i := range int64(p.Contacts) {
		org := firstOrg + i%int64(p.Companies)
		s.putUser(s.person(firstUser+i, generator.Person(int(firstUser+i), idText(org)), org, next()))
	}
	for i := range int64(p.Tickets) {
		s.putTicket(s.generatedTicket(firstTicket+i, firstOrg, firstUser, p, generator, next()))
	}
	return fake.Populated{Companies: fake.Run(firstOrg, p.Companies), Contacts: fake.Run(firstUser, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}

// generatedTicket is a ticket of one of a population, or of our own agent where it has nobody.
func (s *Server) generatedTicket(id, firstOrg, firstUser int64, p fake.Population, generator *fake.Generator, at int64) *ticket {
	one := &ticket{ID: id, Subject: generator.Trouble(), Status: "open", CustomStatus: usual("open"), Group: GroupDesk, Form: FormDefault, Requester: AgentOurs, Created: at, Updated: at}
	if generator.Below(3) == 0 {
		one.Status, one.CustomStatus = "solved", usual("solved")
	}
	if p.Contacts > 0 {
		who := int64(generator.Below(p.Contacts))
		one.Requester, one.Org = firstUser+who, firstOrg+who%int64(p.Companies)
	}
	one.Comments = []comment{{ID: s.lastComment + 1, Body: one.Subject + ".", Public: true, Author: one.Requester, Created: at}}
	return one
}
