package superopstest

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
	held := fake.Population{Companies: len(s.clients.ids), Contacts: len(s.users.ids), Tickets: len(s.tickets.ids)}
	if err := p.Check(held); err != nil {
		return fake.Populated{}, err
	}
	if err := s.keep("populate", p); err != nil {
		return fake.Populated{}, fmt.Errorf("the sandbox's store: %w", err)
	}
	return s.populated[p], nil
}

// populate makes a population; the caller holds the lock. Nobody is inactive: SuperOps does not know that of requesters.
func (st *state) populate(p fake.Population) {
	madeUp := fake.NewGenerator(p.Seed)
	entered := time.Date(2024, 1, 8, 8, 0, 0, 0, time.UTC)
	clientsFrom, usersFrom, ticketsFrom := st.clients.next, st.users.next, st.tickets.next
	for i := range p.Companies {
		id := clientsFrom + int64(i)
		held := client{ID: id, Name: madeUp.Company(int(id - firstClient)), Stage: "Active"}
		if madeUp.Below(20) == 0 {
			held.Stage = "Inactive"
		}
		st.clients.put(id, held)
	}
	ofClient := func() int64 { return clientsFrom + int64(madeUp.Below(p.Companies)) }
	for i := range p.Contacts {
		id, of := usersFrom+int64(i), ofClient()
		st.users.put(id, userOf(id, of, madeUp.Person(int(id-firstUser), text(of))))
	}
	for i := range p.Tickets {
		entered = entered.Add(time.Duration(1+madeUp.Below(120)) * time.Second)
		id, at := ticketsFrom+int64(i), entered.Format(stamp)
		st.putTicket(ticket{ID: id, Display: display(id, at), Created: at, Updated: at, Client: ofClient(), Input: shown{
			"subject": madeUp.Trouble(), "status": []string{"Open", "On Hold", "Closed"}[madeUp.Below(3)], "priority": "Medium", "source": "EMAIL", "requestType": "Incident",
		}})
	}
	st.populated[p] = fake.Populated{Companies: run(clientsFrom, p.Companies), Contacts: run(usersFrom, p.Contacts), Tickets: run(ticketsFrom, p.Tickets)}
}

// run is a run of ids.
func run(first int64, count int) fake.Range {
	if count == 0 {
		return fake.Range{}
	}
	return fake.Range{First: text(first), Last: text(first + int64(count) - 1)}
}
