package autotask

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// What Autotask takes, in characters.
const (
	titleLimit       = 255
	descriptionLimit = 8000
)

// dueAfter is when a new ticket is due where the defaults do not say: Autotask wants to know.
const dueAfter = 24

// newTicket is the body of a new ticket. The reference stands in externalID.
type newTicket struct {
	CompanyID      *int64 `json:"companyID"`
	ContactID      *int64 `json:"contactID,omitempty"`
	Title          string `json:"title"`
	Description    string `json:"description,omitempty"`
	ExternalID     string `json:"externalID,omitempty"`
	DueDateTime    string `json:"dueDateTime"`
	Status         *int64 `json:"status,omitempty"`
	Priority       *int64 `json:"priority,omitempty"`
	QueueID        *int64 `json:"queueID,omitempty"`
	IssueType      *int64 `json:"issueType,omitempty"`
	SubIssueType   *int64 `json:"subIssueType,omitempty"`
	TicketCategory *int64 `json:"ticketCategory,omitempty"`
	TicketType     *int64 `json:"ticketType,omitempty"`
	Source         *int64 `json:"source,omitempty"`
}

// Create makes a ticket. Autotask knows no idempotency key: the reference stands in the ticket's externalID, so after provider.Ambiguous ask FindTicket.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	body, err := bodyOf(n, c.now())
	if err != nil {
		return ticket.Ticket{}, err
	}
	id, err := c.send(ctx, request{right: integration.CreateTickets, method: http.MethodPost, path: "/Tickets"}, body)
	if err != nil {
		return ticket.Ticket{}, err
	}
	// Autotask answers with the id alone. That the rest cannot be read does not unmake the ticket.
	if made, err := c.Ticket(ctx, id); err == nil {
		return made, nil
	}
	return ticket.Ticket{
		ID: id, Number: id, Summary: body.Title, StatusID: idText(body.Status), CompanyID: idText(body.CompanyID), ContactID: idText(body.ContactID),
		URL: c.ticketURL(id), Description: body.Description,
	}, nil
}

func bodyOf(n ticket.New, now time.Time) (newTicket, error) {
	company := n.CompanyID
	if company == "" {
		company = n.Defaults[ticket.FieldCompany]
	}
	due, err := dueOf(n.Defaults[FieldDueHours])
	if err != nil {
		return newTicket{}, err
	}
	body := newTicket{
		Title: ticket.Cut(ticket.OneLine(n.Summary), titleLimit), Description: ticket.Cut(n.Description, descriptionLimit),
		ExternalID: n.Reference, DueDateTime: stamped(now.Add(due)),
	}
	for _, one := range []struct {
		into  **int64
		value string
	}{
		{&body.CompanyID, company}, {&body.ContactID, n.ContactID}, {&body.Status, n.Defaults[ticket.FieldStatus]}, {&body.Priority, n.Defaults[ticket.FieldPriority]},
		{&body.QueueID, n.Defaults[ticket.FieldBoard]}, {&body.IssueType, n.Defaults[ticket.FieldType]}, {&body.SubIssueType, n.Defaults[ticket.FieldSubtype]},
		{&body.TicketCategory, n.Defaults[ticket.FieldCategory]}, {&body.TicketType, n.Defaults[FieldTicketType]}, {&body.Source, n.Defaults[ticket.FieldSource]},
	} {
		if one.value == "" {
			continue
		}
		id, ok := parseID(one.value)
		if !ok {
			return newTicket{}, fail.Refused(kit.BadID)
		}
		*one.into = &id
	}
	if body.CompanyID == nil {
		return newTicket{}, fail.Refused(kit.NoCompany)
	}
	return body, nil
}

// dueOf reads how long after its creation a ticket is due, in hours.
func dueOf(hours string) (time.Duration, error) {
	if hours == "" {
		return dueAfter * time.Hour, nil
	}
	n, err := strconv.Atoi(hours)
	if err != nil || n < 1 || n > 24*365 {
		return 0, fail.Refused(kit.BadField)
	}
	return time.Duration(n) * time.Hour, nil
}
