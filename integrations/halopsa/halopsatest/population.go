package halopsatest

import (
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// addCompany adds a customer of the MSP.
func (s *Server) addCompany(name string) (string, error) {
	row := client{ID: s.clients.Last + 1, Name: name, Updated: s.now()}
	return strconv.Itoa(row.ID), s.Keep("client", row)
}

// putPerson adds or replaces a user.
func (s *Server) putPerson(userID string, p fake.Person) (string, error) {
	id, err := s.users.Place(userID)
	if err != nil {
		return "", err
	}
	row, err := s.userOf(id, p)
	if err != nil {
		return "", err
	}
	row.Updated = s.now()
	return strconv.Itoa(id), s.Keep("user", row)
}

func (st *state) userOf(id int, p fake.Person) (user, error) {
	of, err := st.clients.Reference(p.CompanyID)
	return user{ID: id, ClientID: of, First: p.First, Last: p.Last, Email: p.Email, Mobile: p.Mobile, Phone: p.Phone, Inactive: p.Inactive}, err
}

// dropContact deletes a user.
func (s *Server) dropContact(id string) error {
	number, _ := strconv.Atoi(id)
	if _, ok := s.users.Get(number); !ok {
		return fake.ErrNoRecord
	}
	return s.Keep("user_deleted", number)
}

// change edits users as agents do.
func (s *Server) change(count int) ([]string, error) {
	return fake.Change(s.PSABase, s.users.Rows, count, func(row user, edit fake.Edit) (string, error) {
		row.Updated = s.now()
		if edit.Mobile != "" {
			row.Mobile = edit.Mobile
		} else {
			row.Last = edit.Rename(row.Last)
		}
		return strconv.Itoa(row.ID), s.Keep("user", row)
	})
}

// populate makes a population.
func (s *Server) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	firstClient, firstUser, firstTicket := s.clients.Last+1, s.users.Last+1, s.tickets.Last+1
	for i := range p.Companies {
		s.clients.Put(client{ID: firstClient + i, Name: generator.Company(firstClient + i), Inactive: generator.Below(20) == 0, Updated: at})
	}
	for i := range p.Contacts {
		row, err := s.userOf(firstUser+i, generator.Person(firstUser+i, strconv.Itoa(firstClient+generator.Below(p.Companies))))
		if err != nil {
			panic(err) // the customer was made above
		}
		row.Updated = at
		s.putUser(row)
	}
	for i := range p.Tickets {
		row := fault{
			ID: firstTicket + i, Summary: generator.Trouble(), TypeID: TypeIncident, StatusID: []int{StatusNew, StatusInProgress, StatusClosed}[generator.Below(3)], PriorityID: PriorityMedium,
			ClientID: firstClient + generator.Below(p.Companies), Team: Team, Occurred: at,
		}
		row.Updated = row.Occurred
		if row.StatusID == StatusClosed {
			row.Closed, row.WasClosed = row.Occurred, true
		}
		s.tickets.Put(row)
	}
	return fake.Populated{Companies: fake.Run(firstClient, p.Companies), Contacts: fake.Run(firstUser, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
