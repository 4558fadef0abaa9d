package halopsatest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"

	"countersign/integrations/fake"

	"countersign/core/person"
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
	listed(s, c, "clients", s.clients.rows, wanted, client.show)
}

// shows reports whether who is active or not is asked for; those who are not only by name.
func (c call) shows(inactive bool) bool {
	if inactive {
		return c.is("includeinactive")
	}
	return c.query.Get("includeactive") != "false"
}

func (s *Server) showClient(c call) {
	row, ok := s.clients.get(c.id)
	if !ok {
		missing(c.w)
		return
	}
	send(c.w, http.StatusOK, row.show())
}

func (c client) show() map[string]any {
	return map[string]any{
		"id": c.ID, "name": c.Name, "toplevel_id": 1, "toplevel_name": "Bluepeak", "inactive": c.Inactive, "main_site_id": c.ID, "main_site_name": "Main",
		"alastupdate": shownAt(c.Updated), "datecreated": shownAt(began),
	}
}

func (s *Server) listUsers(c call) {
	rows := s.users.rows
	if !c.is("exclude_generaluser") {
		var all table[user]
		for _, row := range append(append([]user{}, s.general.rows...), rows...) {
			all.put(row)
		}
		rows = all.rows
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
		held = append(held, person.Digits(u.Mobile), person.Digits(u.Phone))
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
	row, ok := s.users.get(c.id)
	if !ok {
		row, ok = s.general.get(c.id)
	}
	if !ok {
		missing(c.w)
		return
	}
	send(c.w, http.StatusOK, s.shownUser(row))
}

// shownUser is a user as Halo shows them. What a site's own number is comes with everybody of the site.
func (s *Server) shownUser(u user) map[string]any {
	of, _ := s.clients.get(u.ClientID)
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
	row, ok := s.users.get(given.id("id"))
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
	s.users.put(row)
	send(c.w, http.StatusCreated, s.shownUser(row))
}

// AddCompany adds a customer of the MSP.
func (s *Server) AddCompany(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := client{ID: s.clients.last + 1, Name: name, Updated: s.now()}
	if err := s.remember("client", row); err != nil {
		return "", err
	}
	s.clients.put(row)
	return strconv.Itoa(row.ID), nil
}

// AddContact adds a user.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putPerson(s.users.last+1, p)
}

// EditContact replaces a user.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	number, _ := strconv.Atoi(id)
	if _, ok := s.users.get(number); !ok {
		return ErrNobody
	}
	_, err := s.putPerson(number, p)
	return err
}

func (s *Server) putPerson(id int, p fake.Person) (string, error) {
	row, err := s.userOf(id, p)
	if err == nil {
		row.Updated = s.now()
		err = s.remember("user", row)
	}
	if err != nil {
		return "", err
	}
	s.putUser(row)
	return strconv.Itoa(id), nil
}

func (st *state) userOf(id int, p fake.Person) (user, error) {
	of, _ := strconv.Atoi(p.CompanyID)
	if _, ok := st.clients.get(of); !ok && p.CompanyID != "" {
		return user{}, ErrNobody
	}
	return user{ID: id, ClientID: of, First: p.First, Last: p.Last, Email: p.Email, Mobile: p.Mobile, Phone: p.Phone, Inactive: p.Inactive}, nil
}

// DropContact deletes a user.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	number, _ := strconv.Atoi(id)
	if _, ok := s.users.get(number); !ok {
		return ErrNobody
	}
	if err := s.remember("user_deleted", number); err != nil {
		return err
	}
	s.users.drop(number)
	return nil
}

// Change edits users as agents do. Each call takes the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.users.rows
	if count < 0 || count > len(held) {
		return nil, fmt.Errorf("only %d contacts can be changed", len(held))
	}
	order := rand.New(rand.NewPCG(uint64(len(held)), 2)).Perm(len(held))
	changed := make([]string, count)
	for i := range count {
		turn := s.changes + i
		row := held[order[turn%len(held)]]
		row.Updated = s.now()
		if turn%3 == 0 {
			row.Mobile = fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000)
		} else {
			row.Last = strings.TrimRight(row.Last, "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		if err := s.remember("user", row); err != nil {
			return nil, err
		}
		s.users.put(row)
		changed[i] = strconv.Itoa(row.ID)
	}
	s.changes += count
	return changed, s.remember("changed", count)
}

// remember stores what somebody did in Halo before anybody sees it.
func (s *Server) remember(kind string, row any) error {
	if err := s.cfg.Store.Append(kind, row); err != nil {
		return fmt.Errorf("the sandbox's store: %w", err)
	}
	s.cfg.Changed()
	return nil
}
