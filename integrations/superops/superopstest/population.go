package superopstest

import (
	"errors"
	"maps"
	"time"

	"countersign/integrations/fake"
)

// Why a contact cannot be added.
var (
	ErrNoEmail  = errors.New("in SuperOps a requester must have an e-mail address that is theirs alone")
	ErrInactive = errors.New("in SuperOps no requester is inactive")
)

// userOf is a requester of a client. Mobile numbers stand in the custom field for them.
func userOf(id, of int64, p fake.Person) user {
	held := user{ID: id, Client: of, First: p.First, Last: p.Last, Email: p.Email, Number: p.Phone, Custom: map[string]string{}}
	if p.Mobile != "" {
		held.Custom[MobileField] = p.Mobile
	}
	return held
}

// addCompany adds a client of the MSP.
func (s *Server) addCompany(name string) (string, error) {
	made := client{ID: s.clients.Last + 1, Name: name, Stage: "Active"}
	return text(made.ID), s.Keep("client", made)
}

// putPerson adds or replaces a requester.
func (s *Server) putPerson(contactID string, p fake.Person) (string, error) {
	id, err := s.users.Place(contactID)
	if err != nil {
		return "", err
	}
	of, err := s.clients.Reference(p.CompanyID)
	switch {
	case err != nil:
		return "", err
	case p.Inactive:
		return "", ErrInactive
	case p.Email == "" || s.isTaken(p.Email, id):
		return "", ErrNoEmail
	}
	return text(id), s.Keep("user", userOf(id, of, p))
}

// dropContact deletes a requester.
func (s *Server) dropContact(id string) error {
	held, ok := s.users.Get(idOf(id))
	if !ok {
		return fake.ErrNoRecord
	}
	return s.Keep("user_deleted", held.ID)
}

// change edits requesters as people in SuperOps do.
func (s *Server) change(count int) ([]string, error) {
	return fake.Change(s.PSABase, s.users.Rows, count, func(after user, edit fake.Edit) (string, error) {
		if edit.Mobile != "" {
			after.Custom = maps.Clone(after.Custom)
			after.Custom[MobileField] = edit.Mobile
		} else {
			after.Last = edit.Rename(after.Last)
		}
		return text(after.ID), s.Keep("user", after)
	})
}

// populate makes a population. No requester is inactive: SuperOps does not know that of them.
func (st *state) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	entered := at.UTC().Format(stamp)
	clientsFrom, usersFrom, ticketsFrom := st.clients.Last+1, st.users.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		id := clientsFrom + int64(i)
		held := client{ID: id, Name: generator.Company(int(id - firstClient)), Stage: "Active"}
		if generator.Below(20) == 0 {
			held.Stage = "Inactive"
		}
		st.clients.Put(held)
	}
	ofClient := func() int64 { return clientsFrom + int64(generator.Below(p.Companies)) }
	for i := range p.Contacts {
		id, of := usersFrom+int64(i), ofClient()
		st.users.Put(userOf(id, of, generator.Person(int(id-firstUser), text(of))))
	}
	for i := range p.Tickets {
		id := ticketsFrom + int64(i)
		st.putTicket(ticket{ID: id, Display: display(id, entered), Created: entered, Updated: entered, Client: ofClient(), Input: shown{
			"subject": generator.Trouble(), "status": []string{"Open", "On Hold", "Closed"}[generator.Below(3)], "priority": "Medium", "source": "EMAIL", "requestType": "Incident",
		}})
	}
	return fake.Populated{Companies: fake.Run(clientsFrom, p.Companies), Contacts: fake.Run(usersFrom, p.Contacts), Tickets: fake.Run(ticketsFrom, p.Tickets)}
}
