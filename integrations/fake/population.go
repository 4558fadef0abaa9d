package fake

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

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

// Run is the range of count ids from the first on.
func Run[Key ID](first Key, count int) Range {
	if count == 0 {
		return Range{}
	}
	return Range{First: fmt.Sprint(first), Last: fmt.Sprint(first + Key(count) - 1)}
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

// exchanges are the digits in the middle of the numbers of each vendor's people: an MSP with two PSAs has two people with one number only where it says so.
var exchanges = map[string]int{"connectwise": 555, "autotask": 551, "halopsa": 552, "kaseyabms": 553, "superops": 554, "syncro": 557, "zendesk": 558}

// Generator makes the rows of populations. The same seed makes the same rows.
type Generator struct {
	chance   *rand.Rand
	exchange int
}

// NewGenerator returns the maker of one population of the vendor.
func NewGenerator(vendor string, seed uint64) *Generator {
	return &Generator{chance: rand.New(rand.NewPCG(seed, 1)), exchange: exchanges[vendor]}
}

// Company is a company's name; n, its number at the PSA, makes it one of its own.
func (m *Generator) Company(n int) string {
	return fmt.Sprintf("%s %s %d", places[m.chance.IntN(len(places))], trades[m.chance.IntN(len(trades))], n)
}

// Person is one contact; n, below 8,000,000, makes mobile and e-mail address theirs alone. One in ten has no mobile, one in 25 is inactive.
func (m *Generator) Person(n int, companyID string) Person {
	p := Person{CompanyID: companyID, First: firstNames[m.chance.IntN(len(firstNames))], Last: lastNames[m.chance.IntN(len(lastNames))]}
	if m.chance.IntN(10) != 0 {
		p.Mobile = fmt.Sprintf("+1%03d%d%04d", 201+n/10_000, m.exchange, n%10_000)
	}
	p.Inactive = m.chance.IntN(25) == 0
	p.Email = strings.ToLower(strings.ReplaceAll(fmt.Sprintf("%s.%s.%d@company-%s.example", p.First, p.Last, n, companyID), "'", ""))
	return p
}

// Trouble is the summary of a ticket.
func (m *Generator) Trouble() string { return troubles[m.chance.IntN(len(troubles))] }

// Below is a number from 0 to n-1.
func (m *Generator) Below(n int) int { return m.chance.IntN(n) }

// Edit is what a person at the PSA does to a contact: they enter another mobile number, or another last name.
type Edit struct {
	Mobile string // "" where the name is edited
	turn   int
}

// Rename is a last name, or a whole name, after the edit.
func (e Edit) Rename(name string) string {
	return strings.TrimRight(name, "0123456789- ") + "-" + strconv.Itoa(e.turn)
}

// Change edits contacts as people at the PSA do; edit keeps one contact's next form and returns its id. Each call takes the next contacts of a shuffled
// order, in which all come before one comes again. The caller holds the lock.
func Change[Contact any](b *PSABase, held []Contact, count int, edit func(Contact, Edit) (id string, err error)) ([]string, error) {
	if count < 0 || count > len(held) {
		return nil, fmt.Errorf("only %d contacts can be changed", len(held))
	}
	order := rand.New(rand.NewPCG(uint64(len(held)), 2)).Perm(len(held))
	changed := make([]string, count)
	for i := range count {
		next := Edit{turn: b.changes + i}
		if next.turn%3 == 0 {
			next.Mobile = fmt.Sprintf("+1%03d%d%04d", 201+next.turn/10_000%700, exchanges[b.name]+10, next.turn%10_000)
		}
		id, err := edit(held[order[next.turn%len(held)]], next)
		if err != nil {
			return nil, err
		}
		changed[i] = id
	}
	b.changes += count
	return changed, b.Append(changedKind, count)
}
