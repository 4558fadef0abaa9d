package people

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/contactimport"
	"countersign/core/contactsearch"
	"countersign/store"
	"countersign/store/db"
)

// importSource marks what came out of a file.
const importSource = "import"

// ImportableCompanies are the companies that a user may import people into. A user who is limited to some of them creates none.
// With lock it waits until no other import of this MSP runs.
func ImportableCompanies(ctx context.Context, tx store.Tx, scope store.Scope, lock bool) (contactimport.Companies, error) {
	if lock {
		if err := db.New(tx).LockImports(ctx); err != nil {
			return contactimport.Companies{}, err
		}
	}
	rows, err := db.New(tx).ListCompaniesAfter(ctx, db.ListCompaniesAfterParams{Limited: scope.Limited, Companies: scope.CompanyIDs()})
	if err != nil {
		return contactimport.Companies{}, err
	}
	country, err := db.New(tx).TenantCountry(ctx)
	if err != nil {
		return contactimport.Companies{}, err
	}
	companies := contactimport.Companies{ByName: make(map[string]contactimport.Company, len(rows)), MayGrow: !scope.Limited, Country: country}
	for _, row := range rows {
		companies.ByName[row.SortName] = contactimport.Company{ID: row.ID, Name: row.Name, Country: row.Country}
	}
	return companies, nil
}

// ImportableContacts returns the contacts that valid entries may match: those with the same e-mail address, or the same name and company.
// With lock no other transaction changes them until this one ends.
func ImportableContacts(ctx context.Context, tx store.Tx, entries []contactimport.Entry, lock bool) ([]contactimport.Contact, error) {
	var people []contactimport.Contact
	known := map[uuid.UUID]bool{}
	for batch := range slices.Chunk(entries, importBatch) {
		ids, err := matchingIDs(ctx, tx, batch)
		if err != nil {
			return nil, err
		}
		ids = slices.DeleteFunc(ids, func(id uuid.UUID) bool {
			again := known[id]
			known[id] = true
			return again
		})
		if lock {
			if err := db.New(tx).LockPeople(ctx, ids); err != nil {
				return nil, err
			}
		}
		contacts, err := readContacts(ctx, tx, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range contacts {
			people = append(people, contactimport.Contact{
				ID: c.ID, CompanyID: c.Company.ID, Name: c.Name,
				Email: c.Value(channel.EmailAddress), Mobile: c.Value(channel.Mobile), Phone: c.Value(channel.Phone),
			})
		}
	}
	return people, nil
}

func matchingIDs(ctx context.Context, tx store.Tx, entries []contactimport.Entry) ([]uuid.UUID, error) {
	var indexes [][]byte
	var names db.PeopleByNameParams
	for _, e := range entries {
		if !e.Good() {
			continue
		}
		if e.Email != "" {
			indexes = append(indexes, ContactPointIndex(tx, e.Email))
		}
		if e.CompanyID != uuid.Nil {
			names.Companies = append(names.Companies, e.CompanyID)
			names.SortNames = append(names.SortNames, contactsearch.SortName(e.Name))
		}
	}
	byEmail, err := db.New(tx).PeopleByEmail(ctx, indexes)
	if err != nil {
		return nil, err
	}
	byName, err := db.New(tx).PeopleByName(ctx, names)
	return append(byEmail, byName...), err
}

// ImportResult counts what an import did.
type ImportResult struct {
	Created   int
	Updated   int
	Companies int // created
}

// Import does what a review decided. contacts are the people it was decided over, locked.
func Import(ctx context.Context, tx store.Tx, entries []contactimport.Entry, contacts []contactimport.Contact, by store.Actor) (ImportResult, error) {
	added := map[string]uuid.UUID{}
	var people []NewContact
	var changes []contactimport.Entry
	for _, e := range entries {
		switch e.Action {
		case contactimport.Update:
			changes = append(changes, e)
		case contactimport.Create:
			company, err := companyOf(ctx, tx, e, added)
			if err != nil {
				return ImportResult{}, err
			}
			people = append(people, NewContact{CompanyID: company, Name: e.Name, Email: e.Email, Mobile: e.Mobile, Phone: e.Phone, Source: importSource, By: by})
		}
	}
	if _, err := ImportContacts(ctx, tx, people); err != nil {
		return ImportResult{}, err
	}
	before := make(map[uuid.UUID]contactimport.Contact, len(contacts))
	for _, c := range contacts {
		before[c.ID] = c
	}
	for batch := range slices.Chunk(changes, importBatch) {
		if err := changePeople(ctx, tx, batch, before, by); err != nil {
			return ImportResult{}, err
		}
	}
	return ImportResult{Created: len(people), Updated: len(changes), Companies: len(added)}, nil
}

// changePeople is ChangeContact for many: names and what is in the cells are new, empty cells leave what is on file.
func changePeople(ctx context.Context, tx store.Tx, entries []contactimport.Entry, before map[uuid.UUID]contactimport.Contact, by store.Actor) error {
	renamed, replaced := db.RenamePeopleParams{TenantID: tx.Tenant}, db.ReplacePointsParams{TenantID: tx.Tenant}
	var points pointRows
	var terms termRows
	var renames []arrival
	for _, e := range entries {
		was, sortName := before[e.ContactID], contactsearch.SortName(e.Name)
		renamed.Ids, renamed.Names, renamed.SortNames = append(renamed.Ids, e.ContactID), append(renamed.Names, e.Name), append(renamed.SortNames, sortName)
		if otherWords(was.Name, e.Name) {
			renames = append(renames, arrival{e.ContactID, sortName, availability.Renamed})
		}
		terms.names(e.ContactID, sortName, e.Name, e.Company)
		var read []reading
		for _, p := range []struct {
			kind         channel.ContactPointKind
			cell, onFile string
		}{{channel.Mobile, e.Mobile, was.Mobile}, {channel.Phone, e.Phone, was.Phone}, {channel.EmailAddress, e.Email, was.Email}} {
			if value := cmp.Or(p.cell, p.onFile); value != "" {
				read = append(read, readContactPoint(p.kind, value, ""))
			}
			if p.cell != "" && p.cell != p.onFile {
				replaced.ContactIds, replaced.Kinds = append(replaced.ContactIds, e.ContactID), append(replaced.Kinds, string(p.kind))
				points.add(tx, e.ContactID, read[len(read)-1], origin{importSource, by}, uuid.Nil, true)
			}
		}
		addContactPointTerms(tx, &terms, e.ContactID, sortName, read)
	}
	for _, step := range []func() error{
		func() error { return db.New(tx).RenamePeople(ctx, renamed) },
		func() error {
			gone, err := db.New(tx).ReplacePoints(ctx, replaced)
			for _, p := range gone {
				points.follows(p.ContactID, p.Kind, p.ID)
			}
			return err
		},
		func() error { return points.insert(ctx, tx) },
		func() error { return arrive(ctx, tx, by, renames, nil, nil) },
		func() error { return db.New(tx).DeleteTerms(ctx, renamed.Ids) },
		func() error { return terms.insert(ctx, tx) },
		func() error {
			return db.New(tx).EmitPeople(ctx, db.EmitPeopleParams{TenantID: tx.Tenant, Kind: store.EventContact, Ids: renamed.Ids})
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// companyOf is the company of an entry, made when it is new.
func companyOf(ctx context.Context, tx store.Tx, e contactimport.Entry, added map[string]uuid.UUID) (uuid.UUID, error) {
	if e.CompanyID != uuid.Nil {
		return e.CompanyID, nil
	}
	key := contactsearch.SortName(e.Company)
	if id, known := added[key]; known {
		return id, nil
	}
	company, err := CreateCompany(ctx, tx, e.Company, "") // a file does not tell its country
	added[key] = company.ID
	return company.ID, err
}
