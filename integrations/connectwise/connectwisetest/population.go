package connectwisetest

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// stamped is the _info of a row that was entered and last updated at a time.
func stamped(at, by string) map[string]any {
	return map[string]any{"lastUpdated": at, "updatedBy": by, "dateEntered": at, "enteredBy": by}
}

var (
	clientType = []any{map[string]any{"id": 1.0, "name": "Client"}}
	active     = map[string]any{"id": 1.0, "name": "Active"}
	inactive   = map[string]any{"id": 2.0, "name": "Inactive"}
	america    = map[string]any{"id": 1.0, "identifier": "US", "name": "United States"}
	emailType  = map[string]any{"id": 1.0, "name": "Email"}
	directType = map[string]any{"id": 2.0, "name": "Direct"}
	cellType   = map[string]any{"id": 4.0, "name": "Cell"}
)

func company(id int, identifier, name string, isActive bool, info map[string]any) Row {
	status := active
	if !isActive {
		status = inactive
	}
	return Row{
		"id": float64(id), "identifier": identifier, "name": name, "status": status, "country": america, "phoneNumber": "", "deletedFlag": false,
		"types": clientType, "_info": info,
	}
}

// contact is a person of a company; what is empty stands nowhere.
func contact(id int, p fake.Person, of map[string]any, info map[string]any) Row {
	row := Row{"id": float64(id), "firstName": p.First, "lastName": p.Last, "company": of, "inactiveFlag": p.Inactive, "_info": info}
	if of == nil {
		delete(row, "company")
	}
	var reached []any
	add := func(kind map[string]any, value, way string, first bool) {
		if value != "" {
			item := map[string]any{"id": float64(id*10 + len(reached)), "type": kind, "value": value, "defaultFlag": first, "communicationType": way}
			if _, domain, ok := strings.Cut(value, "@"); ok {
				item["domain"] = "@" + domain
			}
			reached = append(reached, item)
		}
	}
	add(emailType, p.Email, "Email", true)
	add(directType, p.Phone, "Phone", true)
	add(cellType, p.Mobile, "Phone", p.Phone == "")
	row["communicationItems"] = reached
	settleDefault(row)
	return row
}

// addCompany adds a client of the MSP.
func (s *Server) addCompany(name string) (string, error) {
	id := s.tables[companies].Last + 1
	made := company(id, fmt.Sprintf("Company%d", id), name, true, stamped(s.now(), "PNair"))
	if err := s.Keep("company", made); err != nil {
		return "", err
	}
	s.tell("added", "company", made, "PNair")
	return strconv.Itoa(id), nil
}

// putPerson adds or replaces a person.
func (s *Server) putPerson(contactID string, p fake.Person) (string, error) {
	id, err := s.tables[contacts].Place(contactID)
	if err != nil {
		return "", err
	}
	of, err := s.companyRef(p.CompanyID)
	if err != nil {
		return "", err
	}
	event, info := "added", stamped(s.now(), "PNair")
	if before, ok := s.row(contacts, id); ok {
		event, info = "updated", s.touched(before, "PNair")
	}
	row := contact(id, p, of, info)
	if err := s.Keep("contact", row); err != nil {
		return "", err
	}
	s.tell(event, "contact", row, "PNair")
	return strconv.Itoa(id), nil
}

// dropContact deletes a person.
func (s *Server) dropContact(id string) error {
	before, ok := s.row(contacts, number32(id))
	if !ok {
		return fake.ErrNoRecord
	}
	if err := s.Keep("contact_deleted", Row{"id": before.Key()}); err != nil {
		return err
	}
	s.tell("deleted", "contact", before, "PNair")
	return nil
}

// change edits contacts as an import in ConnectWise does: past its callbacks, so that a measured sync starts none of its own.
func (s *Server) change(count int) ([]string, error) {
	return fake.Change(s.PSABase, s.rows(contacts), count, func(before Row, edit fake.Edit) (string, error) {
		after := before.clone()
		after["_info"] = s.touched(before, "PNair")
		if edit.Mobile != "" {
			s.putMobile(after, edit.Mobile)
		} else {
			after["lastName"] = edit.Rename(before.words("lastName"))
		}
		return strconv.Itoa(after.Key()), s.Keep("contact", after)
	})
}

// putMobile sets or adds a person's mobile.
func (s *Server) putMobile(row Row, number string) {
	var after []any
	found := false
	for _, one := range row.items() {
		if Row(one).at("type/name") == "Cell" {
			one = maps.Clone(one)
			one["value"], found = number, true
		}
		after = append(after, one)
	}
	if !found {
		after = append(after, map[string]any{"id": s.nextItem(), "type": cellType, "value": number, "defaultFlag": false, "communicationType": "Phone"})
	}
	row["communicationItems"] = after
	settleDefault(row)
}

// touched is the _info of a row that is being changed.
func (s *Server) touched(before Row, by string) map[string]any {
	info, _ := before["_info"].(map[string]any)
	info = maps.Clone(info)
	info["lastUpdated"], info["updatedBy"] = s.now(), by
	return info
}

func (s *Server) companyRef(id string) (map[string]any, error) {
	if id == "" {
		return nil, nil
	}
	of, ok := s.row(companies, number32(id))
	if !ok {
		return nil, fake.ErrNoRecord
	}
	return of.ref(), nil
}

// firstItem is where the ids of communications that are added one by one begin, beyond those of made-up people.
const firstItem = 50_000_000

func (st *state) nextItem() float64 {
	st.lastItem = max(st.lastItem, firstItem) + 1
	return float64(st.lastItem)
}

// populate makes a population.
func (s *Server) populate(p fake.Population, at time.Time) fake.Populated {
	generator := fake.NewGenerator(Name, p.Seed)
	// An import enters all records at once: a question for what changed since then finds all of them.
	info := func() map[string]any { return stamped(at.Format(stamp), "setup") }
	firstCompany, firstContact, firstTicket := s.tables[companies].Last+1, s.tables[contacts].Last+1, s.tables[tickets].Last+1
	for i := range p.Companies {
		id := firstCompany + i
		name := generator.Company(id)
		s.tables[companies].Put(company(id, fmt.Sprintf("%s%d", name[:3], id), name, generator.Below(20) != 0, info()))
	}
	ofCompany := func() Row {
		of, _ := s.row(companies, firstCompany+generator.Below(p.Companies))
		return of
	}
	for i := range p.Contacts {
		of := ofCompany()
		person := generator.Person(firstContact+i, strconv.Itoa(of.Key()))
		s.tables[contacts].Put(contact(firstContact+i, person, of.ref(), info()))
	}
	for i := range p.Tickets {
		row := Row{
			"id": float64(firstTicket + i), "summary": generator.Trouble(), "recordType": "ServiceTicket", "company": ofCompany().ref(), "_info": info(),
			"status": map[string]any{"id": float64([]int{StatusNew, StatusInProgress, StatusClosed}[generator.Below(3)])},
		}
		if wrong := s.settle(row); wrong != nil {
			panic(wrong.Message) // the founding state holds all that was named
		}
		s.putTicket(row)
	}
	return fake.Populated{Companies: fake.Run(firstCompany, p.Companies), Contacts: fake.Run(firstContact, p.Contacts), Tickets: fake.Run(firstTicket, p.Tickets)}
}
