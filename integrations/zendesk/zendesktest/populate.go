package zendesktest

import (
	"fmt"
	"time"

	"countersign/integrations/fake"
)

// Populate adds made-up records.
func (s *Server) Populate(p fake.Population) (fake.Populated, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, ok := s.populated[p]; ok {
		return known, nil
	}
	held := fake.Population{Companies: len(s.organizations.rows), Contacts: len(s.users.rows), Tickets: len(s.tickets.rows)}
	if err := p.Check(held); err != nil {
		return fake.Populated{}, err
	}
	if err := s.cfg.Store.Append("populate", p); err != nil {
		return fake.Populated{}, fmt.Errorf("the sandbox's store: %w", err)
	}
	s.cfg.Changed()
	return s.populate(p), nil
}

// populate makes a population; the caller holds the lock.
func (s *Server) populate(p fake.Population) fake.Populated {
	madeUp := fake.NewGenerator(p.Seed)
	entered := time.Date(2024, 1, 8, 8, 0, 0, 0, time.UTC).Unix()
	next := func() int64 {
		entered += int64(1 + madeUp.Below(120))
		return entered
	}
	firstOrg, firstUser, firstTicket := s.organizations.last+1, s.users.last+1, s.tickets.last+1
	for i := range int64(p.Companies) {
		at := next()
		s.putOrganization(&organization{ID: firstOrg + i, Name: madeUp.Company(int(firstOrg + i)), Created: at, Updated: at})
	}
	for i := range int64(p.Contacts) {
		org := firstOrg + i%int64(p.Companies)
		s.putUser(s.person(firstUser+i, madeUp.Person(int(firstUser+i), idText(org)), org, next()))
	}
	for i := range int64(p.Tickets) {
		s.putTicket(s.madeUpTicket(firstTicket+i, firstOrg, firstUser, p, madeUp, next()))
	}
	made := fake.Populated{Companies: run(firstOrg, p.Companies), Contacts: run(firstUser, p.Contacts), Tickets: run(firstTicket, p.Tickets)}
	s.populated[p] = made
	return made
}

// madeUpTicket is a ticket of one of a population, or of our own agent where it has nobody.
func (s *Server) madeUpTicket(id, firstOrg, firstUser int64, p fake.Population, madeUp *fake.Generator, at int64) *ticket {
	one := &ticket{ID: id, Subject: madeUp.Trouble(), Status: "open", CustomStatus: usual("open"), Group: GroupDesk, Form: FormDefault, Requester: AgentOurs, Created: at, Updated: at}
	if madeUp.Below(3) == 0 {
		one.Status, one.CustomStatus = "solved", usual("solved")
	}
	if p.Contacts > 0 {
		who := int64(madeUp.Below(p.Contacts))
		one.Requester, one.Org = firstUser+who, firstOrg+who%int64(p.Companies)
	}
	one.Comments = []comment{{ID: s.lastComment + 1, Body: one.Subject + ".", Public: true, Author: one.Requester, Created: at}}
	return one
}

// run is a run of ids.
func run(first int64, count int) fake.Range {
	if count == 0 {
		return fake.Range{}
	}
	return fake.Range{First: idText(first), Last: idText(first + int64(count) - 1)}
}
