package people

import (
	"context"
	"errors"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/contactimport"
	"countersign/core/problem"
	"countersign/store"
	peoplestore "countersign/store/people"
)

// Imports answers for spreadsheets of people.
type Imports struct{ Store *store.Store }

// ImportContacts reviews a file, and with commit does what the review says, all of it or nothing.
func (h Imports) ImportContacts(ctx context.Context, request gen.ImportContactsRequestObject) (gen.ImportContactsResponseObject, error) {
	rows, ignored, err := contactimport.Read(request.Body.Csv)
	if err != nil {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "csv", Message: err.Error()})
	}
	actor := gate.ActorOf(ctx)
	answer, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.ImportContacts200JSONResponse, err error) {
		entries, people, err := review(ctx, tx, rows, actor.Scope(), request.Body.Commit)
		if err != nil {
			return answer, err
		}
		answer = gen.ImportContacts200JSONResponse(importAnswer(entries, ignored))
		if !request.Body.Commit {
			return answer, nil
		}
		done, err := peoplestore.Import(ctx, tx, entries, people, actor.Stored())
		if err != nil {
			return answer, err
		}
		answer.Committed, answer.Created, answer.Updated, answer.CompaniesCreated = true, &done.Created, &done.Updated, &done.Companies
		return answer, gate.Audit(ctx, tx, store.AuditEntry{Action: "contacts.imported", SubjectKind: "import", SubjectID: store.NewID().String(),
			Details: map[string]any{"rows": len(entries), "bad": answer.Bad, "created": done.Created, "updated": done.Updated, "companies_created": done.Companies}})
	})
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
		err = problem.New(problem.Conflict, "Somebody changed contacts meanwhile; nothing was imported. Review the file again.")
	}
	return answer, err
}

// review decides the action of every row, and returns the contacts that it was decided on.
func review(ctx context.Context, tx store.Tx, rows []contactimport.Row, scope store.Scope, lock bool) ([]contactimport.Entry, []contactimport.Contact, error) {
	companies, err := peoplestore.ImportableCompanies(ctx, tx, scope, lock)
	if err != nil {
		return nil, nil, err
	}
	entries := contactimport.Check(rows, companies)
	people, err := peoplestore.ImportableContacts(ctx, tx, entries, lock)
	if err != nil {
		return nil, nil, err
	}
	contactimport.Match(entries, people)
	return entries, people, nil
}
