package superops

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/kit"
)

// clientRow is a client as SuperOps shows it, as far as we look.
type clientRow struct {
	AccountID identifier `json:"accountId"`
	Name      string     `json:"name"`
	Stage     string     `json:"stage"`
	Status    string     `json:"status"`
}

// userRow is a requester.
type userRow struct {
	UserID        identifier      `json:"userId"`
	FirstName     string          `json:"firstName"`
	LastName      string          `json:"lastName"`
	Name          string          `json:"name"`
	Email         string          `json:"email"`
	ContactNumber string          `json:"contactNumber"`
	Client        record          `json:"client"`
	CustomFields  json.RawMessage `json:"customFields"`
}

// formerClient is a stage or a status of clients who are clients no more. MSPs name both themselves.
var formerClient = regexp.MustCompile(`(?i)\b(inactive|churn(ed)?|lost|archived|former|terminated)\b`)

// Companies lists clients. SuperOps tells no time of change: every list holds all of them.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	at, err := fail.PlaceOf(from)
	if err != nil {
		return directory.Page[directory.Company]{}, err
	}
	var got struct {
		List struct {
			Clients []clientRow `json:"clients"`
			Info    told        `json:"listInfo"`
		} `json:"getClientList"`
	}
	if err := c.ask(ctx, call{right: integration.ReadCompanies, document: askClients, input: listInfo{Page: at.Page, PageSize: pageSize}}, &got); err != nil {
		return directory.Page[directory.Company]{}, err
	}
	if !isList(got.List.Clients, got.List.Info) {
		return directory.Page[directory.Company]{}, c.http.Unreadable(true)
	}
	page := directory.Page[directory.Company]{Whole: true, Next: got.List.Info.after(at, len(got.List.Clients))}
	for _, row := range got.List.Clients {
		if row.AccountID == "" {
			return directory.Page[directory.Company]{}, c.http.Unreadable(true)
		}
		page.Rows = append(page.Rows, directory.Company{
			ID: string(row.AccountID), Name: strings.TrimSpace(row.Name), Active: !formerClient.MatchString(row.Stage) && !formerClient.MatchString(row.Status),
		})
	}
	return page, nil
}

// userList asks for a page of requesters.
type userList struct {
	ListInfo listInfo `json:"listInfo"`
}

// Contacts lists requesters. SuperOps marks no requester inactive and shows no time of change, so every list holds all of them.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	at, err := fail.PlaceOf(from)
	if err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	rows, said, err := c.users(ctx, listInfo{Page: at.Page, PageSize: pageSize})
	if err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	page := directory.Page[directory.Contact]{Whole: true, Next: said.after(at, len(rows)), Rows: make([]directory.Contact, len(rows))}
	for i, row := range rows {
		page.Rows[i] = c.contact(row)
	}
	return page, nil
}

// users reads a page of requesters, each with the client they belong to.
func (c *Client) users(ctx context.Context, info listInfo) ([]userRow, told, error) {
	var got struct {
		List struct {
			Users []userRow `json:"userList"`
			Info  told      `json:"listInfo"`
		} `json:"getClientUserList"`
	}
	if err := c.ask(ctx, call{right: integration.ReadContacts, document: askUsers, input: userList{info}}, &got); err != nil {
		return nil, told{}, err
	}
	odd := func(row userRow) bool { return row.UserID == "" }
	if !isList(got.List.Users, got.List.Info) || slices.ContainsFunc(got.List.Users, odd) {
		return nil, told{}, c.http.Unreadable(true)
	}
	return got.List.Users, got.List.Info, c.associate(ctx, got.List.Users)
}

// associationPages bounds how many pages of associations are read for one page of people.
const associationPages = 10

// associate finds the client of requesters whose row names none: SuperOps may keep the clients of requesters in a list of its own, in which one person
// can stand several times. The first place counts. Where that list is not to be had they stay without a client.
func (c *Client) associate(ctx context.Context, rows []userRow) error {
	lost := map[identifier]*userRow{}
	var ids []identifier
	for i := range rows {
		if rows[i].Client.ID == "" {
			lost[rows[i].UserID] = &rows[i]
			ids = append(ids, rows[i].UserID)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	among := condition{Attribute: "user.userId", Operator: "includes", Value: ids}
	for page, more := 1, true; more && page <= associationPages; page++ {
		var got struct {
			List struct {
				Associations []struct {
					Client record `json:"client"`
					User   record `json:"user"`
				} `json:"associations"`
				Info told `json:"listInfo"`
			} `json:"getClientUserAssociationList"`
		}
		err := c.ask(ctx, call{right: integration.ReadContacts, document: askAssociations, input: listInfo{Page: page, PageSize: pageSize, Condition: &among}}, &got)
		if failed, ok := errors.AsType[*provider.Error](err); ok && failed.Kind == provider.Refused {
			return nil
		}
		if err != nil {
			return err
		}
		for _, one := range got.List.Associations {
			if row := lost[identifier(one.User.ID)]; row != nil && row.Client.ID == "" {
				row.Client = one.Client
			}
		}
		more = got.List.Info.HasMore
	}
	return nil
}

// contact says in the field's terms what SuperOps shows. The contact number is the mobile where the requester has no other.
func (c *Client) contact(r userRow) directory.Contact {
	mobile := mobileIn(r.CustomFields, c.mobileField)
	phone := strings.TrimSpace(r.ContactNumber)
	if mobile == "" || mobile == phone {
		mobile, phone = phone, ""
	}
	who := strings.TrimSpace(r.Name)
	if who == "" {
		who = kit.FullName(r.FirstName, r.LastName)
	}
	return directory.Contact{ID: string(r.UserID), CompanyID: r.Client.ID, Name: who, Email: strings.TrimSpace(r.Email), Mobile: mobile, Phone: phone, Active: true}
}
