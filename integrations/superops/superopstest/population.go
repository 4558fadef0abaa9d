package superopstest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// Why somebody cannot be added.
var (
	ErrNobody   = errors.New("there is no such client or requester")
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

// AddCompany adds a client of the MSP.
func (s *Server) AddCompany(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := client{ID: s.clients.next, Name: name, Stage: "Active"}
	return text(made.ID), s.keep("client", made)
}

// AddContact adds a requester.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.users.next
	return text(id), s.putPerson(id, p)
}

// EditContact replaces a requester.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	held, ok := s.users.row(id)
	if !ok {
		return ErrNobody
	}
	return s.putPerson(held.ID, p)
}

func (s *Server) putPerson(id int64, p fake.Person) error {
	of, ok := s.clients.row(p.CompanyID)
	switch {
	case p.CompanyID != "" && !ok:
		return ErrNobody
	case p.Inactive:
		return ErrInactive
	case p.Email == "" || s.isTaken(p.Email, id):
		return ErrNoEmail
	}
	return s.keep("user", userOf(id, of.ID, p))
}

// DropContact deletes a requester.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	held, ok := s.users.row(id)
	if !ok {
		return ErrNobody
	}
	return s.keep("user_deleted", held.ID)
}

// Change edits requesters as people in SuperOps do. Each call takes the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := len(s.users.rows)
	if count < 0 || count > size {
		return nil, fmt.Errorf("only %d contacts can be changed", size)
	}
	order := rand.New(rand.NewPCG(uint64(size), 2)).Perm(size)
	changed := make([]string, count)
	for i := range count {
		turn := s.changes + i
		after := s.users.rows[order[turn%size]]
		if turn%3 == 0 {
			after.Custom = maps.Clone(after.Custom)
			after.Custom[MobileField] = fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000)
		} else {
			after.Last = strings.TrimRight(after.Last, "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		if err := s.keep("user", after); err != nil {
			return nil, err
		}
		changed[i] = text(after.ID)
	}
	return changed, s.keep("changed", count)
}
