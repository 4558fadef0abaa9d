package syncrotest

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
	held := fake.Population{Companies: len(s.customers.ids), Contacts: len(s.contacts.ids), Tickets: len(s.tickets.ids)}
	if err := p.Check(held); err != nil {
		return fake.Populated{}, err
	}
	if err := s.keep("populate", p); err != nil {
		return fake.Populated{}, fmt.Errorf("the sandbox's store: %w", err)
	}
	return s.populated[p], nil
}

// populate makes a population; the caller holds the lock. Nobody is inactive: Syncro does not know that of contacts.
func (st *state) populate(p fake.Population) {
	madeUp := fake.NewGenerator(p.Seed)
	entered := time.Date(2024, 1, 8, 8, 0, 0, 0, time.UTC)
	at := func() string {
		entered = entered.Add(time.Duration(1+madeUp.Below(120)) * time.Second)
		return entered.Format(stamp)
	}
	customersFrom, contactsFrom, ticketsFrom := st.customers.next, st.contacts.next, st.tickets.next
	for i := range p.Companies {
		id := customersFrom + i
		st.customers.put(id, customer{ID: id, Name: madeUp.Company(id - CustomerWalkin), Disabled: madeUp.Below(20) == 0, Updated: at()})
	}
	ofCustomer := func() int { return customersFrom + madeUp.Below(p.Companies) }
	for i := range p.Contacts {
		id, of := contactsFrom+i, ofCustomer()
		st.contacts.put(id, contactOf(id, of, madeUp.Person(id-ContactAna, text(of)), at()))
	}
	for i := range p.Tickets {
		id, entered := ticketsFrom+i, at()
		st.putTicket(ticket{ID: id, Number: firstNumber + id - FirstTicket, Created: entered, Updated: entered, Input: shown{
			"subject": madeUp.Trouble(), "status": statuses[madeUp.Below(3)], "customer_id": float64(ofCustomer()), "problem_type": "Other",
		}})
	}
	st.populated[p] = fake.Populated{Companies: run(customersFrom, p.Companies), Contacts: run(contactsFrom, p.Contacts), Tickets: run(ticketsFrom, p.Tickets)}
}

// run is a run of ids.
func run(first, count int) fake.Range {
	if count == 0 {
		return fake.Range{}
	}
	return fake.Range{First: text(first), Last: text(first + count - 1)}
}
