package connectwisetest

import (
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// ErrNobody is a company or a contact that is not there.
var ErrNobody = errors.New("there is no such company or contact")

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

// settleDefault shows the default phone of a person as ConnectWise does beside the list.
func settleDefault(row Row) {
	delete(row, "defaultPhoneType")
	delete(row, "defaultPhoneNbr")
	for _, one := range row.items() {
		if one["communicationType"] == "Phone" && one["defaultFlag"] == true {
			row["defaultPhoneType"], row["defaultPhoneNbr"] = Row(one).at("type/name"), one["value"]
		}
	}
}

// items are the ways to reach a person.
func (r Row) items() []map[string]any {
	held, _ := r["communicationItems"].([]any)
	out := make([]map[string]any, len(held))
	for i, one := range held {
		out[i], _ = one.(map[string]any)
	}
	return out
}

// AddCompany adds a client of the MSP.
func (s *Server) AddCompany(name string) (string, error) {
	s.Lock()
	defer s.Unlock()
	id := s.tables[companies].Last + 1
	made := company(id, fmt.Sprintf("Company%d", id), name, true, stamped(s.now(), "PNair"))
	if err := s.Keep("company", made); err != nil {
		return "", err
	}
	s.tell("added", "company", made, "PNair")
	return strconv.Itoa(id), nil
}

// AddContact adds a person.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.Lock()
	defer s.Unlock()
	of, err := s.companyRef(p.CompanyID)
	if err != nil {
		return "", err
	}
	id := s.tables[contacts].Last + 1
	made := contact(id, p, of, stamped(s.now(), "PNair"))
	if err := s.Keep("contact", made); err != nil {
		return "", err
	}
	s.tell("added", "contact", made, "PNair")
	return strconv.Itoa(id), nil
}

// EditContact replaces a person.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.Lock()
	defer s.Unlock()
	before, ok := s.row(contacts, number32(id))
	of, err := s.companyRef(p.CompanyID)
	if !ok || err != nil {
		return errors.Join(ErrNobody, err)
	}
	after := contact(before.Key(), p, of, s.touched(before, "PNair"))
	if err := s.Keep("contact", after); err != nil {
		return err
	}
	s.tell("updated", "contact", after, "PNair")
	return nil
}

// DropContact deletes a person.
func (s *Server) DropContact(id string) error {
	s.Lock()
	defer s.Unlock()
	before, ok := s.row(contacts, number32(id))
	if !ok {
		return ErrNobody
	}
	if err := s.Keep("contact_deleted", Row{"id": before.Key()}); err != nil {
		return err
	}
	s.tell("deleted", "contact", before, "PNair")
	return nil
}

// Change edits contacts as an import in ConnectWise does: past its callbacks, so that a measured sync starts none of its own.
func (s *Server) Change(count int) ([]string, error) {
	s.Lock()
	defer s.Unlock()
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
		return nil, ErrNobody
	}
	return of.ref(), nil
}

// firstItem is where the ids of communications that are added one by one begin, beyond those of made-up people.
const firstItem = 50_000_000

func (st *state) nextItem() float64 {
	st.lastItem = max(st.lastItem, firstItem) + 1
	return float64(st.lastItem)
}
