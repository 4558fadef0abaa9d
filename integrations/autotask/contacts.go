package autotask

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// companyRow is a company as Autotask shows it, as far as we look.
type companyRow struct {
	ID                          int64  `json:"id"`
	CompanyName                 string `json:"companyName"`
	CountryID                   *int64 `json:"countryID"`
	IsActive                    flag   `json:"isActive"`
	LastActivityDate            moment `json:"lastActivityDate"`
	LastTrackedModifiedDateTime moment `json:"lastTrackedModifiedDateTime"`
}

// contactRow is a person as Autotask shows them, as far as we look.
type contactRow struct {
	ID               int64  `json:"id"`
	CompanyID        *int64 `json:"companyID"`
	FirstName        string `json:"firstName"`
	LastName         string `json:"lastName"`
	EmailAddress     string `json:"emailAddress"`
	EmailAddress2    string `json:"emailAddress2"`
	EmailAddress3    string `json:"emailAddress3"`
	MobilePhone      string `json:"mobilePhone"`
	Phone            string `json:"phone"`
	Extension        string `json:"extension"` // of the phone
	AlternatePhone   string `json:"alternatePhone"`
	IsActive         flag   `json:"isActive"`
	LastActivityDate moment `json:"lastActivityDate"`
	LastModifiedDate moment `json:"lastModifiedDate"`
}

// What we ask for of companies and people: a whole row is ten times as long.
var (
	companyFields = []string{"id", "companyName", "countryID", "isActive", "lastActivityDate", "lastTrackedModifiedDateTime"}
	contactFields = []string{
		"id", "companyID", "firstName", "lastName", "emailAddress", "emailAddress2", "emailAddress3", "mobilePhone", "phone", "extension", "alternatePhone", "isActive",
		"lastActivityDate", "lastModifiedDate",
	}
)

// Companies lists companies by id.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	q := question{Filter: []filter{changed(from, "lastActivityDate", "lastTrackedModifiedDateTime")}, IncludeFields: companyFields, MaxRecords: pageSize}
	rows, next, err := queryPage[companyRow](ctx, c, integration.ReadCompanies, "Companies", q, from.Next)
	if err != nil {
		return directory.Page[directory.Company]{}, err
	}
	codes := map[int64]string{}
	if len(rows) > 0 {
		codes, err = c.countryCodes(ctx, from.Next == "")
	}
	page := directory.Page[directory.Company]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Company, len(rows))}
	for i, row := range rows {
		page.Rows[i] = directory.Company{
			ID: strconv.FormatInt(row.ID, 10), Name: strings.TrimSpace(row.CompanyName), Active: bool(row.IsActive),
			UpdatedAt: latest(row.LastActivityDate, row.LastTrackedModifiedDateTime),
		}
		if row.CountryID != nil {
			page.Rows[i].Country = codes[*row.CountryID]
		}
	}
	return page, err
}

// Contacts lists people by id.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	q := question{Filter: []filter{changed(from, "lastActivityDate", "lastModifiedDate")}, IncludeFields: contactFields, MaxRecords: pageSize}
	rows, next, err := queryPage[contactRow](ctx, c, integration.ReadContacts, "Contacts", q, from.Next)
	page := directory.Page[directory.Contact]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Contact, len(rows))}
	for i, row := range rows {
		page.Rows[i] = row.contact()
	}
	return page, err
}

// changed asks for what has any of its stamps at or after a time; for everything when there is none.
func changed(from directory.Position, fields ...string) filter {
	if from.Since.IsZero() {
		return everything
	}
	var items []filter
	for _, field := range fields {
		items = append(items, since(field, stamped(from.Since)))
	}
	return anyOf(items...)
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// countryCodes are the ISO codes of Autotask's countries. They are asked for anew with each new list; without the right to read them nothing is lost but them.
func (c *Client) countryCodes(ctx context.Context, anew bool) (map[int64]string, error) {
	c.mu.Lock()
	known := c.countries
	c.mu.Unlock()
	if known != nil && !anew {
		return known, nil
	}
	rows, _, err := every[struct {
		ID          int64  `json:"id"`
		CountryCode string `json:"countryCode"`
	}](ctx, c, integration.ReadSetup, "Countries", question{Filter: []filter{everything}, IncludeFields: []string{"id", "countryCode"}})
	if err != nil && provider.KindOf(err) != provider.Refused {
		return nil, err
	}
	codes := map[int64]string{}
	for _, row := range rows {
		if code := strings.ToUpper(strings.TrimSpace(row.CountryCode)); countryCode.MatchString(code) {
			codes[row.ID] = code
		}
	}
	c.mu.Lock()
	c.countries = codes
	c.mu.Unlock()
	return codes, nil
}

// contact says in the field's terms what Autotask shows.
func (r contactRow) contact() directory.Contact {
	return directory.Contact{
		ID: strconv.FormatInt(r.ID, 10), CompanyID: idText(r.CompanyID), Name: kit.FullName(r.FirstName, r.LastName), Email: strings.TrimSpace(r.EmailAddress),
		Mobile: strings.TrimSpace(r.MobilePhone), Phone: kit.FirstWords(kit.WithExtension(r.Phone, r.Extension), r.AlternatePhone), Active: bool(r.IsActive),
		UpdatedAt: latest(r.LastActivityDate, r.LastModifiedDate),
	}
}
