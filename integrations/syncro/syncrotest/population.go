package syncrotest

import (
	"errors"
	"time"

	"countersign/integrations/fake"
)

// ErrInactive is a contact that Syncro cannot hold.
var ErrInactive = errors.New("in Syncro no contact is inactive")

// contactOf is a contact of a customer, whose name is one field in Syncro.
func contactOf(id, of int, p fake.Person, at string) contact {
	return contact{ID: id, Customer: of, Name: p.Name(), Email: p.Email, Phone: p.Phone, Mobile: p.Mobile, Updated: at}
}

// addCompany adds a customer.
func (s *Server) addCompany(name string) (string, error) {
	made := customer{ID: s.customers.Last + 1, Name: name, Updated: s.now()}
	return text(made.ID), s.Keep("customer", made)
}

// putPerson adds or replaces a contact.
func (s *Server) putPerson(contactID string, p fake.Person) (string, error) {
	id, err := s.contacts.Place(contactID)
	if err != nil {
		return "", err
	}
	of, err := s.customers.Reference(p.CompanyID)
	switch {
	case err != nil:
		return "", err
	case p.Inactive:
		return "", ErrInactive
	}
	return text(id), s.Keep("contact", contactOf(id, of, p, s.now()))
}

// dropContact deletes a contact.
func (s *Server) dropContact(id string) error {
	if _, exists := s.contacts.Get(number(id)); !exists {
		return fake.ErrNoRecord
	}
	return s.Keep("contact_deleted", number(id))
}

// change edits contacts as people in Syncro do.
func (s *Server) change(count int) ([]string, error) {
	return fake.Change(s.PSABase, s.contacts.Rows, count, func(after contact, edit fake.Edit) (string, error) {
		after.Updated = s.now()
		if edit.Mobile != "" {
			after.Mobile = edit.Mobile
		} else {
			after.Name = edit.Rename(after.Name)
		}
		return text(after.ID), s.Keep("contact", after)
	})
}

// populate makes a population. No contact is inactive: Syncro does not know that of them.
func (st *state) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	entered := at.UTC().Format(stamp)
	customersFrom, contactsFrom, ticketsFrom := st.customers.Last+1, st.contacts.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		id := customersFrom + i
		st.customers.Put(customer{ID: id, Name: generator.Company(id - CustomerWalkin), Disabled: generator.Below(20) == 0, Updated: entered})
	}
	ofCustomer := func() int { return customersFrom + generator.Below(p.Companies) }
	for i := range p.Contacts {
		id, of := contactsFrom+i, ofCustomer()
		st.contacts.Put(contactOf(id, of, generator.Person(id-ContactAna, text(of)), entered))
	}
	for i := range p.Tickets {
		id := ticketsFrom + i
		st.putTicket(ticket{ID: id, Number: firstNumber + id - FirstTicket, Created: entered, Updated: entered, Input: shown{
			"subject": generator.Trouble(), "status": statuses[generator.Below(3)], "customer_id": float64(ofCustomer()), "problem_type": "Other",
		}})
	}
	return fake.Populated{Companies: fake.Run(customersFrom, p.Companies), Contacts: fake.Run(contactsFrom, p.Contacts), Tickets: fake.Run(ticketsFrom, p.Tickets)}
}
