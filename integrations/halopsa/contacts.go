package halopsa

import (
	"context"
	"net/url"
	"strings"
	"time"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// clientRow is a customer as HaloPSA shows it, as far as we look.
type clientRow struct {
	ID         id     `json:"id"`
	Name       string `json:"name"`
	Inactive   bool   `json:"inactive"`
	LastUpdate moment `json:"alastupdate"`
}

// userRow is a person at a customer, whom HaloPSA calls a user. The number of their site is not theirs.
type userRow struct {
	ID            id     `json:"id"`
	Name          string `json:"name"`
	FirstName     string `json:"firstname"`
	Surname       string `json:"surname"`
	EmailAddress  string `json:"emailaddress"`
	Email2        string `json:"email2"`
	Email3        string `json:"email3"`
	PhoneNumber   string `json:"phonenumber"`
	MobileNumber  string `json:"mobilenumber"`
	MobileNumber2 string `json:"mobilenumber2"`
	HomeNumber    string `json:"homenumber"`
	ClientID      id     `json:"client_id"`
	Inactive      bool   `json:"inactive"`
	LastUpdate    moment `json:"ulastupdate"`
}

// Companies lists customers, the newest first.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	rows, next, err := pageOf[clientRow](ctx, c, "/Client", "clients", url.Values{}, from)
	page := directory.Page[directory.Company]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Company, len(rows))}
	for i, row := range rows {
		page.Rows[i] = directory.Company{ID: row.ID.text(), Name: strings.TrimSpace(row.Name), Active: !row.Inactive, UpdatedAt: row.LastUpdate.at()}
	}
	return page, err
}

// Contacts lists users, the newest first. The "General User" that HaloPSA makes for every site is no contact.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	rows, next, err := pageOf[userRow](ctx, c, "/Users", "users", url.Values{"exclude_generaluser": {"true"}}, from)
	page := directory.Page[directory.Contact]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Contact, len(rows))}
	for i, row := range rows {
		page.Rows[i] = row.contact()
	}
	return page, err
}

// pageOf reads one page of a list that stands by falling id. HaloPSA pages by number alone, so rows move to other pages when some before them come
// or go. New ones come first and push the others back, to be read again; only where there are fewer than before may some have moved forward, past
// us: then we go back as many pages as that can be.
func pageOf[Row any](ctx context.Context, c *Client, path, key string, query url.Values, from directory.Position) (rows []Row, next string, err error) {
	at, err := fail.PlaceOf(from)
	if err != nil {
		return nil, "", err
	}
	for field, values := range paged(at.Page, pageSize, true) {
		query[field] = values
	}
	query.Set("includeactive", "true")
	query.Set("includeinactive", "true")
	if !from.Since.IsZero() {
		query.Set("lastupdatefromdate", stamped(from.Since))
	}
	found, err := getList[Row](ctx, c, integration.ReadCompanies, path, key, query)
	if err != nil {
		return nil, "", err
	}
	return found.rows, after(at, len(found.rows), found.count, found.bare), nil
}

// after is where a list goes on after a page that held some rows of a list of count; "" for the end.
func after(at kit.Place, rows, count int, whole bool) string {
	if whole {
		return ""
	}
	last := rows == 0 || count > 0 && at.Page*pageSize >= count || count == 0 && rows < pageSize
	return at.Next(count, pageSize, !last)
}

// contact says in the field's terms what HaloPSA shows.
func (r userRow) contact() directory.Contact {
	mobile := kit.FirstWords(r.MobileNumber, r.MobileNumber2)
	out := directory.Contact{
		ID: r.ID.text(), CompanyID: r.ClientID.text(), Name: kit.FirstWords(r.Name, kit.FullName(r.FirstName, r.Surname)), Email: strings.TrimSpace(r.EmailAddress),
		Mobile: mobile, Active: !r.Inactive, UpdatedAt: r.LastUpdate.at(),
	}
	for _, number := range []string{r.PhoneNumber, r.MobileNumber2, r.HomeNumber} {
		if number = strings.TrimSpace(number); number != "" && number != mobile {
			out.Phone = number
			break
		}
	}
	return out
}

// newest is the latest of some times.
func newest(times ...time.Time) (latest time.Time) {
	for _, one := range times {
		if one.After(latest) {
			latest = one
		}
	}
	return latest
}
