package kaseyabms

import (
	"context"
	"errors"

	"countersign/core/ticket"
)

// Tables of names that Kaseya BMS keeps without a lookup of their own. Kaseya publishes how a table is read and not what each is called: we ask for
// each by the names that it may have.
var (
	ticketTypes = []string{"TicketTypes", "TicketType", "ServiceDeskTicketTypes"}
	sources     = []string{"TicketSources", "TicketSource", "Sources", "Source"}
	noteTypes   = []string{"NoteTypes", "NoteType", "TicketNoteTypes"}
)

// tableFolders are where a table may stand: those that every Kaseya BMS has, and those of an MSP's own.
var tableFolders = []string{"/system/lookup/", "/system/tenantlookup/"}

// named is a row of any lookup, as far as we look. Not every lookup tells whether a row is active: those that do not show active ones only.
type named struct {
	ID        int    `json:"id"`
	Name      string `json:"name"`
	IsDefault bool   `json:"isDefault"`
	IsActive  *bool  `json:"isActive"`
}

func (n named) usable() bool { return n.ID > 0 && n.Name != "" && (n.IsActive == nil || *n.IsActive) }

// table reads the first table of some names that holds anything; none for names that Kaseya BMS does not know.
func (c *Client) table(ctx context.Context, names []string) ([]named, error) {
	for _, name := range names {
		for _, folder := range tableFolders {
			rows, err := c.lookup(ctx, folder+name)
			switch {
			case err == nil && len(rows) > 0:
				return rows, nil
			case err != nil && !unknownTable(err):
				return nil, err
			}
		}
	}
	return nil, nil
}

// unknownTable reports whether an error says that there is no such table. How Kaseya BMS says so is not published: any refusal but for want of a
// right is taken for it.
func unknownTable(err error) bool {
	return errors.Is(err, ticket.ErrNotFound) || saysNo(err)
}

// lookup reads the usable rows of a lookup.
func (c *Client) lookup(ctx context.Context, path string) ([]named, error) {
	var rows, usable []named
	if err := c.get(ctx, "", path, nil, &rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.usable() {
			usable = append(usable, row)
		}
	}
	return usable, nil
}

// preferred is the row that Kaseya BMS takes by default, else the first.
func preferred(rows []named) (named, bool) {
	for _, row := range rows {
		if row.IsDefault {
			return row, true
		}
	}
	if len(rows) == 0 {
		return named{}, false
	}
	return rows[0], true
}
