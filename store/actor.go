package store

import (
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// Ref is the id and name of a row.
type Ref struct {
	ID   uuid.UUID
	Name string
}

// Actor is who did something.
type Actor struct {
	Kind string // user | api_key | system | contact | operator
	ID   uuid.UUID
	Name string
	Key  uuid.UUID // the API key by which a user did it; uuid.Nil for none
}

// Author names the actor by kind and id.
func (a Actor) Author() string { return a.Kind + "/" + a.ID.String() }

// Authors name who did something: first who acted, then the API key by which they did.
func (a Actor) Authors() []string {
	if a.Key == uuid.Nil || a.Key == a.ID {
		return []string{a.Author()}
	}
	return []string{a.Author(), "api_key/" + a.Key.String()}
}

// Scope is what an actor may see. The zero value sees every company.
type Scope struct {
	Limited   bool
	Companies []uuid.UUID // with Limited
}

// Where is a condition on the companies that may be seen, for NewestFirst: %s in sql stands for their ids. nil where all may be.
func (sc Scope) Where(sql string) func(*Arguments) string {
	if !sc.Limited {
		return nil
	}
	return func(args *Arguments) string { return fmt.Sprintf(sql, args.Add(sc.CompanyIDs())+"::uuid[]") }
}

// Allows reports whether a company may be seen.
func (sc Scope) Allows(company uuid.UUID) bool {
	return !sc.Limited || slices.Contains(sc.Companies, company)
}

// CompanyIDs is the list for a query; never nil, which Postgres would take for "unknown".
func (sc Scope) CompanyIDs() []uuid.UUID {
	return append([]uuid.UUID{}, sc.Companies...)
}

// BuiltIn names the product as the author of a change that no person made.
const BuiltIn = "Countersign"

// ThePerson stands for a contact in the audit log, which stays when the contact is erased.
var ThePerson = Actor{Kind: "contact", Name: "The person"}

// System is the actor of what time or the product did.
var System = Actor{Kind: "system", Name: BuiltIn}
