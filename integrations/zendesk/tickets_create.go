package zendesk

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// subjectLimit is the longest subject we give a ticket, in characters: what Zendesk's own forms take.
const subjectLimit = 150

// FieldForm is Zendesk's ticket form, which says what fields a ticket has.
const FieldForm = "form"

// newTicket is the body of a new ticket.
type newTicket struct {
	Subject        string  `json:"subject"`
	Comment        comment `json:"comment"`
	RequesterID    int64   `json:"requester_id,omitempty"`
	OrganizationID int64   `json:"organization_id,omitempty"`
	GroupID        int64   `json:"group_id,omitempty"`
	TicketFormID   int64   `json:"ticket_form_id,omitempty"`
	Type           string  `json:"type,omitempty"`
	Priority       string  `json:"priority,omitempty"`
	ExternalID     string  `json:"external_id,omitempty"`
	statusFields
}

// Create makes a ticket. The reference stands in its external id, so after provider.Ambiguous ask FindTicket; it is the idempotency key too, so that
// even a second call within two hours makes no second ticket. Our own agent is the requester where the caller is unknown.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	body, err := bodyOf(n)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var got struct {
		Ticket ticketRow `json:"ticket"`
	}
	post := request{right: integration.CreateTickets, method: http.MethodPost, path: "/tickets", once: n.Reference}
	if err := c.send(ctx, post, map[string]any{"ticket": body}, &got); err != nil {
		return ticket.Ticket{}, err
	}
	if got.Ticket.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(false)
	}
	// The ticket is made: that its status cannot be named is no failure.
	known, _ := c.statusesFor(ctx, got.Ticket)
	out := c.ticket(got.Ticket, beside{}, known)
	out.Description = n.Description
	return out, nil
}

func bodyOf(n ticket.New) (newTicket, error) {
	body := newTicket{
		Subject: ticket.Cut(ticket.OneLine(n.Summary), subjectLimit), Comment: comment{Body: n.Description, Public: true},
		Type: n.Defaults[ticket.FieldType], Priority: n.Defaults[ticket.FieldPriority], ExternalID: n.Reference,
	}
	if body.Comment.Body == "" {
		body.Comment.Body = body.Subject // Zendesk takes no empty comment
	}
	company := n.CompanyID
	if n.ContactID == "" {
		company = "" // a ticket's organization is one of its requester's
	}
	for _, one := range []struct {
		given string
		into  *int64
	}{
		{n.ContactID, &body.RequesterID}, {company, &body.OrganizationID}, {n.Defaults[ticket.FieldBoard], &body.GroupID}, {n.Defaults[FieldForm], &body.TicketFormID},
	} {
		id, ok := parseID(one.given)
		if !ok && one.given != "" {
			return newTicket{}, fail.Refused(kit.BadID)
		}
		*one.into = id
	}
	if status := n.Defaults[ticket.FieldStatus]; status != "" {
		fields, ok := statusByID(status)
		if !ok {
			return newTicket{}, fail.Refused(codeUnknownStatus)
		}
		body.statusFields = fields
	}
	return body, nil
}
