package halopsa

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// ticketRow is a ticket as HaloPSA shows it, as far as we look.
type ticketRow struct {
	ID            id     `json:"id"`
	Summary       string `json:"summary"`
	Details       string `json:"details"`
	StatusID      id     `json:"status_id"`
	StatusName    string `json:"status_name"`
	TicketTypeID  id     `json:"tickettype_id"`
	Team          string `json:"team"`
	ClientID      id     `json:"client_id"`
	ClientName    string `json:"client_name"`
	UserID        id     `json:"user_id"`
	UserName      string `json:"user_name"`
	HasBeenClosed bool   `json:"hasbeenclosed"`
	DateClosed    moment `json:"dateclosed"`
	DateOccurred  moment `json:"dateoccurred"`
	LastAction    moment `json:"lastactiondate"`
	LastUpdate    moment `json:"last_update"`
	Deleted       bool   `json:"deleted"`
}

// closed: a ticket that was opened again has been closed, but has no date of it any more.
func (r ticketRow) closed() bool { return r.HasBeenClosed && !r.DateClosed.isNone() }

// Ticket reads one ticket. One that lies in HaloPSA's trash is not there.
func (c *Client) Ticket(ctx context.Context, ticketID string) (ticket.Ticket, error) {
	row, err := c.ticketRow(ctx, ticketID)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return c.told(ctx, row)
}

func (c *Client) ticketRow(ctx context.Context, ticketID string) (ticketRow, error) {
	row, err := record[ticketRow](ctx, c, integration.ReadTickets, "/Tickets/", ticketID, func(row ticketRow) bool { return row.ID != 0 })
	if err == nil && row.Deleted {
		return ticketRow{}, fail.Absent(kit.BadID)
	}
	return row, err
}

// told is a ticket with the name of its status, which its row need not show.
func (c *Client) told(ctx context.Context, row ticketRow) (ticket.Ticket, error) {
	if row.StatusName == "" && row.StatusID != 0 {
		var err error
		if row.StatusName, err = c.statusName(ctx, row.StatusID); err != nil {
			return ticket.Ticket{}, err
		}
	}
	return c.ticket(row), nil
}

// ticket says in the field's terms what HaloPSA shows.
func (c *Client) ticket(r ticketRow) ticket.Ticket {
	return ticket.Ticket{
		ID: r.ID.text(), Number: r.ID.text(), Summary: r.Summary, StatusID: r.StatusID.text(), Status: r.StatusName, Closed: r.closed(), Board: r.Team,
		CompanyID: r.ClientID.text(), Company: r.ClientName, ContactID: r.UserID.text(), Contact: r.UserName, URL: c.ticketURL(r.ID.text()),
		UpdatedAt: newest(r.DateOccurred.at(), r.LastAction.at(), r.LastUpdate.at()), Description: r.Details,
	}
}

// ticketURL is where an agent opens a ticket.
func (c *Client) ticketURL(ticketID string) string {
	open := c.base.JoinPath("tickets")
	open.RawQuery = url.Values{"id": {ticketID}}.Encode()
	return open.String()
}

// Delete moves a ticket to HaloPSA's trash, where it can be restored from.
func (c *Client) Delete(ctx context.Context, ticketID string) error {
	if _, ok := parseID(ticketID); !ok {
		return fail.Absent(kit.BadID)
	}
	_, err := c.call(ctx, request{right: integration.DeleteTickets, method: "DELETE", path: "/Tickets/" + ticketID, query: url.Values{"reason": {"Countersign tried out a ticket default"}}})
	return err
}
