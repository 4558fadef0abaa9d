package people

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/core/contactsearch"
	"countersign/store"
	"countersign/store/db"
)

// Company is a client company of the MSP.
type Company struct {
	ID       uuid.UUID
	Name     string
	Country  string // ISO 3166-1 alpha-2; reads numbers without a country code. "" for unknown: the MSP's country does
	Contacts int
}

// CompanyPatch changes what is not nil.
type CompanyPatch struct {
	Name    *string
	Country *string
	By      store.Actor // who changes it
}

// CompanyQuery asks for a page of companies by name.
type CompanyQuery struct {
	Words  string // each must begin a word of the name
	Scope  store.Scope
	Cursor string
	Limit  int
}

// CreateCompany adds a company; ErrConflict when the name is taken.
func CreateCompany(ctx context.Context, tx store.Tx, name, country string) (Company, error) {
	c := Company{ID: store.NewID(), Name: name, Country: country}
	err := db.New(tx).InsertCompany(ctx, db.InsertCompanyParams{TenantID: tx.Tenant, ID: c.ID, Name: name, SortName: contactsearch.SortName(name), Country: country})
	return c, err
}

// UpdateCompany changes a company; ErrConflict when the name is taken. Its people are found by the new name at once, and their numbers are read anew as those
// of a new country.
func UpdateCompany(ctx context.Context, tx store.Tx, id uuid.UUID, patch CompanyPatch) (Company, error) {
	row, err := db.New(tx).LockCompany(ctx, id)
	if err != nil {
		return Company{}, err
	}
	renamed := patch.Name != nil && *patch.Name != row.Name
	if patch.Name != nil {
		row.Name, row.SortName = *patch.Name, contactsearch.SortName(*patch.Name)
	}
	moved := patch.Country != nil && *patch.Country != row.Country
	if patch.Country != nil {
		row.Country = *patch.Country
	}
	if err := db.New(tx).UpdateCompany(ctx, db.UpdateCompanyParams{ID: id, Name: row.Name, SortName: row.SortName, Country: row.Country}); err != nil {
		return Company{}, err
	}
	if renamed {
		if err := renameTerms(ctx, tx, id, row.Name); err != nil {
			return Company{}, err
		}
	}
	if moved {
		country, err := readingCountry(ctx, tx, row.Country)
		if err != nil {
			return Company{}, err
		}
		if _, err := readNumbersAgain(ctx, tx, []uuid.UUID{id}, country, patch.By); err != nil {
			return Company{}, err
		}
	}
	return GetCompany(ctx, tx, id)
}

// renameTerms makes a company's people found by its new name.
func renameTerms(ctx context.Context, tx store.Tx, company uuid.UUID, name string) error {
	people, err := db.New(tx).ListContactNames(ctx, company)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(people, importBatch) {
		ids := make([]uuid.UUID, len(batch))
		var terms termRows
		for i, p := range batch {
			ids[i] = p.ID
			terms.names(p.ID, p.SortName, p.Name, name)
		}
		if err := db.New(tx).DeleteNameTerms(ctx, ids); err != nil {
			return err
		}
		if err := terms.insert(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// GetCompany reads one.
func GetCompany(ctx context.Context, tx store.Tx, id uuid.UUID) (Company, error) {
	row, err := db.New(tx).GetCompany(ctx, id)
	if err != nil {
		return Company{}, err
	}
	list, err := counted(ctx, tx, []db.Company{row})
	if err != nil {
		return Company{}, err
	}
	return list[0], nil
}

// ListCompanies lists a page of companies.
func ListCompanies(ctx context.Context, tx store.Tx, q CompanyQuery) (page store.Page[Company], err error) {
	after := ""
	if q.Cursor != "" {
		if after, err = placeOfCompany(ctx, tx, q.Scope, q.Cursor); err != nil {
			return page, err
		}
	}
	// An MSP has hundreds of companies, not millions: their names are compared here, by the same words that people are found by.
	rows, err := db.New(tx).ListCompaniesAfter(ctx, db.ListCompaniesAfterParams{After: after, Limited: q.Scope.Limited, Companies: q.Scope.CompanyIDs()})
	if err != nil {
		return page, err
	}
	words, limit := contactsearch.QueryWords(q.Words), store.PageSize(q.Limit)
	rows = slices.DeleteFunc(rows, func(c db.Company) bool { return !begins(contactsearch.Words(c.Name), words) })
	of := store.CutPage(rows, limit, func(r db.Company) string { return r.ID.String() })
	return store.ReadPage(of, func(rows []db.Company) ([]Company, error) { return counted(ctx, tx, rows) })
}

func placeOfCompany(ctx context.Context, tx store.Tx, scope store.Scope, cursor string) (sortName string, err error) {
	id, err := store.ReadCursor(cursor)
	if err != nil {
		return "", err
	}
	row, err := db.New(tx).GetCompany(ctx, id)
	if err != nil || !scope.Allows(id) {
		return "", store.ErrCursor
	}
	return row.SortName, nil
}

// begins reports whether every prefix begins one of the words.
func begins(words, prefixes []string) bool {
	for _, prefix := range prefixes {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, prefix) }) {
			return false
		}
	}
	return true
}

func counted(ctx context.Context, tx store.Tx, rows []db.Company) ([]Company, error) {
	list, ids := make([]Company, len(rows)), make([]uuid.UUID, len(rows))
	for i, row := range rows {
		list[i], ids[i] = Company{ID: row.ID, Name: row.Name, Country: row.Country}, row.ID
	}
	counts, err := db.New(tx).CountContacts(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, count := range counts {
		list[slices.Index(ids, count.CompanyID)].Contacts = int(count.Contacts)
	}
	return list, nil
}

// CompanyRow is a row of companies.
type CompanyRow = db.Company

// LoadCompany reads the row of a company.
func LoadCompany(ctx context.Context, tx store.Tx, id uuid.UUID) (CompanyRow, error) {
	return db.New(tx).ResourceCompany(ctx, id)
}
