package autotasktest

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
	held := fake.Population{Companies: len(s.tables["Companies"].rows), Contacts: len(s.tables["Contacts"].rows), Tickets: len(s.tables["Tickets"].rows)}
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
	entered := time.Date(2024, 1, 8, 8, 0, 0, 0, time.UTC)
	at := func() string {
		entered = entered.Add(time.Duration(1+madeUp.Below(120)) * time.Second)
		return stamped(entered)
	}
	firstCompany, firstContact, firstTicket := s.tables["Companies"].last+1, s.tables["Contacts"].last+1, s.tables["Tickets"].last+1
	for i := range p.Companies {
		s.take("Companies", company(firstCompany+i, madeUp.Company(firstCompany+i), madeUp.Below(20) != 0, at()))
	}
	for i := range p.Contacts {
		of := firstCompany + madeUp.Below(p.Companies)
		s.take("Contacts", contact(firstContact+i, madeUp.Person(firstContact+i, strconv.Itoa(of)), of, at()))
	}
	for i := range p.Tickets {
		id, when := firstTicket+i, at()
		trouble := madeUp.Trouble()
		s.take("Tickets", Row{
			"id": float64(id), "ticketNumber": ticketNumber(when, id), "title": trouble, "description": trouble + ".", "companyID": float64(firstCompany + madeUp.Below(p.Companies)),
			"status": float64([]int{StatusNew, StatusInProgress, StatusComplete}[madeUp.Below(3)]), "priority": float64(PriorityMedium), "queueID": float64(QueueLevelI),
			"createDate": when, "dueDateTime": when, "lastActivityDate": when, "lastTrackedModificationDateTime": when,
		})
	}
	made := fake.Populated{Companies: run(firstCompany, p.Companies), Contacts: run(firstContact, p.Contacts), Tickets: run(firstTicket, p.Tickets)}
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
