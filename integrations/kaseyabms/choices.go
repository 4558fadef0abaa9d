package kaseyabms

import (
	"context"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// lookups are where the choices of a field stand that have a lookup of their own.
var lookups = map[string]string{
	ticket.FieldBoard: "/system/queues/lookup", ticket.FieldStatus: statusesPath, ticket.FieldClosed: statusesPath, ticket.FieldSMSReceived: statusesPath,
	ticket.FieldCategory: "/system/issuetypes/lookup", ticket.FieldPriority: "/system/priorities/lookup",
}

const statusesPath = "/system/statuses/lookup"

// Choices lists what a field can be.
func (c *Client) Choices(ctx context.Context, field string, chosen ticket.Defaults) ([]integration.Choice, error) {
	rows, err := c.choices(ctx, field, chosen)
	var out []integration.Choice
	for _, row := range rows {
		if row.usable() {
			out = append(out, integration.Choice{ID: kit.IDText(row.ID), Label: row.Name})
		}
	}
	return out, err
}

func (c *Client) choices(ctx context.Context, field string, chosen ticket.Defaults) ([]named, error) {
	if path, ok := lookups[field]; ok {
		return c.lookup(ctx, path)
	}
	switch field {
	case ticket.FieldSubtype:
		category, ok := parseID(chosen[ticket.FieldCategory])
		if !ok {
			return nil, nil
		}
		return c.lookup(ctx, "/system/issuetypes/"+strconv.Itoa(category)+"/issuesubtypes/lookup")
	case ticket.FieldType:
		return c.tableOrUsed(ctx, ticketTypes, func(t ticketRow) named { return named{ID: t.TypeID, Name: t.TypeName} })
	case ticket.FieldSource:
		return c.tableOrUsed(ctx, sources, func(t ticketRow) named { return named{ID: t.SourceID, Name: t.SourceName} })
	case ticket.FieldCompany:
		return c.accounts(ctx)
	}
	return nil, fail.Refused(kit.BadField)
}

// accounts are all active accounts, by a list that is shorter than that of everything about them.
func (c *Client) accounts(ctx context.Context) ([]named, error) {
	rows, _, err := everyRow(ctx, c, integration.ReadCompanies, "/crm/accounts/lookup", func(n named) int { return n.ID })
	return rows, err
}

// tableOrUsed is a table of names, or, where none of the names that it may have is known, what the newest tickets have. A list of tickets names
// some things by their ids only: what they are called, one ticket of each tells.
func (c *Client) tableOrUsed(ctx context.Context, names []string, of func(ticketRow) named) ([]named, error) {
	rows, err := c.table(ctx, names)
	if err != nil || len(rows) > 0 {
		return rows, err
	}
	newest, _, err := c.ticketPage(ctx, paged(1))
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	for _, one := range newest {
		used := of(one)
		if used.ID == 0 || seen[used.ID] {
			continue
		}
		seen[used.ID] = true
		if used.Name == "" {
			whole, err := c.ticketRow(ctx, kit.IDText(one.ID))
			if err != nil {
				return nil, err
			}
			used = of(whole)
		}
		rows = append(rows, used)
	}
	return rows, nil
}
