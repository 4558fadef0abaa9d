package kaseyabmstest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.accounts.last + 1
	return strconv.Itoa(id), s.remember("account", account(id, name, true, s.now()))
}

// AddContact adds a person. Kaseya BMS knows nobody without an account.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, err := s.accountOf(p.CompanyID)
	if err != nil {
		return "", err
	}
	id := s.contacts.last + 1
	return strconv.Itoa(id), s.remember("contact", contact(id, p, of, s.now(), s.now()))
}

func (st *state) accountOf(id string) (Row, error) {
	n, _ := strconv.Atoi(id)
	of, ok := st.accounts.row(n)
	if !ok {
		return nil, ErrNobody
	}
	return of, nil
}

// EditContact replaces a person.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, _ := strconv.Atoi(id)
	before, ok := s.contacts.row(n)
	of, err := s.accountOf(p.CompanyID)
	if !ok || err != nil {
		return errors.Join(ErrNobody, err)
	}
	return s.remember("contact", contact(n, p, of, before.words("createdOn"), s.now()))
}

// DropContact deletes a person.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, _ := strconv.Atoi(id)
	if _, ok := s.contacts.row(n); !ok {
		return ErrNobody
	}
	return s.remember("contact_deleted", Row{"id": n})
}

// Change edits contacts as people in Kaseya BMS do. Each call takes the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.contacts.rows
	if count < 0 || count > len(held) {
		return nil, fmt.Errorf("only %d contacts can be changed", len(held))
	}
	sequence := rand.New(rand.NewPCG(uint64(len(held)), 2)).Perm(len(held))
	changed := make([]string, count)
	for i := range count {
		turn := s.changes + i
		before := held[sequence[turn%len(held)]]
		after := before.clone()
		after["modifiedOn"] = s.now()
		if turn%3 == 0 {
			after["phones"] = s.withMobile(before.rows("phones"), fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000))
		} else {
			after["lastName"] = strings.TrimRight(before.words("lastName"), "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		if err := s.remember("contact", after); err != nil {
			return nil, err
		}
		changed[i] = strconv.Itoa(after.int("id"))
	}
	return changed, s.remember("changed", Row{"count": count})
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if rows, ok := s.filtered(w, r, s.accounts.rows, accountFilters); ok {
		s.page(w, r, rows, true)
	}
}

func (s *Server) lookupAccounts(w http.ResponseWriter, r *http.Request, _ place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []Row{}
	for _, one := range s.accounts.rows {
		if one["isActive"] == true || valueOf(r.URL.Query(), "Filter.WithInactiveAccounts") == "true" {
			rows = append(rows, Row{"id": one["id"], "name": one["accountName"], "tenantName": s.cfg.Tenant, "isActive": one["isActive"]})
		}
	}
	s.page(w, r, rows, false)
}

func (s *Server) lookupLocations(w http.ResponseWriter, _ *http.Request, at place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, ok := s.accounts.row(at.id)
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if rows, ok := s.filtered(w, r, s.contacts.rows, contactFilters); ok {
		s.page(w, r, rows, true)
	}
}

// showContact answers one person, without an envelope as the published description has it.
func (s *Server) showContact(w http.ResponseWriter, _ *http.Request, at place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row, ok := s.contacts.row(at.id)
	if !ok {
		missing(w)
		return
	}
	send(w, http.StatusOK, row)
}
