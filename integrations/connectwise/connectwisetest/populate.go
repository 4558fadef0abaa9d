package connectwisetest

import (
	"fmt"
	"strconv"
	"time"

	"countersign/integrations/fake"
)

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

// populate makes a population.
func (s *Server) populate(p fake.Population, until time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	// Records were entered one after the other between the newest one so far and now: whoever asks what changed since then hears of all of them.
	from, made := s.latest(), 0
	step := max(until.Sub(from), 0) / time.Duration(max(p.Companies+p.Contacts+p.Tickets, 1))
	info := func() map[string]any {
		made++
		return stamped(from.Add(time.Duration(made)*step).Format(stamp), "setup")
	}
	firstCompany, firstContact, firstTicket := s.tables[companies].Last+1, s.tables[contacts].Last+1, s.tables[tickets].Last+1
	for i := range p.Companies {
		id := firstCompany + i
		name := generator.Company(id)
		s.tables[companies].Put(company(id, fmt.Sprintf("%s%d", name[:3], id), name, generator.Below(20) != 0, info()))
	}
	ofCompany := func() Row {
		of, _ := s.row(companies, firstCompany+generator.Below(p.Companies))
		return of
	}
	for i := range p.Contacts {
		of := ofCompany()
		person := generator.Person(firstContact+i, strconv.Itoa(of.Key()))
		s.tables[contacts].Put(contact(firstContact+i, person, of.ref(), info()))
	}
	for i := range p.Tickets {
		row := Row{
			"id": float64(firstTicket + i), "summary": generator.Trouble(), "recordType": "ServiceTicket", "company": ofCompany().ref(), "_info": info(),
			"status": map[string]any{"id": float64([]int{StatusNew, StatusInProgress, StatusClosed}[generator.Below(3)])},
		}
		if wrong := s.settle(row); wrong != nil {
			panic(wrong.Message) // the founding state holds all that was named
		}
		s.putTicket(row)
	}
	return fake.Populated{Companies: fake.Run(firstCompany, p.Companies), Contacts: fake.Run(firstContact, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
