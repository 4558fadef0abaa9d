package syncrotest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// Why somebody cannot be added.
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
	s.mu.Lock()
	defer s.mu.Unlock()
	made := customer{ID: s.customers.next, Name: name, Updated: s.now()}
	return text(made.ID), s.keep("customer", made)
}

// AddContact adds a contact.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.contacts.next
	return text(id), s.putPerson(id, p)
}

// EditContact replaces a contact.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, exists := s.contacts.row(number(id)); !exists {
		return ErrNobody
	}
	return s.putPerson(number(id), p)
}

func (s *Server) putPerson(id int, p fake.Person) error {
	if _, exists := s.customers.row(number(p.CompanyID)); p.CompanyID != "" && !exists {
		return ErrNobody
	}
	if p.Inactive {
		return ErrInactive
	}
	return s.keep("contact", contactOf(id, number(p.CompanyID), p, s.now()))
}

// DropContact deletes a contact.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, exists := s.contacts.row(number(id)); !exists {
		return ErrNobody
	}
	return s.keep("contact_deleted", number(id))
}

// Change edits contacts as people in Syncro do. Each call takes the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := len(s.contacts.rows)
	if count < 0 || count > size {
		return nil, fmt.Errorf("only %d contacts can be changed", size)
	}
	order := rand.New(rand.NewPCG(uint64(size), 2)).Perm(size)
	changed := make([]string, count)
	for i := range count {
		turn := s.changes + i
		after := s.contacts.rows[order[turn%size]]
		if turn%3 == 0 {
			after.Mobile = fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000)
		} else {
			after.Name = strings.TrimRight(after.Name, "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		after.Updated = s.now()
		if err := s.keep("contact", after); err != nil {
			return nil, err
		}
		changed[i] = text(after.ID)
	}
	return changed, s.keep("changed", count)
}
