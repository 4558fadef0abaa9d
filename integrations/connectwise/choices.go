package connectwise

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// choice is a row that a field of a ticket can name. Each list knows some of these.
type choice struct {
	ID       int64     `json:"id"`
	Name     string    `json:"name"`
	SubTypes []int64   `json:"typeAssociationIds"` // of a subtype: the types that it belongs to
	Type     reference `json:"type"`               // of an association of type, subtype and item
	SubType  reference `json:"subType"`
	Item     reference `json:"item"`
}

// lookup is where the choices of a field stand. Board is whether that is below the board that is chosen.
type lookup struct {
	right      integration.Right
	path       string
	board      bool
	conditions string
	order      string
}

var lookups = map[string]lookup{
	ticket.FieldBoard:    {right: integration.ReadSetup, path: "/service/boards", conditions: "inactiveFlag=false", order: "name asc"},
	ticket.FieldPriority: {right: integration.ReadSetup, path: "/service/priorities", order: "sortOrder asc"},
	ticket.FieldSource:   {right: integration.ReadSetup, path: "/service/sources", order: "name asc"},
	ticket.FieldCompany:  {right: integration.ReadCompanies, path: "/company/companies", conditions: "deletedFlag=false", order: "name asc"},
	// A status says inactive, where all else says inactiveFlag.
	ticket.FieldStatus:      {right: integration.ReadSetup, path: "/statuses", board: true, conditions: "inactive=false", order: "sortOrder asc"},
	ticket.FieldSMSReceived: {right: integration.ReadSetup, path: "/statuses", board: true, conditions: "inactive=false", order: "sortOrder asc"},
	ticket.FieldClosed:      {right: integration.ReadSetup, path: "/statuses", board: true, conditions: "inactive=false and closedStatus=true", order: "sortOrder asc"},
	ticket.FieldType:        {right: integration.ReadSetup, path: "/types", board: true, conditions: "inactiveFlag=false", order: "name asc"},
	ticket.FieldSubtype:     {right: integration.ReadSetup, path: "/subtypes", board: true, conditions: "inactiveFlag=false", order: "name asc"},
	ticket.FieldItem:        {right: integration.ReadSetup, path: "/typeSubTypeItemAssociations", board: true, order: "id asc"},
}

// Choices lists what a field can be. What depends on a board needs the board chosen too.
func (c *Client) Choices(ctx context.Context, field string, chosen ticket.Defaults) ([]integration.Choice, error) {
	at, ok := lookups[field]
	if !ok {
		return nil, fail.Refused(kit.BadField)
	}
	path := at.path
	if at.board {
		board, ok := parseID(chosen[ticket.FieldBoard])
		if !ok || !decided(field, chosen) {
			return nil, nil
		}
		path = "/service/boards/" + strconv.FormatInt(board, 10) + at.path
	}
	query := url.Values{"orderBy": {at.order}}
	if at.conditions != "" {
		query.Set("conditions", at.conditions)
	}
	rows, err := everyRow[choice](ctx, c, at.right, path, query)
	if err != nil {
		return nil, err
	}
	return offered(field, rows, chosen), nil
}

// decided reports whether all is chosen that decides on a field.
func decided(field string, chosen ticket.Defaults) bool {
	for _, one := range Vendor.Fields {
		if one.Name == field {
			return one.Of == "" || chosen[one.Of] != "" && decided(one.Of, chosen)
		}
	}
	return false
}

// offered are the rows that go with what is chosen.
func offered(field string, rows []choice, chosen ticket.Defaults) []integration.Choice {
	kind, _ := parseID(chosen[ticket.FieldType])
	subtype, _ := parseID(chosen[ticket.FieldSubtype])
	var out []integration.Choice
	seen := map[int64]bool{}
	for _, row := range rows {
		switch field {
		case ticket.FieldSubtype:
			if !slices.Contains(row.SubTypes, kind) {
				continue
			}
		case ticket.FieldItem:
			if row.Type.ID != kind || row.SubType.ID != subtype || row.Item.ID == 0 {
				continue
			}
			row.ID, row.Name = row.Item.ID, row.Item.Name
		}
		if !seen[row.ID] {
			seen[row.ID] = true
			out = append(out, integration.Choice{ID: kit.IDText(row.ID), Label: row.Name})
		}
	}
	return out
}
