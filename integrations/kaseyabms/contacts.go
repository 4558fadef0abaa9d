package kaseyabms

import (
	"context"
	"regexp"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

const (
	accountsPath = "/crm/accounts/summary"
	contactsPath = "/crm/contacts/summary"
)

// accountRow is an account as Kaseya BMS shows it, as far as we look.
type accountRow struct {
	ID          int        `json:"id"`
	AccountName string     `json:"accountName"`
	IsActive    bool       `json:"isActive"`
	ModifiedOn  moment     `json:"modifiedOn"`
	Locations   []location `json:"locations"`
}

// location is one of an account's places.
type location struct {
	IsMain    bool `json:"isMain"`
	Addresses []struct {
		IsMain  bool   `json:"isMain"`
		Country string `json:"country"`
	} `json:"addresses"`
}

// contactRow is a person as Kaseya BMS shows them, as far as we look.
type contactRow struct {
	ID         int         `json:"id"`
	AccountID  int         `json:"accountId"`
	FirstName  string      `json:"firstName"`
	LastName   string      `json:"lastName"`
	IsActive   bool        `json:"isActive"`
	ModifiedOn moment      `json:"modifiedOn"`
	Emails     []mailbox   `json:"emails"`
	Phones     []telephone `json:"phones"`
}

type mailbox struct {
	EmailAddress string `json:"emailAddress"`
	IsDefault    bool   `json:"isDefault"`
}

// telephone is one of a person's numbers. A mobile number is one whose type is called so.
type telephone struct {
	Phone     string `json:"phone"`
	PhoneType string `json:"phoneType"`
	IsDefault bool   `json:"isDefault"`
}

// Companies lists accounts.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	rows, next, err := pageOf[accountRow](ctx, c, integration.ReadCompanies, accountsPath, from, func(row accountRow) int { return row.ID })
	page := directory.Page[directory.Company]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Company, len(rows))}
	for i, row := range rows {
		page.Rows[i] = directory.Company{
			ID: kit.IDText(row.ID), Name: strings.TrimSpace(row.AccountName), Country: row.country(), Active: row.IsActive, UpdatedAt: row.ModifiedOn.Time,
		}
	}
	return page, err
}

// Contacts lists people.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	rows, next, err := pageOf[contactRow](ctx, c, integration.ReadContacts, contactsPath, from, func(row contactRow) int { return row.ID })
	page := directory.Page[directory.Contact]{Next: next, AsOf: theirs.Began(), Rows: make([]directory.Contact, len(rows))}
	for i, row := range rows {
		page.Rows[i] = row.contact()
	}
	return page, err
}

// contact says in the field's terms what Kaseya BMS shows.
func (r contactRow) contact() directory.Contact {
	return directory.Contact{
		ID: kit.IDText(r.ID), CompanyID: kit.IDText(r.AccountID), Name: kit.FullName(r.FirstName, r.LastName),
		Email: r.email(), Mobile: r.phone(telephone.mobile), Phone: r.phone(telephone.other), Active: r.IsActive, UpdatedAt: r.ModifiedOn.Time,
	}
}

// email is the default address, else the first.
func (r contactRow) email() string {
	found := ""
	for _, one := range r.Emails {
		address := strings.TrimSpace(one.EmailAddress)
		switch {
		case address == "":
		case one.IsDefault:
			return address
		case found == "":
			found = address
		}
	}
	return found
}

// phone is the number of a kind that counts: the default one, else the first; "" for none.
func (r contactRow) phone(is func(telephone) bool) string {
	found := ""
	for _, one := range r.Phones {
		number := strings.TrimSpace(one.Phone)
		switch {
		case number == "" || !is(one):
		case one.IsDefault:
			return number
		case found == "":
			found = number
		}
	}
	return found
}

// mobileType is how MSPs call the type of a mobile number.
var mobileType = regexp.MustCompile(`(?i)\b(mobil|cell|celular|handy|m[oó]vil|portable|gsm|sms)`)

func (t telephone) mobile() bool { return mobileType.MatchString(t.PhoneType) }
func (t telephone) other() bool  { return !t.mobile() }
