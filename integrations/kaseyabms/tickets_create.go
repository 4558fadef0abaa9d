package kaseyabms

import (
	"context"
	"net/http"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// titleLimit is the longest title that we write, in characters. Kaseya publishes no limit; a line of a list shows less.
const titleLimit = 200

// newTicket is the body of a new ticket.
type newTicket struct {
	Title          string `json:"Title"`
	Details        string `json:"Details"`
	AccountID      int    `json:"AccountId"`
	LocationID     int    `json:"LocationId"`
	ContactID      int    `json:"ContactId,omitempty"`
	QueueID        int    `json:"QueueId"`
	StatusID       int    `json:"StatusId"`
	PriorityID     int    `json:"PriorityId"`
	TypeID         int    `json:"TypeId"`
	IssueTypeID    int    `json:"IssueTypeId,omitempty"`
	SubIssueTypeID int    `json:"SubIssueTypeId,omitempty"`
	SourceID       int    `json:"SourceId"`
	OpenDate       string `json:"OpenDate"`
}

// Create makes a ticket at the main location of its account. Kaseya BMS knows no idempotency key and no field of ours: the reference stands at the
// end of the details, so after provider.Ambiguous ask FindTicket.
func (c *Client) Create(ctx context.Context, n ticket.New) (ticket.Ticket, error) {
	body, err := bodyOf(n, c.cfg.Now())
	if err != nil {
		return ticket.Ticket{}, err
	}
	if body.LocationID, err = c.mainLocation(ctx, body.AccountID); err != nil {
		return ticket.Ticket{}, err
	}
	var made ticketRow
	if err := c.send(ctx, integration.EditTickets, http.MethodPost, ticketsPath, body, &made); err != nil {
		return ticket.Ticket{}, err
	}
	if made.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(false)
	}
	out := made.ticket()
	out.Description = n.Description
	return out, nil
}

// bodyOf is a new ticket without its location.
func bodyOf(n ticket.New, now time.Time) (body newTicket, err error) {
	company := n.CompanyID
	if company == "" {
		company = n.Defaults[ticket.FieldCompany]
	}
	if company == "" {
		return newTicket{}, fail.Refused(kit.NoCompany)
	}
	body = newTicket{
		Title: ticket.Cut(ticket.OneLine(n.Summary), titleLimit), Details: ticket.Sign(n.Description, n.Reference), OpenDate: now.UTC().Format(time.RFC3339),
	}
	if body.Details == "" {
		body.Details = body.Title
	}
	for _, one := range []struct {
		into  *int
		value string
	}{{&body.AccountID, company}, {&body.ContactID, n.ContactID}} {
		if *one.into, err = optionalID(one.value); err != nil {
			return newTicket{}, err
		}
	}
	for _, one := range []struct {
		into     *int
		field    string
		required bool
	}{
		{&body.QueueID, ticket.FieldBoard, true}, {&body.StatusID, ticket.FieldStatus, true}, {&body.PriorityID, ticket.FieldPriority, true},
		{&body.TypeID, ticket.FieldType, true}, {&body.SourceID, ticket.FieldSource, true}, {&body.IssueTypeID, ticket.FieldCategory, false},
		{&body.SubIssueTypeID, ticket.FieldSubtype, false},
	} {
		if *one.into, err = optionalID(n.Defaults[one.field]); err != nil {
			return newTicket{}, err
		}
		if one.required && *one.into == 0 {
			return newTicket{}, fail.Refused(codeNoField + one.field)
		}
	}
	return body, nil
}

// optionalID reads an id, 0 for none.
func optionalID(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	id, ok := parseID(text)
	if !ok {
		return 0, fail.Refused(kit.BadID)
	}
	return id, nil
}

// mainLocation is where an account's tickets are, unless it is said otherwise: a ticket needs a location.
func (c *Client) mainLocation(ctx context.Context, account int) (int, error) {
	var rows []struct {
		ID     int  `json:"id"`
		IsMain bool `json:"isMain"`
	}
	if err := c.get(ctx, integration.ReadCompanies, "/crm/accounts/"+kit.IDText(account)+"/locations/lookup", nil, &rows); err != nil {
		return 0, err
	}
	for _, row := range rows {
		if row.IsMain {
			return row.ID, nil
		}
	}
	if len(rows) == 0 {
		return 0, fail.Refused(codeNoLocation)
	}
	return rows[0].ID, nil
}
