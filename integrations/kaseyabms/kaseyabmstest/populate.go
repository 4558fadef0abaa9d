package kaseyabmstest

import (
	"fmt"
	"strconv"
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
	if err := p.Check(fake.Population{Companies: len(s.accounts.rows), Contacts: len(s.contacts.rows), Tickets: len(s.tickets.rows)}); err != nil {
		return fake.Populated{}, err
	}
	if err := s.cfg.Store.Append("populate", p); err != nil {
		return fake.Populated{}, fmt.Errorf("the sandbox's store: %w", err)
	}
	s.cfg.Changed()
	return s.populate(p), nil
}

// populate makes a population; the caller holds the lock.
func (st *state) populate(p fake.Population) fake.Populated {
	madeUp := fake.NewGenerator(p.Seed)
	entered := time.Date(2024, 1, 8, 8, 0, 0, 0, time.UTC)
	next := func() string {
		entered = entered.Add(time.Duration(1+madeUp.Below(120)) * time.Second)
		return entered.Format(stamp)
	}
	firstAccount, firstContact, firstTicket := st.accounts.last+1, st.contacts.last+1, st.tickets.last+1
	for i := range p.Companies {
		st.accounts.put(account(firstAccount+i, madeUp.Company(firstAccount+i), madeUp.Below(20) != 0, next()))
	}
	of := func() Row {
		found, _ := st.accounts.row(firstAccount + madeUp.Below(p.Companies))
		return found
	}
	for i := range p.Contacts {
		company, at := of(), next()
		person := madeUp.Person(firstContact+i, strconv.Itoa(company.int("id")))
		st.putContact(contact(firstContact+i, person, company, at, at))
	}
	for i := range p.Tickets {
		company, at := of(), next()
		given := Row{
			"title": madeUp.Trouble(), "details": "Made up.", "accountId": company.int("id"), "locationId": MainLocation(company.int("id")), "queueId": QueueServiceDesk,
			"statusId": []int{StatusNew, StatusInProgress, StatusCompleted}[madeUp.Below(3)], "priorityId": PriorityMedium, "typeId": TypeIncident, "sourceId": SourcePhone, "openDate": at,
		}
		st.putTicket(st.settle(given, Row{"id": firstTicket + i, "createdOn": at}, at))
	}
	made := fake.Populated{Companies: run(firstAccount, p.Companies), Contacts: run(firstContact, p.Contacts), Tickets: run(firstTicket, p.Tickets)}
	st.populated[p] = made
	return made
}

// run is a run of ids.
func run(first, count int) fake.Range {
	if count == 0 {
		return fake.Range{}
	}
	return fake.Range{First: strconv.Itoa(first), Last: strconv.Itoa(first + count - 1)}
}
