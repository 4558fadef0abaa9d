package zendesktest

import (
	"slices"
	"strconv"
	"time"

	"countersign/integrations/fake"
)

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

// addCompany adds an organization.
func (s *Server) addCompany(name string) (string, error) {
	made := &organization{ID: s.organizations.Last + 1, Name: name, Created: s.now(), Updated: s.now()}
	return idText(made.ID), s.Keep("organization", made)
}

// putPerson adds or replaces an end user.
func (s *Server) putPerson(userID string, p fake.Person) (string, error) {
	id, created := s.users.Last+1, s.now()
	if userID != "" {
		before, ok := s.contact(userID)
		if !ok {
			return "", fake.ErrNoRecord
		}
		id, created = before.ID, before.Created
	}
	org, err := s.organizations.Reference(p.CompanyID)
	if err != nil {
		return "", err
	}
	row := s.person(id, p, org, created)
	row.Updated, row.Shared = s.now(), s.isShared(row)
	return idText(id), s.Keep("user", row)
}

// dropContact deletes an end user, whom Zendesk goes on to show as not active.
func (s *Server) dropContact(id string) error {
	before, ok := s.contact(id)
	if !ok {
		return fake.ErrNoRecord
	}
	after := *before
	after.Deleted, after.Email, after.Phone, after.Numbers, after.Updated = true, "", "", nil, s.now()
	return s.Keep("user", after)
}

// Promote makes an end user an agent.
func (s *Server) Promote(id string) error {
	s.Lock()
	defer s.Unlock()
	before, ok := s.contact(id)
	if !ok {
		return fake.ErrNoRecord
	}
	after := *before
	after.Role, after.Updated = "agent", s.now()
	return s.Keep("user", after)
}

// change edits contacts as people in Zendesk do.
func (s *Server) change(count int) ([]string, error) {
	held := slices.DeleteFunc(slices.Clone(s.users.Rows), func(one *user) bool { return one.Role != endUser || one.Deleted })
	return fake.Change(s.PSABase, held, count, func(before *user, edit fake.Edit) (string, error) {
		after := *before
		after.Updated = s.now()
		if edit.Mobile != "" {
			s.call(&after, edit.Mobile)
		} else {
			after.Name = edit.Rename(after.Name)
		}
		return idText(after.ID), s.Keep("user", after)
	})
}

// call gives a user another mobile.
func (s *Server) call(u *user, number string) {
	if s.cfg.MobileInField {
		u.Fields = map[string]string{MobileField: number}
	} else {
		u.Phone, u.Shared = number, false
	}
}

// CloseSolved closes the tickets that are solved, as an account's own automation does some days later.
func (s *Server) CloseSolved() error {
	s.Lock()
	defer s.Unlock()
	for _, one := range s.tickets.Rows {
		if one.Status == "solved" {
			after := *one
			after.Status, after.Updated = "closed", s.now()
			if err := s.Keep("ticket", after); err != nil {
				return err
			}
		}
	}
	return nil
}

func (st *state) contact(id string) (*user, bool) {
	number, err := strconv.ParseInt(id, 10, 64)
	found, ok := st.users.Get(number)
	return found, ok && err == nil && found.Role == endUser && !found.Deleted
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// populate makes a population.
func (s *Server) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	entered := at.Unix()
	firstOrg, firstUser, firstTicket := s.organizations.Last+1, s.users.Last+1, s.tickets.Last+1
	for i := range int64(p.Companies) {
		s.putOrganization(&organization{ID: firstOrg + i, Name: generator.Company(int(firstOrg + i)), Created: entered, Updated: entered})
	}
	for i := range int64(p.Contacts) {
		org := firstOrg + i%int64(p.Companies)
		s.putUser(s.person(firstUser+i, generator.Person(int(firstUser+i), idText(org)), org, entered))
	}
	for i := range int64(p.Tickets) {
		s.putTicket(s.generatedTicket(firstTicket+i, firstOrg, firstUser, p, generator, entered))
	}
	return fake.Populated{Companies: fake.Run(firstOrg, p.Companies), Contacts: fake.Run(firstUser, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}

// generatedTicket is a ticket of one of a population, or of our own agent where it has no contacts.
func (s *Server) generatedTicket(id, firstOrg, firstUser int64, p fake.Population, generator *fake.Generator, at int64) *ticket {
	one := &ticket{ID: id, Subject: generator.Trouble(), Status: "open", CustomStatus: usual("open"), Group: GroupDesk, Form: FormDefault, Requester: AgentOurs, Created: at, Updated: at}
	if generator.Below(3) == 0 {
		one.Status, one.CustomStatus = "solved", usual("solved")
	}
	if p.Contacts > 0 {
		who := int64(generator.Below(p.Contacts))
		one.Requester, one.Org = firstUser+who, firstOrg+who%int64(p.Companies)
	}
	one.Comments = []comment{{ID: s.lastComment + 1, Body: one.Subject + ".", Public: true, Author: one.Requester, Created: at}}
	return one
}
