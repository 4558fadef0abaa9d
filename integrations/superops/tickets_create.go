package superops

import (
	"context"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// summaryLimit is the longest subject we send, in characters: what SuperOps documents for a line of text.
const summaryLimit = 255

// What a ticket is where its defaults do not say. SuperOps refuses one without a source, and may refuse one without a type.
const (
	usualSource = "PHONE"
	usualType   = "Incident"
)

// newTicket is the input of a new ticket. What SuperOps lists by name it takes by name.
type newTicket struct {
	Subject     string    `json:"subject"`
	Description string    `json:"description,omitempty"`
	Client      accountID `json:"client"`
	Requester   *userID   `json:"requester,omitempty"`
	TechGroup   *groupID  `json:"techGroup,omitempty"`
	Source      string    `json:"source"`
	Status      string    `json:"status,omitempty"`
	RequestType string    `json:"requestType"`
	Priority    string    `json:"priority,omitempty"`
	Impact      string    `json:"impact,omitempty"`
	Urgency     string    `json:"urgency,omitempty"`
	Category    string    `json:"category,omitempty"`
	Subcategory string    `json:"subcategory,omitempty"`
}

type (
	accountID struct {
		AccountID string `json:"accountId"`
	}
	userID struct {
		UserID string `json:"userId"`
	}
	groupID struct {
		GroupID string `json:"groupId"`
	}
)

// Create makes a ticket. SuperOps knows no idempotency key: the reference stands at the end of the description, so after provider.Ambiguous ask FindTicket.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	input, err := inputOf(n)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var got struct {
		Ticket ticketRow `json:"createTicket"`
	}
	if err := c.ask(ctx, call{right: integration.CreateTickets, document: makeTicket, input: input, writes: true}, &got); err != nil {
		return ticket.Ticket{}, err
	}
	if got.Ticket.TicketID == "" {
		return ticket.Ticket{}, c.http.Unreadable(false)
	}
	out := got.Ticket.ticket()
	out.Description = input.Description
	return out, nil
}

func inputOf(n ticket.New) (newTicket, error) {
	company := n.CompanyID
	if company == "" {
		company = n.Defaults[ticket.FieldCompany]
	}
	input := newTicket{
		Subject: ticket.Cut(ticket.OneLine(n.Summary), summaryLimit), Description: ticket.Sign(n.Description, n.Reference), Client: accountID{company},
		Source: or(n.Defaults[ticket.FieldSource], usualSource), Status: n.Defaults[ticket.FieldStatus], RequestType: or(n.Defaults[ticket.FieldType], usualType),
		Priority: n.Defaults[ticket.FieldPriority], Impact: n.Defaults[fieldImpact], Urgency: n.Defaults[fieldUrgency],
		Category: n.Defaults[ticket.FieldCategory], Subcategory: n.Defaults[ticket.FieldSubtype],
	}
	group := n.Defaults[ticket.FieldBoard]
	for _, id := range []string{company, n.ContactID, group} {
		if id != "" && !digits.MatchString(id) {
			return newTicket{}, fail.Refused(kit.BadID)
		}
	}
	if company == "" {
		return newTicket{}, fail.Refused(kit.NoCompany)
	}
	if n.ContactID != "" {
		input.Requester = &userID{n.ContactID}
	}
	if group != "" {
		input.TechGroup = &groupID{group}
	}
	return input, nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
