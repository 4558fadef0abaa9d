package autotasktest

import (
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// populate makes a population.
func (s *Server) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	at := func() string { return stamped(generator.Moment()) }
	firstCompany, firstContact, firstTicket := s.tables["Companies"].Last+1, s.tables["Contacts"].Last+1, s.tables["Tickets"].Last+1
	for i := range p.Companies {
		s.take("Companies", company(firstCompany+i, generator.Company(firstCompany+i), generator.Below(20) != 0, at()))
	}
	for i := range p.Contacts {
		of := firstCompany + generator.Below(p.Companies)
		s.take("Contacts", contact(firstContact+i, generator.Person(firstContact+i, strconv.Itoa(of)), of, at()))
	}
	for i := range p.Tickets {
		id, when := firstTicket+i, at()
		trouble := generator.Trouble()
		s.take("Tickets", Row{
			"id": float64(id), "ticketNumber": ticketNumber(when, id), "title": trouble, "description": trouble + ".", "companyID": float64(firstCompany + generator.Below(p.Companies)),
			"status": float64([]int{StatusNew, StatusInProgress, StatusComplete}[generator.Below(3)]), "priority": float64(PriorityMedium), "queueID": float64(QueueLevelI),
			"createDate": when, "dueDateTime": when, "lastActivityDate": when, "lastTrackedModificationDateTime": when,
		})
	}
	return fake.Populated{Companies: fake.Run(firstCompany, p.Companies), Contacts: fake.Run(firstContact, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
