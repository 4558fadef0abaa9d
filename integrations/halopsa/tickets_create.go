package halopsa

import (
	"context"

	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// summaryLimit is the longest summary we give a ticket, in characters.
const summaryLimit = 255

// newTicket is the body of a new ticket.
type newTicket struct {
	Summary      string `json:"summary"`
	Details      string `json:"details"`
	TicketTypeID id     `json:"tickettype_id,omitempty"`
	StatusID     id     `json:"status_id,omitempty"`
	PriorityID   id     `json:"priority_id,omitempty"`
	ClientID     id     `json:"client_id,omitempty"`
	UserID       id     `json:"user_id,omitempty"`
	Team         string `json:"team,omitempty"`
	Category     string `json:"category_1,omitempty"`
}

// Create makes a ticket. HaloPSA knows no idempotency key: the reference is the last line of the ticket's details, so after provider.Ambiguous ask
// FindTicket.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	body, err := bodyOf(n)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var made ticketRow
	if err := c.post(ctx, "/Tickets", body, &made); err != nil {
		return ticket.Ticket{}, err
	}
	if made.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(false)
	}
	out, err := c.told(ctx, made)
	if err != nil { // the ticket exists even where its status is unknown
		out = c.ticket(made)
	}
	out.Description = body.Details
	return out, nil
}

func bodyOf(n ticket.New) (newTicket, error) {
	body := newTicket{
		Summary: ticket.Cut(ticket.OneLine(n.Summary), summaryLimit), Details: ticket.Sign(n.Description, n.Reference),
		Team: n.Defaults[ticket.FieldBoard], Category: n.Defaults[ticket.FieldCategory],
	}
	company := n.CompanyID
	if company == "" && n.ContactID == "" {
		company = n.Defaults[ticket.FieldCompany]
	}
	for _, one := range []struct {
		given string
		into  *id
	}{
		{company, &body.ClientID}, {n.ContactID, &body.UserID}, {n.Defaults[ticket.FieldType], &body.TicketTypeID}, {n.Defaults[ticket.FieldStatus], &body.StatusID},
		{n.Defaults[ticket.FieldPriority], &body.PriorityID},
	} {
		if one.given == "" {
			continue
		}
		var ok bool
		if *one.into, ok = parseID(one.given); !ok {
			return newTicket{}, fail.Refused(kit.BadID)
		}
	}
	if body.ClientID == 0 && body.UserID == 0 {
		return newTicket{}, fail.Refused(kit.NoCompany)
	}
	return body, nil
}
