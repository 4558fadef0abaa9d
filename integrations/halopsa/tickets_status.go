package halopsa

import (
	"context"
	"net/url"
	"strings"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// named is a row of a lookup, which are bare arrays.
type named struct {
	ID   id     `json:"id"`
	Name string `json:"name"`
}

// statusesOf lists the statuses of a ticket type; 0 for those of all.
func (c *Client) statusesOf(ctx context.Context, kind id, more url.Values) ([]named, error) {
	query := url.Values{"type": {"ticket"}}
	for name, values := range more {
		query[name] = values
	}
	if kind != 0 {
		query.Set("tickettype_id", kind.text())
	}
	found, err := getList[named](ctx, c, integration.ReadTickets, "/Status", "statuses", query)
	return found.rows, err
}

// statusName is what a status is called; "" for one that HaloPSA does not list. All are asked for anew when one comes that is not known.
func (c *Client) statusName(ctx context.Context, status id) (string, error) {
	c.mu.Lock()
	known, ok := c.statuses[status]
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	rows, err := c.statusesOf(ctx, 0, nil)
	if err != nil {
		return "", err
	}
	names := map[id]string{}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	c.mu.Lock()
	c.statuses = names
	c.mu.Unlock()
	return names[status], nil
}

// SetStatus moves a ticket to a status of its own type, by its id or name. The ticket is read first: an update of one that is not there might make a
// new one.
func (c *Client) SetStatus(ctx context.Context, ticketID, status string) error {
	row, err := c.ticketRow(ctx, ticketID)
	if err != nil {
		return err
	}
	wanted, err := c.statusCalled(ctx, row.TicketTypeID, status)
	if err != nil {
		return err
	}
	change := struct {
		ID       id `json:"id"`
		StatusID id `json:"status_id"`
	}{row.ID, wanted}
	var changed ticketRow
	if err := c.post(ctx, "/Tickets", change, &changed); err != nil {
		return err
	}
	if changed.ID != row.ID {
		return c.http.Unreadable(false)
	}
	return nil
}

// statusCalled is the id of a status that goes by its id or its name.
func (c *Client) statusCalled(ctx context.Context, kind id, status string) (id, error) {
	if wanted, ok := parseID(status); ok {
		return wanted, nil
	}
	rows, err := c.statusesOf(ctx, kind, nil)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if status != "" && row.ID != 0 && strings.EqualFold(strings.TrimSpace(row.Name), strings.TrimSpace(status)) {
			return row.ID, nil
		}
	}
	return 0, fail.Refused(kit.NoStatus)
}
