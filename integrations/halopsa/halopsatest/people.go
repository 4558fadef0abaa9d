package halopsatest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"countersign/integrations/fake"

	"countersign/core/contactsearch"
)

// ErrNobody is a customer or a user that is not there.
var ErrNobody = errors.New("there is no such company or contact")

func (s *Server) listClients(c call) {
	within, looked := c.changedWithin(), strings.ToLower(c.query.Get("search"))
	var wanted func(client) bool
	if within != nil || looked != "" || c.query.Get("includeactive") == "false" || !c.is("includeinactive") {
		wanted = func(row client) bool {
			return (within == nil || within(row.Updated)) && strings.Contains(strings.ToLower(row.Name), looked) && c.shows(row.Inactive)
		}
	}
	listed(s, c, "clients", s.clients.Rows, wanted, client.show)
}

// shows reports whether who is active or not is asked for; those who are not only by name.
func (c call) shows(inactive bool) bool {
	if inactive {
		return c.is("includeinactive")
	}
	return c.query.Get("includeactive") != "false"
}

func (s *Server) showClient(c call) {
	row, ok := s.clients.Get(c.id)
	if !ok {
		missing(c.w)
		return
	}
	fake.SendJSON(c.w, http.StatusOK, row.show())
}

func (c client) show() map[string]any {
	return map[string]any{
		"id": c.ID, "name": c.Name, "toplevel_id": 1, "toplevel_name": "Bluepeak", "inactive": c.Inactive, "main_site_id": c.ID, "main_site_name": "Main",
		"alastupdate": shownAt(c.Updated), "datecreated": shownAt(began),
	}
}

func (s *Server) listUsers(c call) {
	rows := s.users.Rows
	if !c.is("exclude_generaluser") {
		var all fake.Table[int, user]
		for _, row := range append(append([]user{}, s.general.Rows...), rows...) {
			all.Put(row)
		}
		rows = all.Rows
	}
	within, looked, of := c.changedWithin(), c.query.Get("search"), c.number("client_id")
	var wanted func(user) bool
	if within != nil || looked != "" || of != 0 || c.query.Get("includeactive") == "false" || !c.is("includeinactive") {
		wanted = func(row user) bool {
			return (within == nil || within(row.Updated)) && row.like(looked, c.is("search_phonenumbers")) && (of == 0 || row.ClientID == of) && c.shows(row.Inactive)
		}
	}
	listed(s, c, "users", rows, wanted, s.shownUser)
}

// like reports whether a search finds a user: by name and address, or by the digits of the numbers.
func (u user) like(looked string, byNumber bool) bool {
	if looked == "" {
		return true
	}
	held := []string{u.name(), u.Email}
	if byNumber {
		held = append(held, contactsearch.Digits(u.Mobile), contactsearch.Digits(u.Phone))
	}
	for _, one := range held {
		if strings.Contains(strings.ToLower(one), strings.ToLower(looked)) {
			return true
		}
	}
	return false
}

func (u user) name() string { return strings.TrimSpace(u.First + " " + u.Last) }

func (s *Server) showUser(c call) {
	row, ok := s.users.Get(c.id)
	if !ok {
		row, ok = s.general.Get(c.id)
	}
	if !ok {
		missing(c.w)
		return
	}
	fake.SendJSON(c.w, http.StatusOK, s.shownUser(row))
}

// shownUser is a user as Halo shows them. What a site's own number is comes with everybody of the site.
func (s *Server) shownUser(u user) map[string]any {
	of, _ := s.clients.Get(u.ClientID)
	return map[string]any{
		"id": u.ID, "name": u.name(), "firstname": u.First, "surname": u.Last, "emailaddress": u.Email, "email2": "", "email3": "", "mobilenumber": u.Mobile,
		"phonenumber": u.Phone, "homenumber": "", "mobilenumber2": "", "sitephonenumber": "+14155550100", "site_id": oneDecimal(u.ClientID), "site_name": "Main", "client_id": u.ClientID,
		"client_name": of.Name, "inactive": u.Inactive, "isserviceaccount": false, "telpref": 0, "ulastupdate": shownAt(u.Updated),
	}
}

// changeUser changes what is named of a user. New ones are not made here.
func (s *Server) changeUser(c call) {
	given, ok := s.one(c.w, c.r, c.at)
	if !ok {
		return
	}
	if !given.has("id") {
		s.refuse(c.w, c.r, http.StatusBadRequest, "unserved.new_user", "New users are not served here.")
		return
	}
	row, ok := s.users.Get(given.id("id"))
	if !ok {
		missing(c.w)
		return
	}
	for name, into := range map[string]*string{"firstname": &row.First, "surname": &row.Last, "emailaddress": &row.Email, "mobilenumber": &row.Mobile, "phonenumber": &row.Phone} {
		if given.has(name) {
			*into = given.words(name)
		}
	}
	if inactive, ok := given["inactive"].(bool); ok {
		row.Inactive = inactive
	}
	row.Updated = s.now()
	if !s.keep(c.w, "user", row) {
		return
	}
	fake.SendJSON(c.w, http.StatusCreated, s.shownUser(row))
}

// AddCompany adds a customer of the MSP.
func (s *Server) AddCompany(name string) (string, error) {
	s.Lock()
	defer s.Unlock()
	row := client{ID: s.clients.Last + 1, Name: name, Updated: s.now()}
	return strconv.Itoa(row.ID), s.Keep("client", row)
}

// AddContact adds a user.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.Lock()
	defer s.Unlock()
	return s.putPerson(s.users.Last+1, p)
}

// EditContact replaces a user.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.Lock()
	defer s.Unlock()
	number, _ := strconv.Atoi(id)
	if _, ok := s.users.Get(number); !ok {
		return ErrNobody
	}
	_, err := s.putPerson(number, p)
	return err
}

func (s *Server) putPerson(id int, p fake.Person) (string, error) {
	row, err := s.userOf(id, p)
	if err == nil {
		row.Updated = s.now()
		err = s.Keep("user", row)
	}
	return strconv.Itoa(id), err
}

func (st *state) userOf(id int, p fake.Person) (user, error) {
	of, _ := strconv.Atoi(p.CompanyID)
	if _, ok := st.clients.Get(of); !ok && p.CompanyID != "" {
		return user{}, ErrNobody
	}
	return user{ID: id, ClientID: of, First: p.First, Last: p.Last, Email: p.Email, Mobile: p.Mobile, Phone: p.Phone, Inactive: p.Inactive}, nil
}

// DropContact deletes a user.
func (s *Server) DropContact(id string) error {
	s.Lock()
	defer s.Unlock()
	number, _ := strconv.Atoi(id)
	if _, ok := s.users.Get(number); !ok {
		return ErrNobody
	}
	return s.Keep("user_deleted", number)
}

// Change edits users as agents do.
func (s *Server) Change(count int) ([]string, error) {
	s.Lock()
	defer s.Unlock()
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
