package halopsatest

import (
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// populate makes a population.
func (s *Server) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	firstClient, firstUser, firstTicket := s.clients.Last+1, s.users.Last+1, s.tickets.Last+1
	for i := range p.Companies {
		s.clients.Put(client{ID: firstClient + i, Name: generator.Company(firstClient + i), Inactive: generator.Below(20) == 0, Updated: generator.Moment()})
	}
	for i := range p.Contacts {
		row, err := s.userOf(firstUser+i, generator.Person(firstUser+i, strconv.Itoa(firstClient+generator.Below(p.Companies))))
		if err != nil {
			panic(err) // the customer was made above
		}
		row.Updated = generator.Moment()
		s.putUser(row)
	}
	for i := range p.Tickets {
		row := fault{
			ID: firstTicket + i, Summary: generator.Trouble(), TypeID: TypeIncident, StatusID: []int{StatusNew, StatusInProgress, StatusClosed}[generator.Below(3)], PriorityID: PriorityMedium,
			ClientID: firstClient + generator.Below(p.Companies), Team: Team, Occurred: generator.Moment(),
		}
		row.Updated = row.Occurred
		if row.StatusID == StatusClosed {
			row.Closed, row.WasClosed = row.Occurred, true
		}
		s.tickets.Put(row)
	}
	return fake.Populated{Companies: fake.Run(firstClient, p.Companies), Contacts: fake.Run(firstUser, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
