package autotasktest

import (
	"strconv"
	"time"

	"countersign/integrations/fake"
)

func company(id int, name string, isActive bool, at string) Row {
	return Row{
		"id": float64(id), "companyName": name, "isActive": isActive, "companyType": 1.0, "countryID": 237.0, "createDate": at, "lastActivityDate": at,
		"lastTrackedModifiedDateTime": at,
	}
}

// contact is a person of a company; what is empty stands nowhere. isActive is a number here, and only here.
func contact(id int, p fake.Person, of int, at string) Row {
	row := Row{"id": float64(id), "companyID": float64(of), "isActive": 1.0, "createDate": at, "lastActivityDate": at, "lastModifiedDate": at}
	if p.Inactive {
		row["isActive"] = 0.0
	}
	for name, value := range map[string]string{"firstName": p.First, "lastName": p.Last, "emailAddress": p.Email, "mobilePhone": p.Mobile, "phone": p.Phone} {
		if value != "" {
			row[name] = value
		}
	}
	return row
}

// addCompany adds a client of the MSP.
func (s *Server) addCompany(name string) (string, error) {
	id := s.tables["Companies"].Last + 1
	return strconv.Itoa(id), s.remember("Companies", company(id, name, true, s.now()))
}

// putPerson adds or replaces a person. Autotask has no contact without a company.
func (s *Server) putPerson(contactID string, p fake.Person) (string, error) {
	id, err := s.tables["Contacts"].Place(contactID)
	of, known := s.tables["Companies"].Get(number(p.CompanyID))
	if err != nil || !known {
		return "", fake.ErrNoRecord
	}
	row := contact(id, p, of.Key(), s.now())
	if before, ok := s.tables["Contacts"].Get(id); ok {
		row["createDate"] = before["createDate"]
	}
	return strconv.Itoa(id), s.remember("Contacts", row)
}

// dropContact deletes a person.
func (s *Server) dropContact(id string) error {
	before, ok := s.tables["Contacts"].Get(number(id))
	if !ok {
		return fake.ErrNoRecord
	}
	return s.Keep("record", entry{Entity: "Contacts", Row: Row{"id": before["id"]}, Gone: true})
}

// change edits contacts as people in Autotask do: an edit is no activity.
func (s *Server) change(count int) ([]string, error) {
	return fake.Change(s.PSABase, s.tables["Contacts"].Rows, count, func(held Row, edit fake.Edit) (string, error) {
		after := held.clone()
		after["lastModifiedDate"] = s.now()
		if edit.Mobile != "" {
			after["mobilePhone"] = edit.Mobile
		} else {
			after["lastName"] = edit.Rename(after.words("lastName"))
		}
		return strconv.Itoa(after.Key()), s.remember("Contacts", after)
	})
}

// number reads an id; -1 for what is none.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

// populate makes a population.
func (s *Server) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	entered := stamped(at)
	firstCompany, firstContact, firstTicket := s.tables["Companies"].Last+1, s.tables["Contacts"].Last+1, s.tables["Tickets"].Last+1
	for i := range p.Companies {
		s.take("Companies", company(firstCompany+i, generator.Company(firstCompany+i), generator.Below(20) != 0, entered))
	}
	for i := range p.Contacts {
		of := firstCompany + generator.Below(p.Companies)
		s.take("Contacts", contact(firstContact+i, generator.Person(firstContact+i, strconv.Itoa(of)), of, entered))
	}
	for i := range p.Tickets {
		id := firstTicket + i
		trouble := generator.Trouble()
		s.take("Tickets", Row{
			"id": float64(id), "ticketNumber": ticketNumber(entered, id), "title": trouble, "description": trouble + ".", "companyID": float64(firstCompany + generator.Below(p.Companies)),
			"status": float64([]int{StatusNew, StatusInProgress, StatusComplete}[generator.Below(3)]), "priority": float64(PriorityMedium), "queueID": float64(QueueLevelI),
			"createDate": entered, "dueDateTime": entered, "lastActivityDate": entered, "lastTrackedModificationDateTime": entered,
		})
	}
	return fake.Populated{Companies: fake.Run(firstCompany, p.Companies), Contacts: fake.Run(firstContact, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
