package fake

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
)

// PSA is a fake of a PSA: a Vendor that the sandbox's control API and the conformance suite can also fill, change and look into.
// Its own ids are decimal numbers or UUIDs, as the vendor's are.
type PSA interface {
	Vendor
	// Populate adds made-up companies, contacts and tickets. The same population twice adds nothing the second time.
	Populate(Population) (Populated, error)
	// Change edits that many contacts, another choice each time: every third gets another mobile number, the others another name.
	// The PSA's own stamp of change moves with them. It returns their ids.
	Change(contacts int) ([]string, error)

	AddCompany(name string) (id string, err error)
	AddContact(p Person) (id string, err error)
	EditContact(id string, p Person) error
	DropContact(id string) error // as if deleted there
	// Written returns a ticket with all that was written into it; ok is false for one that never was or was removed for good.
	Written(ticketID string) (written Written, ok bool)
	// Deny takes a right from our member, or gives it back. Rights are core/psa's; one the vendor cannot take by itself is an error.
	Deny(right string, denied bool) error
	// Revoke makes the credentials that everybody knows wrong, or good again.
	Revoke(revoked bool)
}

// Person is a contact as a test or a population makes it. Empty fields are left empty at the PSA.
type Person struct {
	CompanyID string `json:"company_id"`
	First     string `json:"first"`
	Last      string `json:"last"`
	Email     string `json:"email"`
	Mobile    string `json:"mobile"`
	Phone     string `json:"phone"`
	Inactive  bool   `json:"inactive"`
}

// Name is first and last name.
func (p Person) Name() string { return strings.TrimSpace(p.First + " " + p.Last) }

// Written is a ticket as a fake holds it, in words that all PSAs share.
type Written struct {
	ID          string        `json:"id"`
	Number      string        `json:"number"`
	Summary     string        `json:"summary"`
	Description string        `json:"description"`
	StatusID    string        `json:"status_id"`
	Status      string        `json:"status"`
	Closed      bool          `json:"closed"`
	Deleted     bool          `json:"deleted"` // in the vendor's trash; one that is gone for good is not found at all
	CompanyID   string        `json:"company_id"`
	ContactID   string        `json:"contact_id"`
	Notes       []WrittenNote `json:"notes"` // the oldest first
	Files       []WrittenFile `json:"files"` // the oldest first
	Time        []WrittenTime `json:"time"`  // the oldest first
}

// WrittenNote is a note of a ticket.
type WrittenNote struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Internal bool   `json:"internal"`
}

// WrittenFile is a file of a ticket.
type WrittenFile struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Name  string `json:"name"`
	Size  int    `json:"size"`
}

// WrittenTime is a time entry.
type WrittenTime struct {
	ID       string `json:"id"`
	Minutes  int    `json:"minutes"`
	Note     string `json:"note"`
	Internal bool   `json:"internal"`
}

// Population asks for made-up companies, contacts and tickets.
type Population struct {
	Companies int    `json:"companies"`
	Contacts  int    `json:"contacts"`
	Tickets   int    `json:"tickets"`
	Seed      uint64 `json:"seed"`
}

// Populated tells which ids a population got: the first and the last of each, "" for none.
type Populated struct {
	Companies Range `json:"companies"`
	Contacts  Range `json:"contacts"`
	Tickets   Range `json:"tickets"`
}

// Range is the first and the last id of a run.
type Range struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

// What all populations of one fake may come to.
const (
	CompaniesKept = 2_000
	ContactsKept  = 120_000
	TicketsKept   = 30_000
)

// ErrPopulation is a population that asks for too much, or for people without a company.
var ErrPopulation = errors.New("companies, contacts and tickets must not be negative, at most 2000, 120000 and 30000 in all, and contacts and tickets need a company")

// Check refuses a population that does not fit beside what is held already.
func (p Population) Check(held Population) error {
	if p.Companies < 0 || p.Contacts < 0 || p.Tickets < 0 || p.Companies == 0 && p.Contacts+p.Tickets > 0 ||
		held.Companies+p.Companies > CompaniesKept || held.Contacts+p.Contacts > ContactsKept || held.Tickets+p.Tickets > TicketsKept {
		return ErrPopulation
	}
	return nil
}

var (
	firstNames = []string{"Ada", "Bilal", "Carmen", "Dmitri", "Elif", "Femi", "Greta", "Hiro", "Imani", "Jules", "Katya", "Lars", "Mina", "Noor", "Oskar", "Pilar", "Quinn", "Rosa", "Sanjay", "Tove"}
	lastNames  = []string{"Adeyemi", "Bauer", "Castillo", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jensen", "Kowalski", "Lindgren", "Moreau", "Nakamura", "O'Brien", "Petrov", "Quintero", "Rossi", "Silva", "Tanaka"}
	trades     = []string{"Dental", "Logistics", "Legal", "Architects", "Foods", "Clinic", "Realty", "Bakery", "Motors", "Studio"}
	places     = []string{"Harbor", "Cedar", "Summit", "Prairie", "Granite", "Willow", "Juniper", "Falcon", "Ember", "Lakeside"}
	troubles   = []string{"Printer does not print", "Cannot log in", "VPN drops every hour", "New user starts on Monday", "Screen stays black", "Mail does not arrive", "Phone has no dial tone", "Disk is full"}
)

// Generator makes the rows of populations. The same seed makes the same rows.
type Generator struct{ chance *rand.Rand }

// NewGenerator returns the maker of one population.
func NewGenerator(seed uint64) *Generator { return &Generator{rand.New(rand.NewPCG(seed, 1))} }

// Company is a company's name; n, its number at the PSA, makes it one of its own.
func (m *Generator) Company(n int) string {
	return fmt.Sprintf("%s %s %d", places[m.chance.IntN(len(places))], trades[m.chance.IntN(len(trades))], n)
}

// Person is somebody; n, below 8,000,000, makes mobile and e-mail address theirs alone. One in ten has no mobile, one in 25 is inactive.
func (m *Generator) Person(n int, companyID string) Person {
	p := Person{CompanyID: companyID, First: firstNames[m.chance.IntN(len(firstNames))], Last: lastNames[m.chance.IntN(len(lastNames))]}
	if m.chance.IntN(10) != 0 {
		p.Mobile = fmt.Sprintf("+1%03d555%04d", 201+n/10_000, n%10_000) // of those that nobody has
	}
	p.Inactive = m.chance.IntN(25) == 0
	p.Email = strings.ToLower(strings.ReplaceAll(fmt.Sprintf("%s.%s.%d@company-%s.example", p.First, p.Last, n, companyID), "'", ""))
	return p
}

// Trouble is the summary of a ticket.
func (m *Generator) Trouble() string { return troubles[m.chance.IntN(len(troubles))] }

// Below is a number from 0 to n-1.
func (m *Generator) Below(n int) int { return m.chance.IntN(n) }
