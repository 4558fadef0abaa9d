package halopsatest

import (
	"net/http"
	"strings"

	"countersign/core/contactsearch"
	"countersign/integrations/fake"
)

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

// shownUser is a user as Halo shows them. Every user of a site is shown with the site's own number.
func (s *Server) shownUser(u user) map[string]any {
	of, _ := s.clients.Get(u.ClientID)
	return map[string]any{
		"id": u.ID, "name": u.name(), "firstname": u.First, "surname": u.Last, "emailaddress": u.Email, "email2": "", "email3": "", "mobilenumber": u.Mobile,
		"phonenumber": u.Phone, "homenumber": "", "mobilenumber2": "", "sitephonenumber": "+14155550100", "site_id": oneDecimal(u.ClientID), "site_name": "Main", "client_id": u.ClientID,
		"client_name": of.Name, "inactive": u.Inactive, "isserviceaccount": false, "telpref": 0, "ulastupdate": shownAt(u.Updated),
	}
}
