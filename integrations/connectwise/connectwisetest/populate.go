package connectwisetest

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
	held := fake.Population{Companies: len(s.rows(companies)), Contacts: len(s.rows(contacts)), Tickets: len(s.rows(tickets))}
	if err := p.Check(held); err != nil {
		return fake.Populated{}, err
	}
	entered := entry{p, s.cfg.Now().UTC().Truncate(time.Second)}
	if err := s.cfg.Store.Append("populate", entered); err != nil {
		return fake.Populated{}, fmt.Errorf("the sandbox's store: %w", err)
	}
	s.cfg.Changed()
	return s.populate(entered), nil
}

// entry is a population as it is kept: until when its records were entered.
type entry struct {
	fake.Population
	Until time.Time `json:"until"`
}

// latest is the newest stamp of any record.
func (s *Server) latest() time.Time {
	newest, _ := time.Parse(stamp, began)
	for _, name := range []string{companies, contacts, tickets} {
		for _, row := range s.rows(name) {
			said, _ := row.at("lastUpdated").(string)
			if at, err := time.Parse(stamp, said); err == nil && at.After(newest) {
				newest = at
			}
		}
	}
	return newest
}

// populate makes a population; the caller holds the lock.
func (s *Server) populate(entered entry) fake.Populated {
	p, madeUp := entered.Population, fake.NewGenerator(entered.Seed)
	// Records were entered one after the other between the newest one so far and now: whoever asks what changed since then hears of all of them.
	from, made := s.latest(), 0
	step := max(entered.Until.Sub(from), 0) / time.Duration(max(p.Companies+p.Contacts+p.Tickets, 1))
	info := func() map[string]any {
		made++
		return stamped(from.Add(time.Duration(made)*step).Format(stamp), "setup")
	}
	firstCompany, firstContact, firstTicket := s.tables[companies].last+1, s.tables[contacts].last+1, s.tables[tickets].last+1
	for i := range p.Companies {
		id := firstCompany + i
		name := madeUp.Company(id)
		s.tables[companies].put(company(id, fmt.Sprintf("%s%d", name[:3], id), name, madeUp.Below(20) != 0, info()))
	}
	ofCompany := func() Row {
		of, _ := s.row(companies, firstCompany+madeUp.Below(p.Companies))
		return of
	}
	for i := range p.Contacts {
		of := ofCompany()
		person := madeUp.Person(firstContact+i, strconv.Itoa(of.id()))
		s.tables[contacts].put(contact(firstContact+i, person, of.ref(), info()))
	}
	for i := range p.Tickets {
		row := Row{
			"id": float64(firstTicket + i), "summary": madeUp.Trouble(), "recordType": "ServiceTicket", "company": ofCompany().ref(), "_info": info(),
			"status": map[string]any{"id": float64([]int{StatusNew, StatusInProgress, StatusClosed}[madeUp.Below(3)])},
		}
		if wrong := s.settle(row); wrong != nil {
			panic(wrong.Message) // the founding state holds all that was named
		}
		s.putTicket(row)
	}
	populated := fake.Populated{Companies: run(firstCompany, p.Companies), Contacts: run(firstContact, p.Contacts), Tickets: run(firstTicket, p.Tickets)}
	s.populated[p] = populated
	return populated
}

// run is a run of ids.
func run(first, count int) fake.Range {
	if count == 0 {
		return fake.Range{}
	}
	return fake.Range{First: strconv.Itoa(first), Last: strconv.Itoa(first + count - 1)}
}
