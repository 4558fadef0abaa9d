package connectwise

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// peoplePage is the largest page that ConnectWise gives.
const peoplePage = 1000

// stamp is how ConnectWise writes a time.
const stamp = "2006-01-02T15:04:05Z"

// companyRow is a company as ConnectWise shows it, as far as we look.
type companyRow struct {
	ID      int64     `json:"id"`
	Name    string    `json:"name"`
	Status  reference `json:"status"`
	Country struct {
		Identifier string `json:"identifier"`
	} `json:"country"`
	Info info `json:"_info"`
}

// contactRow is a person as ConnectWise shows them, as far as we look.
type contactRow struct {
	ID           int64           `json:"id"`
	FirstName    string          `json:"firstName"`
	LastName     string          `json:"lastName"`
	Company      reference       `json:"company"`
	InactiveFlag bool            `json:"inactiveFlag"`
	Items        []communication `json:"communicationItems"`
	Info         info            `json:"_info"`
}

type info struct {
	LastUpdated string `json:"lastUpdated"`
}

func (i info) at() time.Time { return kit.ParseTime(i.LastUpdated) }

// Companies lists companies by id, those that were deleted left out.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	query := url.Values{"fields": {"id,name,status,country,_info"}}
	rows, next, err := pageOf(ctx, c, integration.ReadCompanies, "/company/companies", query, []string{"deletedFlag=false"}, from, func(row companyRow) int64 { return row.ID })
	if err != nil {
		return directory.Page[directory.Company]{}, err
	}
	inactive, err := c.inactiveStatuses(ctx, from, len(rows) > 0)
	page := directory.Page[directory.Company]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Company, len(rows))}
	for i, row := range rows {
		page.Rows[i] = directory.Company{
			ID: kit.IDText(row.ID), Name: strings.TrimSpace(row.Name), Country: countryOf(row.Country.Identifier), Active: !inactive[row.Status.ID], UpdatedAt: row.Info.at(),
		}
	}
	return page, err
}

// Contacts lists people by id.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	query := url.Values{"fields": {contactFields}}
	rows, next, err := pageOf(ctx, c, integration.ReadContacts, "/company/contacts", query, nil, from, func(row contactRow) int64 { return row.ID })
	page := directory.Page[directory.Contact]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Contact, len(rows))}
	for i, row := range rows {
		page.Rows[i] = row.contact()
	}
	return page, err
}

// contactFields are what we ask for of a person: a whole one is ten times as long.
const contactFields = "id,firstName,lastName,company,inactiveFlag,communicationItems,_info"

// inactiveStatuses are the statuses of companies that mean inactive: a company has no flag of its own. They are asked for anew with each new list that
// holds any companies.
func (c *Client) inactiveStatuses(ctx context.Context, from directory.Position, needed bool) (map[int64]bool, error) {
	c.mu.Lock()
	known := c.inactive
	c.mu.Unlock()
	if !needed || known != nil && from.Next != "" {
		return known, nil
	}
	var rows []reference
	query := url.Values{"conditions": {"inactiveFlag=true"}, "fields": {"id"}, "pageSize": {strconv.Itoa(peoplePage)}}
	if err := c.get(ctx, integration.ReadSetup, "/company/companies/statuses", query, &rows); err != nil {
		return nil, err
	}
	found := map[int64]bool{}
	for _, row := range rows {
		found[row.ID] = true
	}
	c.mu.Lock()
	c.inactive = found
	c.mu.Unlock()
	return found, nil
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// countryOf is a country's identifier where it is its ISO code, as in the list that ConnectWise comes with; an MSP may have changed it.
func countryOf(identifier string) string {
	code := strings.ToUpper(strings.TrimSpace(identifier))
	if !countryCode.MatchString(code) {
		return ""
	}
	return code
}

// contact says in the field's terms what ConnectWise shows.
func (r contactRow) contact() directory.Contact {
	return directory.Contact{
		ID: strconv.FormatInt(r.ID, 10), CompanyID: idOf(r.Company), Name: kit.FullName(r.FirstName, r.LastName),
		Email: firstOf(r.Items, isEmail), Mobile: firstOf(r.Items, isMobile), Phone: firstOf(r.Items, isOtherPhone),
		Active: !r.InactiveFlag, UpdatedAt: r.Info.at(),
	}
}
