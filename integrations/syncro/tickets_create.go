package syncro

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// summaryLimit is the longest subject we send, in characters: what a line of text usually holds.
const summaryLimit = 255

// openingSubject is the subject of the comment that a ticket is opened with, as Syncro's own screens write it.
const openingSubject = "Initial Issue"

// newTicket is the body of a new ticket. A status, an issue type and a priority go by name.
type newTicket struct {
	CustomerID   number       `json:"customer_id"`
	ContactID    number       `json:"contact_id,omitempty"`
	Subject      string       `json:"subject"`
	Status       string       `json:"status,omitempty"`
	ProblemType  string       `json:"problem_type,omitempty"`
	Priority     string       `json:"priority,omitempty"`
	TicketTypeID number       `json:"ticket_type_id,omitempty"`
	UserID       number       `json:"user_id,omitempty"`
	Comments     []newComment `json:"comments_attributes,omitempty"`
}

// Create makes a ticket. Syncro knows no idempotency key: the reference stands at the end of its first comment, so after provider.Ambiguous ask
// FindTicket. Syncro mails that comment to no person.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	body, err := bodyOf(n)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var got struct {
		Ticket ticketRow `json:"ticket"`
	}
	if err := c.send(ctx, integration.CreateTickets, http.MethodPost, "/tickets", body, &got); err != nil {
		return ticket.Ticket{}, err
	}
	if got.Ticket.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(false)
	}
	out := c.ticket(got.Ticket)
	out.Description = ticket.Sign(n.Description, n.Reference)
	return out, nil
}

func bodyOf(n ticket.New) (newTicket, error) {
	company := kit.FirstWords(n.CompanyID, n.Defaults[ticket.FieldCompany])
	if company == "" {
		return newTicket{}, fail.Refused(kit.NoCompany)
	}
	for _, id := range []string{company, n.ContactID, n.Defaults[fieldTicketType], n.Defaults[fieldUser]} {
		if id != "" && !idText.MatchString(id) {
			return newTicket{}, fail.Refused(kit.BadID)
		}
	}
	body := newTicket{
		CustomerID: idOf(company), ContactID: idOf(n.ContactID), Subject: ticket.Cut(ticket.OneLine(n.Summary), summaryLimit), Status: n.Defaults[ticket.FieldStatus],
		ProblemType: n.Defaults[ticket.FieldType], Priority: n.Defaults[ticket.FieldPriority], TicketTypeID: idOf(n.Defaults[fieldTicketType]), UserID: idOf(n.Defaults[fieldUser]),
	}
	if text := ticket.Sign(n.Description, n.Reference); text != "" {
		body.Comments = []newComment{{Subject: openingSubject, Body: text, DoNotEmail: true}}
	}
	return body, nil
}
