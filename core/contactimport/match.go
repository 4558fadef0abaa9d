package contactimport

import (
	"strings"

	"github.com/google/uuid"

	"countersign/core/contactsearch"
)

// Contact is a person on file. Values are as stored: E.164, normalised e-mail.
type Contact struct {
	ID        uuid.UUID
	CompanyID uuid.UUID
	Name      string
	Email     string
	Mobile    string
	Phone     string
}

// nameKey is how a person is recognised without an e-mail address.
type nameKey struct {
	company string
	name    string
}

func (e Entry) nameKey() nameKey {
	return nameKey{contactsearch.SortName(e.Company), contactsearch.SortName(e.Name)}
}

// Match decides what becomes of the entries without problems; it changes them in place. contacts are all people on file who share an e-mail address or
// name and company with an entry. A contact point identifies a person; name and company identify only people that no row matches by contact point.
// Blank cells of an update leave what is on file.
func Match(entries []Entry, contacts []Contact) {
	refuseTwins(entries)
	byEmail := map[string][]Contact{}
	byName := map[uuid.UUID]map[string][]Contact{}
	for _, c := range contacts {
		if c.Email != "" {
			byEmail[strings.ToLower(c.Email)] = append(byEmail[strings.ToLower(c.Email)], c)
		}
		if byName[c.CompanyID] == nil {
			byName[c.CompanyID] = map[string][]Contact{}
		}
		byName[c.CompanyID][contactsearch.SortName(c.Name)] = append(byName[c.CompanyID][contactsearch.SortName(c.Name)], c)
	}
	claimed := map[uuid.UUID]bool{}
	for i := range entries {
		if e := &entries[i]; e.Good() && e.Email != "" {
			e.matchEmail(byEmail[strings.ToLower(e.Email)], claimed)
		}
	}
	for i := range entries {
		if e := &entries[i]; e.Good() && e.Action == "" {
			e.matchName(byName[e.CompanyID][contactsearch.SortName(e.Name)], claimed)
		}
	}
}

func (e *Entry) matchEmail(same []Contact, claimed map[uuid.UUID]bool) {
	var here []Contact
	for _, c := range same {
		if c.CompanyID == e.CompanyID {
			here = append(here, c)
		}
	}
	switch {
	case len(same) == 0:
	case len(here) == 0:
		e.refuse("This e-mail address belongs to a person of another company")
	case len(here) == 1:
		e.update(here[0], claimed)
	default:
		// Colleagues may share a mailbox: then the name decides among them.
		e.matchName(named(here, e.Name), claimed)
	}
}

func (e *Entry) matchName(same []Contact, claimed map[uuid.UUID]bool) {
	var free []Contact
	for _, c := range same {
		if !claimed[c.ID] {
			free = append(free, c)
		}
	}
	switch len(free) {
	case 0:
		e.Action = Create
	case 1:
		e.update(free[0], claimed)
	default:
		e.refuse("Several people of this name are on file for this company: change them one by one")
	}
}

func named(contacts []Contact, name string) []Contact {
	var same []Contact
	for _, c := range contacts {
		if contactsearch.SortName(c.Name) == contactsearch.SortName(name) {
			same = append(same, c)
		}
	}
	return same
}

func (e *Entry) update(c Contact, claimed map[uuid.UUID]bool) {
	claimed[c.ID] = true
	e.ContactID, e.Action = c.ID, Update
	kept := func(cell, onFile string) bool { return cell == "" || cell == onFile }
	if e.Name == c.Name && kept(e.Email, c.Email) && kept(e.Mobile, c.Mobile) && kept(e.Phone, c.Phone) {
		e.Action = Skip
	}
}

func (e *Entry) refuse(problem string) {
	e.Action, e.Problems = Skip, append(e.Problems, problem)
}

// refuseTwins lets the first of several rows about one person stand: which of them is right, only the owner of the file knows.
func refuseTwins(entries []Entry) {
	emails := map[string]bool{}
	names := map[nameKey][]string{} // the addresses of the rows so far
	for i := range entries {
		e := &entries[i]
		if !e.Good() {
			continue
		}
		mail, key := strings.ToLower(e.Email), e.nameKey()
		switch {
		case mail != "" && emails[mail]:
			e.refuse("An earlier row has this e-mail address")
			continue
		case twin(names[key], mail):
			e.refuse("An earlier row is about this person")
			continue
		}
		if mail != "" {
			emails[mail] = true
		}
		names[key] = append(names[key], mail)
	}
}

// twin reports whether a row of the same name and company may be the same person: two different addresses tell two people apart.
func twin(earlier []string, mail string) bool {
	for _, other := range earlier {
		if other == "" || mail == "" {
			return true
		}
	}
	return false
}
