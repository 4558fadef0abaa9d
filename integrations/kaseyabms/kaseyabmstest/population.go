package kaseyabmstest

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"countersign/integrations/fake"
)

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

// addCompany adds an account.
func (s *Server) addCompany(name string) (string, error) {
	id := s.accounts.Last + 1
	return strconv.Itoa(id), s.Keep("account", account(id, name, true, s.now()))
}

// putPerson adds or replaces a person. Kaseya BMS has no contact without an account.
func (s *Server) putPerson(contactID string, p fake.Person) (string, error) {
	id, err := s.contacts.Place(contactID)
	account, _ := strconv.Atoi(p.CompanyID)
	of, known := s.accounts.Get(account)
	if err != nil || !known {
		return "", fake.ErrNoRecord
	}
	created := s.now()
	if before, ok := s.contacts.Get(id); ok {
		created = before.words("createdOn")
	}
	return strconv.Itoa(id), s.Keep("contact", contact(id, p, of, created, s.now()))
}

// dropContact deletes a person.
func (s *Server) dropContact(id string) error {
	n, _ := strconv.Atoi(id)
	if _, ok := s.contacts.Get(n); !ok {
		return fake.ErrNoRecord
	}
	return s.Keep("contact_deleted", Row{"id": n})
}

// change edits contacts as people in Kaseya BMS do.
func (s *Server) change(count int) ([]string, error) {
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

// populate makes a population.
func (st *state) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	entered := at.UTC().Format(stamp)
	firstAccount, firstContact, firstTicket := st.accounts.Last+1, st.contacts.Last+1, st.tickets.Last+1
	for i := range p.Companies {
		st.accounts.Put(account(firstAccount+i, generator.Company(firstAccount+i), generator.Below(20) != 0, entered))
	}
	of := func() Row {
		found, _ := st.accounts.Get(firstAccount + generator.Below(p.Companies))
		return found
	}
	for i := range p.Contacts {
		company := of()
		person := generator.Person(firstContact+i, strconv.Itoa(company.int("id")))
		st.putContact(contact(firstContact+i, person, company, entered, entered))
	}
	for i := range p.Tickets {
		company := of()
		given := Row{
			"title": generator.Trouble(), "details": "Made up.", "accountId": company.int("id"), "locationId": MainLocation(company.int("id")), "queueId": QueueServiceDesk,
			"statusId": []int{StatusNew, StatusInProgress, StatusCompleted}[generator.Below(3)], "priorityId": PriorityMedium, "typeId": TypeIncident, "sourceId": SourcePhone, "openDate": entered,
		}
		st.putTicket(st.settle(given, Row{"id": firstTicket + i, "createdOn": entered}, entered))
	}
	return fake.Populated{Companies: fake.Run(firstAccount, p.Companies), Contacts: fake.Run(firstContact, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
