package store

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"countersign/core/actor"
)

// Ref is the id and name of a row.
type Ref struct {
	ID   uuid.UUID
	Name string
}

// Actor is who did something.
type Actor = actor.Actor

// KeyOf is the API key of two columns; zero where they are null.
func KeyOf(id *uuid.UUID, name *string) actor.Key {
	return actor.Key{ID: Value(id), Name: Text(name)}
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
var ThePerson = Actor{Kind: actor.Contact, Name: "The person"}

// System is the actor of what time or the product did.
var System = Actor{Kind: actor.System, Name: BuiltIn}
