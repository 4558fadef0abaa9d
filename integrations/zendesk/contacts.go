package zendesk

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

const (
	// pageSize is the largest page of a list, exportSize that of a list of changes.
	pageSize   = 100
	exportSize = 1000

	endUser = "end-user"
)

// organizationRow is an organization as Zendesk shows it, as far as we look.
type organizationRow struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	UpdatedAt string `json:"updated_at"`
	DeletedAt string `json:"deleted_at"`
}

// userRow is a person as Zendesk shows them, as far as we look.
type userRow struct {
	ID             int64                      `json:"id"`
	Name           string                     `json:"name"`
	Email          string                     `json:"email"`
	Phone          string                     `json:"phone"`
	Role           string                     `json:"role"`
	OrganizationID int64                      `json:"organization_id"`
	Active         *bool                      `json:"active"` // false for a deleted user
	Suspended      bool                       `json:"suspended"`
	UserFields     map[string]json.RawMessage `json:"user_fields"`
	UpdatedAt      string                     `json:"updated_at"`
}

// identityRow is a way to reach a person, which lists tell beside the people.
type identityRow struct {
	UserID int64  `json:"user_id"`
	Type   string `json:"type"`
	Value  string `json:"value"`
}

// usersAnswer is a page of people, of a list by cursor or of a list of changes.
type usersAnswer struct {
	Users      []userRow     `json:"users"`
	Identities []identityRow `json:"identities"`
	Meta       meta          `json:"meta"`
	export
}

// Companies lists organizations: all by cursor, or what changed by time.
func (c *Client) Companies(ctx context.Context, from directory.Position) (directory.Page[directory.Company], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	p, err := c.begin(from, timed)
	if err != nil {
		return directory.Page[directory.Company]{}, err
	}
	page, err := c.organizations(ctx, p, from.Since)
	if closed(err, p) {
		page, err = c.organizations(ctx, place{kind: listed}, from.Since)
		c.remember(err)
	}
	if from.Next == "" {
		page.AsOf = asOf(theirs, page.Whole)
	}
	return page, err
}

func (c *Client) organizations(ctx context.Context, p place, since time.Time) (directory.Page[directory.Company], error) {
	path, query := "/organizations", listQuery(p)
	start, _ := p.second()
	if p.kind == timed {
		if p.at == "" {
			start = startOf(since)
		}
		path, query = "/incremental/organizations", url.Values{"start_time": {strconv.FormatInt(start, 10)}, "per_page": {strconv.Itoa(exportSize)}}
	}
	var got struct {
		Organizations []organizationRow `json:"organizations"`
		Meta          meta              `json:"meta"`
		export
	}
	if err := c.get(ctx, integration.ReadCompanies, path, query, &got); err != nil {
		return directory.Page[directory.Company]{}, err
	}
	page := directory.Page[directory.Company]{Rows: make([]directory.Company, 0, len(got.Organizations)), Whole: p.kind == listed}
	for _, row := range got.Organizations {
		if row.DeletedAt == "" {
			page.Rows = append(page.Rows, directory.Company{ID: kit.IDText(row.ID), Name: strings.TrimSpace(row.Name), Active: true, UpdatedAt: kit.ParseTime(row.UpdatedAt)})
		}
	}
	var err error
	switch {
	case p.kind == listed:
		page.Next, err = c.after(got.Meta, p)
	case !got.over(len(got.Organizations)):
		page.Next, err = c.goOn(atSecond(got.EndTime), atSecond(start))
	}
	return page, err
}

// Contacts lists end users: all by cursor, or what changed by cursor. Among the changes are people who were deleted: they come as inactive.
func (c *Client) Contacts(ctx context.Context, from directory.Position) (directory.Page[directory.Contact], error) {
	ctx, theirs := httpx.WithPeerClock(ctx)
	p, err := c.begin(from, exported)
	if err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	page, err := c.endUsers(ctx, p, from.Since)
	if closed(err, p) {
		page, err = c.endUsers(ctx, place{kind: listed}, from.Since)
		c.remember(err)
	}
	if from.Next == "" {
		page.AsOf = asOf(theirs, page.Whole)
	}
	return page, err
}

func (c *Client) endUsers(ctx context.Context, p place, since time.Time) (directory.Page[directory.Contact], error) {
	path, query := "/users", listQuery(p)
	switch {
	case p.kind == listed:
		query.Set("role", endUser)
	case p.at == "":
		path, query = "/incremental/users/cursor", url.Values{"start_time": {strconv.FormatInt(startOf(since), 10)}, "per_page": {strconv.Itoa(exportSize)}}
	default:
		path, query = "/incremental/users/cursor", url.Values{"cursor": {p.at}, "per_page": {strconv.Itoa(exportSize)}}
	}
	query.Set("include", "identities")
	var got usersAnswer
	if err := c.get(ctx, integration.ReadContacts, path, query, &got); err != nil {
		return directory.Page[directory.Contact]{}, err
	}
	page := directory.Page[directory.Contact]{Rows: c.contacts(got, p.kind == exported), Whole: p.kind == listed}
	var err error
	switch {
	case p.kind == listed:
		page.Next, err = c.after(got.Meta, p)
	case !got.over(len(got.Users)):
		page.Next, err = c.goOn(place{exported, got.export.AfterCursor}, p)
	}
	return page, err
}

// listQuery asks for a page of a list by cursor.
func listQuery(p place) url.Values {
	query := url.Values{"page[size]": {strconv.Itoa(pageSize)}}
	if p.at != "" {
		query.Set("page[after]", p.at)
	}
	return query
}
