package autotasktest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// ErrNobody is a company or a contact that is not there.
var ErrNobody = errors.New("there is no such company or contact")

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

// AddCompany adds a client of the MSP.
func (s *Server) AddCompany(name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.tables["Companies"].last + 1
	return strconv.Itoa(id), s.remember("Companies", company(id, name, true, s.now()))
}

// AddContact adds a person.
func (s *Server) AddContact(p fake.Person) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	of, err := s.companyID(p.CompanyID)
	if err != nil {
		return "", err
	}
	id := s.tables["Contacts"].last + 1
	return strconv.Itoa(id), s.remember("Contacts", contact(id, p, of, s.now()))
}

// EditContact replaces a person.
func (s *Server) EditContact(id string, p fake.Person) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.tables["Contacts"].row(number(id))
	of, err := s.companyID(p.CompanyID)
	if !ok || err != nil {
		return errors.Join(ErrNobody, err)
	}
	after := contact(before.id(), p, of, s.now())
	after["createDate"] = before["createDate"]
	return s.remember("Contacts", after)
}

// DropContact deletes a person.
func (s *Server) DropContact(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, ok := s.tables["Contacts"].row(number(id))
	if !ok {
		return ErrNobody
	}
	if err := s.cfg.Store.Append("record", entry{Entity: "Contacts", Row: Row{"id": before["id"]}, Gone: true}); err != nil {
		return err
	}
	s.tables["Contacts"].drop(before.id())
	s.cfg.Changed()
	return nil
}

// Change edits contacts as people in Autotask do. Each call takes the next ones of an order by chance, in which all come before one comes again.
func (s *Server) Change(count int) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.tables["Contacts"].rows
	if count < 0 || count > len(held) {
		return nil, fmt.Errorf("only %d contacts can be changed", len(held))
	}
	order := rand.New(rand.NewPCG(uint64(len(held)), 2)).Perm(len(held))
	changed := make([]string, count)
	for i := range count {
		turn := s.changes + i
		after := held[order[turn%len(held)]].clone()
		after["lastModifiedDate"] = s.now() // an edit is no activity
		if turn%3 == 0 {
			after["mobilePhone"] = fmt.Sprintf("+1%03d556%04d", 201+turn/10_000%700, turn%10_000)
		} else {
			after["lastName"] = strings.TrimRight(after.words("lastName"), "0123456789- ") + "-" + strconv.Itoa(turn)
		}
		if err := s.remember("Contacts", after); err != nil {
			return nil, err
		}
		changed[i] = strconv.Itoa(after.id())
	}
	s.changes += count
	return changed, s.cfg.Store.Append("changed", entry{Turns: count})
}

// companyID finds the company that somebody is to belong to. Autotask knows nobody without one.
func (s *Server) companyID(id string) (int, error) {
	of, ok := s.tables["Companies"].row(number(id))
	if !ok {
		return 0, ErrNobody
	}
	return of.id(), nil
}

// number reads an id; -1 for what is none.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

// writeContact makes or changes a person, below their company: nowhere else can people be written.
func (s *Server) writeContact(w http.ResponseWriter, r *http.Request, of int) {
	given, _, ok := s.jsonBody(w, r)
	creating := r.Method == http.MethodPost
	if !ok || !s.checked(w, r, "Contacts", given, creating) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.tables["Companies"].row(of); !ok {
		missing(w)
		return
	}
	after := Row{"id": float64(s.tables["Contacts"].last + 1), "companyID": float64(of), "createDate": s.now()}
	if !creating {
		before, ok := s.tables["Contacts"].row(given.id())
		if !ok || before.number("companyID") != float64(of) {
			missing(w)
			return
		}
		after = before.clone()
	}
	merge(after, given)
	after["companyID"], after["lastModifiedDate"] = float64(of), s.now()
	s.keep(w, "Contacts", after)
}
