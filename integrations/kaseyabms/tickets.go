package kaseyabms

import (
	"context"
	"net/http"
	"strings"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

const ticketsPath = "/servicedesk/tickets"

// ticketRow is a ticket as Kaseya BMS shows it, as far as we look. Lists leave SourceName out.
type ticketRow struct {
	ID                 int    `json:"id"`
	TicketNumber       string `json:"ticketNumber"`
	Title              string `json:"title"`
	Details            string `json:"details"`
	AccountID          int    `json:"accountId"`
	AccountName        string `json:"accountName"`
	ContactID          int    `json:"contactId"`
	ContactName        string `json:"contactName"`
	StatusID           int    `json:"statusId"`
	StatusName         string `json:"statusName"`
	TypeID             int    `json:"typeId"`
	TypeName           string `json:"typeName"`
	SourceID           int    `json:"sourceId"`
	SourceName         string `json:"sourceName"`
	QueueName          string `json:"queueName"`
	CompletedDate      moment `json:"completedDate"`
	ReOpenedDate       moment `json:"reOpenedDate"`
	LastActivityUpdate moment `json:"lastActivityUpdate"`
	ModifiedOn         moment `json:"modifiedOn"`
}

// Ticket reads one ticket. Any id that Kaseya BMS cannot have given is ticket.ErrNotFound.
func (c *Client) Ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	row, err := c.ticketRow(ctx, id)
	if err != nil {
		return ticket.Ticket{}, err
	}
	out := row.ticket()
	out.Description = kit.PlainText(row.Details)
	return out, nil
}

func (c *Client) ticketRow(ctx context.Context, id string) (row ticketRow, err error) {
	path, err := ticketPath(id)
	if err != nil {
		return row, err
	}
	if err := c.get(ctx, integration.ReadTickets, path, nil, &row); err != nil {
		return ticketRow{}, err
	}
	if row.ID == 0 {
		return ticketRow{}, fail.Absent(codeNobody)
	}
	return row, nil
}

// ticketPath is where a ticket lives, or ticket.ErrNotFound for an id that none can have.
func ticketPath(id string) (string, error) {
	if _, ok := parseID(id); !ok {
		return "", fail.Absent(kit.BadID)
	}
	return ticketsPath + "/" + id, nil
}

// ticket says in the field's terms what Kaseya BMS shows. Where a technician opens it cannot be told.
func (t ticketRow) ticket() ticket.Ticket {
	out := ticket.Ticket{
		ID: kit.IDText(t.ID), Number: strings.TrimSpace(t.TicketNumber), Summary: t.Title, StatusID: kit.IDText(t.StatusID), Status: t.StatusName, Closed: t.closed(),
		Board: t.QueueName, CompanyID: kit.IDText(t.AccountID), Company: t.AccountName, ContactID: kit.IDText(t.ContactID), Contact: t.ContactName,
		UpdatedAt: t.LastActivityUpdate.Time,
	}
	if out.Number == "" {
		out.Number = out.ID
	}
	if out.UpdatedAt.IsZero() {
		out.UpdatedAt = t.ModifiedOn.Time
	}
	return out
}

// closed reports whether a ticket was completed and not opened again.
func (t ticketRow) closed() bool {
	return !t.CompletedDate.IsZero() && !t.ReOpenedDate.After(t.CompletedDate.Time)
}

// SetStatus moves a ticket to a status, by its id or name.
func (c *Client) SetStatus(ctx context.Context, id, status string) error {
	path, err := ticketPath(id)
	if err != nil {
		return err
	}
	value, ok := parseID(status)
	if !ok {
		if value, err = c.statusNamed(ctx, status); err != nil {
			return err
		}
	}
	return c.send(ctx, integration.EditTickets, http.MethodPatch, path, []operation{{Op: "replace", Path: "/StatusId", Value: value}}, nil)
}

// operation is one change of a PATCH (RFC 6902).
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

func (c *Client) statusNamed(ctx context.Context, status string) (int, error) {
	rows, err := c.lookup(ctx, statusesPath)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if strings.EqualFold(strings.TrimSpace(row.Name), strings.TrimSpace(status)) {
			return row.ID, nil
		}
	}
	return 0, fail.Refused(kit.NoStatus)
}

// Delete removes a ticket.
func (c *Client) Delete(ctx context.Context, ticketID string) error {
	path, err := ticketPath(ticketID)
	if err != nil {
		return err
	}
	_, err = c.call(ctx, request{right: integration.DeleteTickets, method: http.MethodDelete, path: path}, nil)
	return err
}
