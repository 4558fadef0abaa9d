package syncro

import (
	"context"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// customerRow is a customer as Syncro shows it, as far as we look.
type customerRow struct {
	ID               number `json:"id"`
	BusinessThenName string `json:"business_then_name"`
	BusinessName     string `json:"business_name"`
	Fullname         string `json:"fullname"`
	Disabled         bool   `json:"disabled"`
	UpdatedAt        string `json:"updated_at"`
}

// contactRow is a contact.
type contactRow struct {
	ID         number `json:"id"`
	CustomerID number `json:"customer_id"`
	Name       string `json:"name"`
	Email      string `json:"email"`
	Phone      string `json:"phone"`
	Mobile     string `json:"mobile"`
	Extension  string `json:"extension"` // of the phone
	UpdatedAt  string `json:"updated_at"`
}

// Companies lists customers by id, disabled ones too. Syncro cannot tell which of them changed: every list holds all of them.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	at, err := fail.PlaceOf(from)
	if err != nil {
		return directory.Page[directory.Company]{}, err
	}
	query := pageQuery(at)
	query.Set("include_disabled", "true")
	query.Set("sort", "id ASC")
	var got struct {
		Rows []customerRow `json:"customers"`
		Meta meta          `json:"meta"`
	}
	if err := c.get(ctx, integration.ReadCompanies, "/customers", query, &got); err != nil {
		return directory.Page[directory.Company]{}, err
	}
	if !isList(got.Rows, got.Meta, at) {
		return directory.Page[directory.Company]{}, c.http.Unreadable(true)
	}
	page := directory.Page[directory.Company]{Whole: true, Next: got.Meta.after(at, len(got.Rows))}
	for _, row := range got.Rows {
		if row.ID == 0 {
			return directory.Page[directory.Company]{}, c.http.Unreadable(true)
		}
		page.Rows = append(page.Rows, directory.Company{
			ID: row.ID.String(), Name: kit.FirstWords(row.BusinessThenName, row.BusinessName, row.Fullname), Active: !row.Disabled, UpdatedAt: kit.ParseTime(row.UpdatedAt),
		})
	}
	return page, nil
}

// Contacts lists contacts. Syncro cannot list changed ones only: every list holds all contacts, each with the time of its last change. Syncro marks no
// contact inactive.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	at, err := fail.PlaceOf(from)
	if err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	var got struct {
		Rows []contactRow `json:"contacts"`
		Meta meta         `json:"meta"`
	}
	if err := c.get(ctx, integration.ReadContacts, "/contacts", pageQuery(at), &got); err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	if !isList(got.Rows, got.Meta, at) {
		return directory.Page[directory.Contact]{}, c.http.Unreadable(true)
	}
	page := directory.Page[directory.Contact]{Whole: true, Next: got.Meta.after(at, len(got.Rows))}
	for _, row := range got.Rows {
		if row.ID == 0 {
			return directory.Page[directory.Contact]{}, c.http.Unreadable(true)
		}
		page.Rows = append(page.Rows, row.contact())
	}
	return page, nil
}

// contact says in the field's terms what Syncro shows.
func (r contactRow) contact() directory.Contact {
	out := directory.Contact{
		ID: r.ID.String(), CompanyID: r.CustomerID.String(), Name: strings.TrimSpace(r.Name), Email: strings.TrimSpace(r.Email), Mobile: strings.TrimSpace(r.Mobile),
		Phone: kit.WithExtension(r.Phone, r.Extension), Active: true, UpdatedAt: kit.ParseTime(r.UpdatedAt),
	}
	if out.Phone == out.Mobile {
		out.Phone = ""
	}
	return out
}
