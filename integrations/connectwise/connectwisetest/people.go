package connectwisetest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
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
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.tables[companies].last + 1
	made := company(id, fmt.Sprintf("Company%d", id), name, true, stamped(s.now(), "PNair"))
	if err := s.remember("company", companies, made); err != nil {
		return "", err
	}
	s.tell("added", "company", made, "PNair")
	return strconv.Itoa(id), nil
}

// AddContact adds a person.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, err := s.companyRef(p.CompanyID)
	if err != nil {
		return "", err
	}
	id := s.tables[contacts].last + 1
	made := contact(id, p, of, stamped(s.now(), "PNair"))
	if err := s.remember("contact", contacts, made); err != nil {
		return "", err
	}
	s.tell("added", "contact", made, "PNair")
	return strconv.Itoa(id), nil
}

// EditContact replaces a person.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.row(contacts, number32(id))
	of, err := s.companyRef(p.CompanyID)
	if !ok || err != nil {
		return errors.Join(ErrNobody, err)
	}
	after := contact(before.id(), p, of, s.touched(before, "PNair"))
	if err := s.remember("contact", contacts, after); err != nil {
		return err
	}
	s.tell("updated", "contact", after, "PNair")
	return nil
}

// DropContact deletes a person.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.row(contacts, number32(id))
	if !ok {
		return ErrNobody
	}
	if err := s.cfg.Store.Append("contact_deleted", Row{"id": before.id()}); err != nil {
		return err
	}
	s.tables[contacts].drop(before.id())
	s.cfg.Changed()
	s.tell("deleted", "contact", before, "PNair")
	return nil
}

// Change edits contacts as an import in ConnectWise does, past its callbacks: whoever measures a sync wants none that starts by itself. Each call takes
// the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.rows(contacts)
	if count < 0 || count > len(held) {
		return nil, fmt.Errorf("only %d contacts can be changed", len(held))
	}
	order := rand.New(rand.NewPCG(uint64(len(held)), 2)).Perm(len(held))
	changed := make([]string, count)
	for i := range count {
		before := held[order[(s.changes+i)%len(held)]]
		after := before.clone()
		after["_info"] = s.touched(before, "PNair")
		turn := s.changes + i
		if turn%3 == 0 {
			s.putMobile(after, fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000))
		} else {
			after["lastName"] = strings.TrimRight(fmt.Sprint(before["lastName"]), "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		if err := s.remember("contact", contacts, after); err != nil {
			return nil, err
		}
		changed[i] = strconv.Itoa(after.id())
	}
	s.changes += count
	return changed, s.cfg.Store.Append("changed", Row{"count": count})
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

// remember stores a row before anybody sees it.
func (s *Server) remember(kind, table string, row Row) error {
	if err := s.cfg.Store.Append(kind, row); err != nil {
		return err
	}
	s.tables[table].put(row)
	s.cfg.Changed()
	return nil
}

// firstItem is where the ids of communications that are added one by one begin, beyond those of made-up people.
const firstItem = 50_000_000

func (st *state) nextItem() float64 {
	st.lastItem = max(st.lastItem, firstItem) + 1
	return float64(st.lastItem)
}
