package zendesktest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// ErrNobody is an organization or an end user that is not there.
var ErrNobody = errors.New("there is no such organization or end user")

// person is an end user. Zendesk has no field for a mobile: it is the phone, or stands in a field of the account's own.
func (s *Server) person(id int64, p fake.Person, org, at int64) *user {
	u := &user{ID: id, Name: p.Name(), Email: p.Email, Phone: p.Mobile, Role: endUser, Org: org, Suspended: p.Inactive, Created: at, Updated: at}
	switch {
	case s.cfg.MobileInField:
		u.Phone = p.Phone
		if p.Mobile != "" {
			u.Fields = map[string]string{MobileField: p.Mobile}
		}
	case p.Mobile == "":
		u.Phone = p.Phone
	case p.Phone != "":
		u.Numbers = []string{p.Phone}
	}
	return u
}

// AddCompany adds an organization.
func (s *Server) AddCompany(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := &organization{ID: s.organizations.last + 1, Name: name, Created: s.now(), Updated: s.now()}
	return idText(made.ID), keep(s, "organization", made, s.putOrganization)
}

// AddContact adds an end user.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	org, err := s.orgOf(p)
	if err != nil {
		return "", err
	}
	made := s.person(s.users.last+1, p, org, s.now())
	made.Shared = s.isShared(made)
	return idText(made.ID), keep(s, "user", made, s.putUser)
}

// EditContact replaces an end user.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.contact(id)
	org, err := s.orgOf(p)
	if !ok || err != nil {
		return errors.Join(ErrNobody, err)
	}
	after := s.person(before.ID, p, org, before.Created)
	after.Updated, after.Shared = s.now(), s.isShared(after)
	return keep(s, "user", after, s.putUser)
}

// DropContact deletes an end user, whom Zendesk goes on to show as not active.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.contact(id)
	if !ok {
		return ErrNobody
	}
	after := *before
	after.Deleted, after.Email, after.Phone, after.Numbers, after.Updated = true, "", "", nil, s.now()
	return keep(s, "user", &after, s.putUser)
}

// Promote makes an end user an agent.
func (s *Server) Promote(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.contact(id)
	if !ok {
		return ErrNobody
	}
	after := *before
	after.Role, after.Updated = "agent", s.now()
	return keep(s, "user", &after, s.putUser)
}

// Change edits contacts as people in Zendesk do. Each call takes the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held []*user
	for _, one := range s.users.rows {
		if one.Role == endUser && !one.Deleted {
			held = append(held, one)
		}
	}
	if count < 0 || count > len(held) {
		return nil, fmt.Errorf("only %d contacts can be changed", len(held))
	}
	order := rand.New(rand.NewPCG(uint64(len(held)), 2)).Perm(len(held))
	changed := make([]string, count)
	for i := range count {
		turn := s.changes + i
		after := *held[order[turn%len(held)]]
		after.Updated = s.now()
		if turn%3 == 0 {
			s.call(&after, fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000))
		} else {
			after.Name = strings.TrimRight(after.Name, "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		if err := keep(s, "user", &after, s.putUser); err != nil {
			return nil, err
		}
		changed[i] = idText(after.ID)
	}
	s.changes += count
	return changed, s.cfg.Store.Append("changed", count)
}

// call gives somebody another mobile.
func (s *Server) call(u *user, number string) {
	if s.cfg.MobileInField {
		u.Fields = map[string]string{MobileField: number}
	} else {
		u.Phone, u.Shared = number, false
	}
}

// CloseSolved closes the tickets that are solved, as an account's own automation does some days later.
func (s *Server) CloseSolved() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.tickets.rows {
		if one.Status == "solved" {
			after := *one
			after.Status, after.Updated = "closed", s.now()
			if err := keep(s, "ticket", &after, s.putTicket); err != nil {
				return err
			}
		}
	}
	return nil
}

func (st *state) contact(id string) (*user, bool) {
	number, err := strconv.ParseInt(id, 10, 64)
	found, ok := st.users.get(number)
	return found, ok && err == nil && found.Role == endUser && !found.Deleted
}

func (st *state) orgOf(p fake.Person) (int64, error) {
	if p.CompanyID == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(p.CompanyID, 10, 64)
	if _, ok := st.organizations.get(id); !ok || err != nil {
		return 0, ErrNobody
	}
	return id, nil
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }
