package kaseyabmstest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"countersign/integrations/fake"
)

// ErrNobody is an account or a contact that is not there.
var ErrNobody = errors.New("there is no such account or contact")

// account is an account with two locations, of which the second is the main one.
func account(id int, name string, isActive bool, at string) Row {
	return Row{
		"id": id, "accountCode": fmt.Sprintf("ACC%d", id), "accountName": name, "accountTypeId": 1, "accountType": "Client", "isActive": isActive, "isBilling": true,
		"createdOn": at, "modifiedOn": at, "parentId": nil, "website": nil, "description": nil,
		"locations": []Row{
			{"id": warehouse(id), "locationName": "Warehouse", "isMain": false, "isActive": true, "addresses": []Row{}},
			{"id": MainLocation(id), "locationName": "Main", "isMain": true, "isActive": true, "addresses": []Row{{"id": id*10 + 5, "country": "United States", "isMain": true}}},
		},
	}
}

// MainLocation is the id of an account's main location.
func MainLocation(account int) int { return account*10 + 2 }

func warehouse(account int) int { return account*10 + 1 }

// contact is a person of an account; what is empty stands nowhere. The first of its numbers is the default one.
func contact(id int, p fake.Person, of Row, created, modified string) Row {
	row := Row{
		"id": id, "createdOn": created, "modifiedOn": modified, "accountId": 0, "accountName": nil, "locationId": nil, "locationName": nil, "firstName": p.First,
		"lastName": p.Last, "jobTitle": nil, "isPoc": false, "isActive": !p.Inactive, "emails": []Row{}, "phones": []Row{},
	}
	if of != nil {
		row["accountId"], row["accountName"], row["locationId"], row["locationName"] = of.int("id"), of["accountName"], MainLocation(of.int("id")), "Main"
	}
	if p.Email != "" {
		row["emails"] = []Row{{"id": id * 10, "emailAddress": p.Email, "emailTypeId": 1, "emailType": "Work", "isDefault": true}}
	}
	var phones []Row
	if p.Phone != "" {
		phones = append(phones, phone(id*10+1, p.Phone, PhoneOffice, true))
	}
	if p.Mobile != "" {
		phones = append(phones, phone(id*10+2, p.Mobile, PhoneMobile, p.Phone == ""))
	}
	if phones != nil {
		row["phones"] = phones
	}
	return row
}

func phone(id int, number string, kind int, isDefault bool) Row {
	return Row{"id": id, "phone": number, "phoneTypeId": kind, "phoneType": nameOf(phoneKinds, kind), "isDefault": isDefault}
}

// AddCompany adds an account.
func (s *Server) AddCompany(name string) (string, error) {
	s.Lock()
	defer s.Unlock()
	id := s.accounts.Last + 1
	return strconv.Itoa(id), s.Keep("account", account(id, name, true, s.now()))
}

// AddContact adds a person. Kaseya BMS knows nobody without an account.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.Lock()
	defer s.Unlock()
	of, err := s.accountOf(p.CompanyID)
	if err != nil {
		return "", err
	}
	id := s.contacts.Last + 1
	return strconv.Itoa(id), s.Keep("contact", contact(id, p, of, s.now(), s.now()))
}

func (st *state) accountOf(id string) (Row, error) {
	n, _ := strconv.Atoi(id)
	of, ok := st.accounts.Get(n)
	if !ok {
		return nil, ErrNobody
	}
	return of, nil
}

// EditContact replaces a person.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.Lock()
	defer s.Unlock()
	n, _ := strconv.Atoi(id)
	before, ok := s.contacts.Get(n)
	of, err := s.accountOf(p.CompanyID)
	if !ok || err != nil {
		return errors.Join(ErrNobody, err)
	}
	return s.Keep("contact", contact(n, p, of, before.words("createdOn"), s.now()))
}

// DropContact deletes a person.
func (s *Server) DropContact(id string) error {
	s.Lock()
	defer s.Unlock()
	n, _ := strconv.Atoi(id)
	if _, ok := s.contacts.Get(n); !ok {
		return ErrNobody
	}
	return s.Keep("contact_deleted", Row{"id": n})
}

// Change edits contacts as people in Kaseya BMS do.
func (s *Server) Change(count int) ([]string, error) {
	s.Lock()
	defer s.Unlock()
	return fake.Change(s.PSABase, s.contacts.Rows, count, func(before Row, edit fake.Edit) (string, error) {
		after := before.clone()
		after["modifiedOn"] = s.now()
		if edit.Mobile != "" {
			after["phones"] = s.withMobile(before.rows("phones"), edit.Mobile)
		} else {
			after["lastName"] = edit.Rename(before.words("lastName"))
		}
		return strconv.Itoa(after.Key()), s.Keep("contact", after)
	})
}

// withMobile are a person's numbers with another mobile one.
func (st *state) withMobile(phones []Row, number string) []Row {
	out := slices.Clone(phones)
	for i, one := range out {
		if one.int("phoneTypeId") == PhoneMobile {
			out[i] = phone(one.int("id"), number, PhoneMobile, one["isDefault"] == true)
			return out
		}
	}
	return append(out, phone(st.lastPhone+1, number, PhoneMobile, len(out) == 0))
}

var accountFilters = map[string]filter{
	"filter.accountname": contains("accountName"), "filter.accountcode": contains("accountCode"), "filter.isactive": isFlag("isActive"),
	"filter.modifiedonfrom": since("modifiedOn"), "filter.modifiedonto": until("modifiedOn"), "filter.createdonfrom": since("createdOn"), "filter.createdonto": until("createdOn"),
}

func (s *Server) listAccounts(w http.ResponseWriter, r *http.Request, _ place) {
	if rows, ok := s.filtered(w, r, s.accounts.Rows, accountFilters); ok {
		s.page(w, r, rows, true)
	}
}

func (s *Server) lookupAccounts(w http.ResponseWriter, r *http.Request, _ place) {
	rows := []Row{}
	for _, one := range s.accounts.Rows {
		if one["isActive"] == true || valueOf(r.URL.Query(), "Filter.WithInactiveAccounts") == "true" {
			rows = append(rows, Row{"id": one["id"], "name": one["accountName"], "tenantName": s.cfg.Tenant, "isActive": one["isActive"]})
		}
	}
	s.page(w, r, rows, false)
}

func (s *Server) lookupLocations(w http.ResponseWriter, _ *http.Request, at place) {
	of, ok := s.accounts.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	rows := []Row{}
	for _, one := range of.rows("locations") {
		rows = append(rows, Row{"id": one["id"], "name": one["locationName"], "accountId": at.id, "isMain": one["isMain"]})
	}
	succeed(w, rows)
}

var contactFilters = map[string]filter{
	"filter.accountid": equals("accountId"), "filter.accountname": contains("accountName"), "filter.firstname": contains("firstName"), "filter.lastname": contains("lastName"),
	"filter.isactive": isFlag("isActive"), "filter.modifiedonfrom": since("modifiedOn"), "filter.modifiedonto": until("modifiedOn"),
	"filter.createdonfrom": since("createdOn"), "filter.createdonto": until("createdOn"),
	"filter.email": func(row Row, value string) bool {
		return slices.ContainsFunc(row.rows("emails"), func(one Row) bool { return contains("emailAddress")(one, value) })
	},
	"filter.phone": func(row Row, value string) bool {
		return slices.ContainsFunc(row.rows("phones"), func(one Row) bool { return contains("phone")(one, value) })
	},
}

func (s *Server) listContacts(w http.ResponseWriter, r *http.Request, _ place) {
	if rows, ok := s.filtered(w, r, s.contacts.Rows, contactFilters); ok {
		s.page(w, r, rows, true)
	}
}

// showContact answers one person, without an envelope as the published description has it.
func (s *Server) showContact(w http.ResponseWriter, _ *http.Request, at place) {
	row, ok := s.contacts.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	fake.SendJSON(w, http.StatusOK, row)
}
