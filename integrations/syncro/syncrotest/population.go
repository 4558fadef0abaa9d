package syncrotest

import (
	"errors"
	"time"

	"countersign/integrations/fake"
)

// Why a contact cannot be added.
var (
	ErrNobody   = errors.New("there is no such customer or contact")
	ErrInactive = errors.New("in Syncro no contact is inactive")
)

// contactOf is a contact of a customer, whose name is one field in Syncro.
func contactOf(id, of int, p fake.Person, at string) contact {
	return contact{ID: id, Customer: of, Name: p.Name(), Email: p.Email, Phone: p.Phone, Mobile: p.Mobile, Updated: at}
}

// AddCompany adds a customer.
func (s *Server) AddCompany(name string) (string, error) {
	s.Lock()
	defer s.Unlock()
	made := customer{ID: s.customers.Last + 1, Name: name, Updated: s.now()}
	return text(made.ID), s.Keep("customer", made)
}

// AddContact adds a contact.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.Lock()
	defer s.Unlock()
	id := s.contacts.Last + 1
	return text(id), s.putPerson(id, p)
}

// EditContact replaces a contact.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.Lock()
	defer s.Unlock()
	if _, exists := s.contacts.Get(number(id)); !exists {
		return ErrNobody
	}
	return s.putPerson(number(id), p)
}

func (s *Server) putPerson(id int, p fake.Person) error {
	if _, exists := s.customers.Get(number(p.CompanyID)); p.CompanyID != "" && !exists {
		return ErrNobody
	}
	if p.Inactive {
		return ErrInactive
	}
	return s.Keep("contact", contactOf(id, number(p.CompanyID), p, s.now()))
}

// DropContact deletes a contact.
func (s *Server) DropContact(id string) error {
	s.Lock()
	defer s.Unlock()
	if _, exists := s.contacts.Get(number(id)); !exists {
		return ErrNobody
	}
	return s.Keep("contact_deleted", number(id))
}

// Change edits contacts as people in Syncro do.
func (s *Server) Change(count int) ([]string, error) {
	s.Lock()
	defer s.Unlock()
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
func (st *state) populate(p fake.Population, _ time.Time) fake.Populated {
	generator := fake.NewGenerator(p.Seed)
	at := func() string { return generator.Moment().Format(stamp) }
	customersFrom, contactsFrom, ticketsFrom := st.customers.Last+1, st.contacts.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		id := customersFrom + i
		st.customers.Put(customer{ID: id, Name: generator.Company(id - CustomerWalkin), Disabled: generator.Below(20) == 0, Updated: at()})
	}
	ofCustomer := func() int { return customersFrom + generator.Below(p.Companies) }
	for i := range p.Contacts {
		id, of := contactsFrom+i, ofCustomer()
		st.contacts.Put(contactOf(id, of, generator.Person(id-ContactAna, text(of)), at()))
	}
	for i := range p.Tickets {
		id, entered := ticketsFrom+i, at()
		st.putTicket(ticket{ID: id, Number: firstNumber + id - FirstTicket, Created: entered, Updated: entered, Input: shown{
			"subject": generator.Trouble(), "status": statuses[generator.Below(3)], "customer_id": float64(ofCustomer()), "problem_type": "Other",
		}})
	}
	return fake.Populated{Companies: fake.Run(customersFrom, p.Companies), Contacts: fake.Run(contactsFrom, p.Contacts), Tickets: fake.Run(ticketsFrom, p.Tickets)}
}
