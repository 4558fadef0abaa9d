package connectwise

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// summaryLimit is the longest summary ConnectWise takes, in characters.
const summaryLimit = 100

// newTicket is the body of a new ticket. SkipCallback keeps ConnectWise from telling us of what we wrote ourselves.
type newTicket struct {
	Summary            string     `json:"summary"`
	RecordType         string     `json:"recordType"`
	Company            *reference `json:"company"`
	Contact            *reference `json:"contact,omitempty"`
	Board              *reference `json:"board,omitempty"`
	Status             *reference `json:"status,omitempty"`
	Type               *reference `json:"type,omitempty"`
	SubType            *reference `json:"subType,omitempty"`
	Item               *reference `json:"item,omitempty"`
	Priority           *reference `json:"priority,omitempty"`
	Source             *reference `json:"source,omitempty"`
	InitialDescription string     `json:"initialDescription,omitempty"`
	ExternalXRef       string     `json:"externalXRef,omitempty"`
	SkipCallback       bool       `json:"skipCallback"`
}

// Create makes a ticket. ConnectWise knows no idempotency key: the reference stands in the ticket's externalXRef, so after provider.Ambiguous ask
// FindTicket.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	body, err := bodyOf(n)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var made serviceTicket
	if err := c.send(ctx, integration.CreateTickets, http.MethodPost, "/service/tickets", body, &made); err != nil {
		return ticket.Ticket{}, err
	}
	if made.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(false)
	}
	out := c.ticket(made)
	out.Description = n.Description
	return out, nil
}

func bodyOf(n ticket.New) (newTicket, error) {
	company := n.CompanyID
	if company == "" {
		company = n.Defaults[ticket.FieldCompany]
	}
	body := newTicket{
		Summary: ticket.Cut(ticket.OneLine(n.Summary), summaryLimit), RecordType: "ServiceTicket", Company: named(company), Contact: named(n.ContactID),
		Board: named(n.Defaults[ticket.FieldBoard]), Status: named(n.Defaults[ticket.FieldStatus]), Type: named(n.Defaults[ticket.FieldType]),
		SubType: named(n.Defaults[ticket.FieldSubtype]), Item: named(n.Defaults[ticket.FieldItem]),
		Priority: named(n.Defaults[ticket.FieldPriority]), Source: named(n.Defaults[ticket.FieldSource]),
		InitialDescription: n.Description, ExternalXRef: n.Reference, SkipCallback: true,
	}
	switch {
	case body.Company == nil:
		return newTicket{}, fail.Refused(kit.NoCompany)
	case body.Company.ID == 0: // a company goes by its identifier
		body.Company.Identifier, body.Company.Name = body.Company.Name, ""
	}
	if body.Contact != nil && body.Contact.ID == 0 {
		return newTicket{}, fail.Refused(kit.BadID)
	}
	return body, nil
}
