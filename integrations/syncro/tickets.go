package syncro

import (
	"context"
	"net/http"
	"regexp"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// ticketRow is a ticket as Syncro shows it, as far as we look. Lists name the customer in the row, a single ticket in an object of its own.
type ticketRow struct {
	ID               number         `json:"id"`     // names it in paths
	Number           number         `json:"number"` // what people call it by
	Subject          string         `json:"subject"`
	Status           string         `json:"status"`
	TicketTypeName   string         `json:"ticket_type_name"`
	CustomerID       number         `json:"customer_id"`
	BusinessThenName string         `json:"customer_business_then_name"`
	ContactID        number         `json:"contact_id"`
	ContactFullname  string         `json:"contact_fullname"`
	Contact          *ticketContact `json:"contact"`
	CreatedAt        string         `json:"created_at"`
	UpdatedAt        string         `json:"updated_at"`
	Comments         []comment      `json:"comments"`
}

type ticketContact struct {
	ID   number `json:"id"`
	Name string `json:"name"`
}

// comment is a comment of a ticket. The first one is what the ticket was opened with.
type comment struct {
	ID        number `json:"id"`
	Subject   string `json:"subject"`
	Body      string `json:"body"`
	CreatedAt string `json:"created_at"`
}

// closing is a status of tickets that are done with. Syncro's own are Resolved and Invoiced; an MSP may add others.
var closing = regexp.MustCompile(`(?i)\b(resolved|invoiced|closed?|solved|completed?|cancell?ed|done)\b`)

// Ticket reads one ticket with its first comment. Any id that Syncro cannot have given is ticket.ErrNotFound.
func (c *Client) Ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	path, err := ticketPath(id)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var got struct {
		Ticket ticketRow `json:"ticket"`
	}
	if err := c.get(ctx, integration.ReadTickets, path, nil, &got); err != nil {
		return ticket.Ticket{}, err
	}
	if got.Ticket.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(true)
	}
	out := c.ticket(got.Ticket)
	if first, ok := firstOf(got.Ticket.Comments); ok {
		out.Description = first.Body
	}
	return out, nil
}

// firstOf is the oldest of some comments; the newest may stand first.
func firstOf(comments []comment) (oldest comment, ok bool) {
	for i, one := range comments {
		if i == 0 || one.ID < oldest.ID {
			oldest = one
		}
	}
	return oldest, len(comments) > 0
}

// SetStatus moves a ticket to a status. In Syncro a status goes by its name.
func (c *Client) SetStatus(ctx context.Context, id, status string) error {
	path, err := ticketPath(id)
	if err != nil {
		return err
	}
	if status == "" {
		return fail.Refused(kit.NoStatus)
	}
	var got struct {
		Ticket ticketRow `json:"ticket"`
	}
	if err := c.send(ctx, integration.EditTickets, http.MethodPut, path, map[string]string{"status": status}, &got); err != nil {
		return err
	}
	if got.Ticket.ID == 0 {
		return c.http.Unreadable(false)
	}
	return nil
}

// Delete removes a ticket for good.
func (c *Client) Delete(ctx context.Context, id string) error {
	path, err := ticketPath(id)
	if err != nil {
		return err
	}
	return c.call(ctx, integration.DeleteTickets, http.MethodDelete, path, nil, nil, nil)
}

// ticketPath is where a ticket lives, or ticket.ErrNotFound for an id that none can have.
func ticketPath(id string) (string, error) {
	if !idText.MatchString(id) {
		return "", fail.Absent(kit.BadID)
	}
	return "/tickets/" + id, nil
}

// ticket says in the field's terms what Syncro shows.
func (c *Client) ticket(t ticketRow) ticket.Ticket {
	out := ticket.Ticket{
		ID: t.ID.String(), Number: t.Number.String(), Summary: t.Subject, StatusID: t.Status, Status: t.Status, Closed: closing.MatchString(t.Status),
		Board: t.TicketTypeName, CompanyID: t.CustomerID.String(), Company: t.BusinessThenName, ContactID: t.ContactID.String(), Contact: t.ContactFullname,
		URL: c.base.JoinPath("tickets", t.ID.String()).String(), UpdatedAt: kit.ParseTime(t.UpdatedAt),
	}
	if out.Number == "" {
		out.Number = out.ID
	}
	if t.Contact != nil {
		out.ContactID, out.Contact = t.Contact.ID.String(), kit.FirstWords(t.Contact.Name, out.Contact)
	}
	return out
}
