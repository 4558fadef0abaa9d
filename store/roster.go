package store

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/person"
	"countersign/core/roster"
	"countersign/store/db"
)

// importSource marks what came out of a file.
const importSource = "import"

// RosterCompanies are the companies that somebody may import people into. Who sees only some of them creates none.
func (tx Tx) RosterCompanies(ctx context.Context, scope Scope) (roster.Companies, error) {
	rows, err := tx.ListCompaniesAfter(ctx, db.ListCompaniesAfterParams{Limited: scope.Limited, Companies: scope.companies()})
	if err != nil {
		return roster.Companies{}, err
	}
	companies := roster.Companies{ByName: make(map[string]roster.Company, len(rows)), MayGrow: !scope.Limited}
	for _, row := range rows {
		companies.ByName[row.SortName] = roster.Company{ID: row.ID, Name: row.Name, Country: row.Country}
	}
	return companies, nil
}

// RosterContacts are the people on file whom good entries may be about: those of the same e-mail address, or of the same name and company.
func (tx Tx) RosterContacts(ctx context.Context, entries []roster.Entry) ([]roster.Contact, error) {
	var people []roster.Contact
	known := map[uuid.UUID]bool{}
	for batch := range slices.Chunk(entries, importBatch) {
		ids, err := tx.rosterIDs(ctx, batch)
		if err != nil {
			return nil, err
		}
		ids = slices.DeleteFunc(ids, func(id uuid.UUID) bool {
			again := known[id]
			known[id] = true
			return again
		})
		contacts, err := tx.contacts(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range contacts {
			people = append(people, roster.Contact{
				ID: c.ID, CompanyID: c.Company.ID, Name: c.Name,
				Email: c.Value(channel.EmailAddress), Mobile: c.Value(channel.Mobile), Phone: c.Value(channel.Phone),
			})
		}
	}
	return people, nil
}

func (tx Tx) rosterIDs(ctx context.Context, entries []roster.Entry) ([]uuid.UUID, error) {
	var indexes [][]byte
	var names db.PeopleByNameParams
	for _, e := range entries {
		if !e.Good() {
			continue
		}
		if e.Email != "" {
			indexes = append(indexes, tx.pointIndex(e.Email))
		}
		if e.CompanyID != uuid.Nil {
			names.Companies = append(names.Companies, e.CompanyID)
			names.SortNames = append(names.SortNames, person.SortName(e.Name))
		}
	}
	byEmail, err := tx.PeopleByEmail(ctx, indexes)
	if err != nil {
		return nil, err
	}
	byName, err := tx.PeopleByName(ctx, names)
	return append(byEmail, byName...), err
}

// RosterResult counts what an import did.
type RosterResult struct {
	Created   int
	Updated   int
	Companies int // created
}

// ImportRoster does what a review decided.
func (tx Tx) ImportRoster(ctx context.Context, entries []roster.Entry) (RosterResult, error) {
	var done RosterResult
	added := map[string]uuid.UUID{}
	var people []NewContact
	for _, e := range entries {
		switch e.Action {
		case roster.Update:
			if _, _, err := tx.ChangeContact(ctx, e.ContactID, ContactPatch{Name: &e.Name, Email: nullable(e.Email), Mobile: nullable(e.Mobile), Phone: nullable(e.Phone)}); err != nil {
				return RosterResult{}, err
			}
			done.Updated++
		case roster.Create:
			company, err := tx.rosterCompany(ctx, e, added)
			if err != nil {
				return RosterResult{}, err
			}
			people = append(people, NewContact{CompanyID: company, Name: e.Name, Email: e.Email, Mobile: e.Mobile, Phone: e.Phone, Source: importSource})
		}
	}
	_, err := tx.ImportContacts(ctx, people)
	done.Created, done.Companies = len(people), len(added)
	return done, err
}

// rosterCompany is the company of an entry, made when it is new.
func (tx Tx) rosterCompany(ctx context.Context, e roster.Entry, added map[string]uuid.UUID) (uuid.UUID, error) {
	if e.CompanyID != uuid.Nil {
		return e.CompanyID, nil
	}
	key := person.SortName(e.Company)
	if id, known := added[key]; known {
		return id, nil
	}
	company, err := tx.CreateCompany(ctx, e.Company, roster.DefaultCountry)
	added[key] = company.ID
	return company.ID, err
}
