package halopsatest

import (
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
	if err := p.Check(fake.Population{Companies: len(s.clients.rows), Contacts: len(s.users.rows), Tickets: len(s.tickets.rows)}); err != nil {
		return fake.Populated{}, err
	}
	if err := s.remember("populate", p); err != nil {
		return fake.Populated{}, err
	}
	return s.populate(p), nil
}

// populate makes a population; the caller holds the lock.
func (s *Server) populate(p fake.Population) fake.Populated {
	madeUp := fake.NewGenerator(p.Seed)
	entered := time.Date(2024, 1, 8, 8, 0, 0, 0, time.UTC)
	next := func() time.Time {
		entered = entered.Add(time.Duration(1+madeUp.Below(120)) * time.Second)
		return entered
	}
	firstClient, firstUser, firstTicket := s.clients.last+1, s.users.last+1, s.tickets.last+1
	for i := range p.Companies {
		s.clients.put(client{ID: firstClient + i, Name: madeUp.Company(firstClient + i), Inactive: madeUp.Below(20) == 0, Updated: next()})
	}
	for i := range p.Contacts {
		row, err := s.userOf(firstUser+i, madeUp.Person(firstUser+i, strconv.Itoa(firstClient+madeUp.Below(p.Companies))))
		if err != nil {
			panic(err) // the customer was made above
		}
		row.Updated = next()
		s.putUser(row)
	}
	for i := range p.Tickets {
		row := fault{
			ID: firstTicket + i, Summary: madeUp.Trouble(), TypeID: TypeIncident, StatusID: []int{StatusNew, StatusInProgress, StatusClosed}[madeUp.Below(3)], PriorityID: PriorityMedium,
			ClientID: firstClient + madeUp.Below(p.Companies), Team: Team, Occurred: next(),
		}
		row.Updated = row.Occurred
		if row.StatusID == StatusClosed {
			row.Closed, row.WasClosed = row.Occurred, true
		}
		s.tickets.put(row)
	}
	made := fake.Populated{Companies: run(firstClient, p.Companies), Contacts: run(firstUser, p.Contacts), Tickets: run(firstTicket, p.Tickets)}
	s.populated[p] = made
	return made
}

// run is a run of ids.
func run(first, count int) fake.Range {
	if count == 0 {
		return fake.Range{}
	}
	return fake.Range{First: strconv.Itoa(first), Last: strconv.Itoa(first + count - 1)}
}
