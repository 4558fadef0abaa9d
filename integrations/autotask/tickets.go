package autotask

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// complete is the status of closed tickets. It is Autotask's own and cannot be deleted; no other status closes a ticket.
const complete = 5

// ticketRow is a ticket as Autotask shows it, as far as we look.
type ticketRow struct {
	ID                              int64  `json:"id"`
	TicketNumber                    string `json:"ticketNumber"`
	Title                           string `json:"title"`
	Description                     string `json:"description"`
	Status                          *int64 `json:"status"`
	QueueID                         *int64 `json:"queueID"`
	CompanyID                       *int64 `json:"companyID"`
	ContactID                       *int64 `json:"contactID"`
	ExternalID                      string `json:"externalID"`
	LastActivityDate                moment `json:"lastActivityDate"`
	LastTrackedModificationDateTime moment `json:"lastTrackedModificationDateTime"`
}

// ticketFields are what we ask for of the tickets of a list: a description may be very long.
var ticketFields = []string{"id", "ticketNumber", "title", "status", "queueID", "companyID", "contactID", "externalID", "lastActivityDate", "lastTrackedModificationDateTime"}

// Ticket reads one ticket. Any id that Autotask cannot have given is ticket.ErrNotFound.
func (c *Client) Ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	row, err := item[ticketRow](ctx, c, integration.ReadTickets, "Tickets", id, func(row ticketRow) int64 { return row.ID })
	if err != nil {
		return ticket.Ticket{}, err
	}
	out, err := c.tickets(ctx, []ticketRow{row})
	if err != nil {
		return ticket.Ticket{}, err
	}
	out[0].Description = row.Description
	return out[0], nil
}

// FindTicket looks for the ticket that Create made with a reference.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	q := question{Filter: []filter{is("externalID", ref)}, IncludeFields: ticketFields, MaxRecords: 2}
	rows, _, err := queryPage[ticketRow](ctx, c, integration.ReadTickets, "Tickets", q, "")
	if err != nil || len(rows) == 0 {
		return ticket.Ticket{}, false, err
	}
	at := slices.IndexFunc(rows, func(row ticketRow) bool { return row.ExternalID == ref })
	if at < 0 {
		// The server did not filter as it was asked to: that ours is not among the first says nothing.
		return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
	}
	out, err := c.tickets(ctx, rows[at:at+1])
	if err != nil {
		return ticket.Ticket{}, false, err
	}
	return out[0], true, nil
}

// SetStatus moves a ticket to a status, by its id or name.
func (c *Client) SetStatus(ctx context.Context, id, status string) error {
	number, err := record(id)
	if err != nil {
		return err
	}
	value, ok := parseID(status)
	if !ok {
		list, err := c.picklist(ctx, "Tickets", "status")
		if err != nil {
			return err
		}
		if value, ok = list.valueOf(status); !ok {
			return fail.Refused(kit.NoStatus)
		}
	}
	change := struct {
		ID     int64 `json:"id"`
		Status int64 `json:"status"`
	}{number, value}
	_, err = c.send(ctx, request{right: integration.EditTickets, method: http.MethodPatch, path: "/Tickets", one: true}, change)
	return err
}

// tickets says in the field's terms what Autotask shows. Rows hold ids alone: what they stand for is looked up, for all rows at once.
func (c *Client) tickets(ctx context.Context, rows []ticketRow) ([]ticket.Ticket, error) {
	out := make([]ticket.Ticket, len(rows))
	if len(rows) == 0 {
		return out, nil
	}
	statuses, err := c.picklist(ctx, "Tickets", "status")
	if err != nil {
		return nil, err
	}
	queues, err := c.picklist(ctx, "Tickets", "queueID")
	if err != nil {
		return nil, err
	}
	companies, contacts, err := c.whose(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		id := strconv.FormatInt(row.ID, 10)
		out[i] = ticket.Ticket{
			ID: id, Number: kit.FirstWords(row.TicketNumber, id), Summary: row.Title, StatusID: idText(row.Status), Closed: row.Status != nil && *row.Status == complete,
			CompanyID: idText(row.CompanyID), ContactID: idText(row.ContactID), URL: c.ticketURL(id),
			UpdatedAt: latest(row.LastActivityDate, row.LastTrackedModificationDateTime),
		}
		out[i].Status, out[i].Board = statuses.label(out[i].StatusID), queues.label(idText(row.QueueID))
		out[i].Company, out[i].Contact = companies[out[i].CompanyID], contacts[out[i].ContactID]
	}
	return out, nil
}

// whose are the names of the companies and the people of tickets. Where our user may not read them, tickets are shown without them.
func (c *Client) whose(ctx context.Context, rows []ticketRow) (companies, contacts map[string]string, err error) {
	var ofCompanies, ofContacts []int64
	for _, row := range rows {
		if row.CompanyID != nil && !slices.Contains(ofCompanies, *row.CompanyID) {
			ofCompanies = append(ofCompanies, *row.CompanyID)
		}
		if row.ContactID != nil && !slices.Contains(ofContacts, *row.ContactID) {
			ofContacts = append(ofContacts, *row.ContactID)
		}
	}
	companies, err = names(ctx, c, integration.ReadCompanies, "Companies", ofCompanies, func(row companyRow) (int64, string) {
		return row.ID, strings.TrimSpace(row.CompanyName)
	}, "id", "companyName")
	if err != nil && provider.KindOf(err) != provider.Refused {
		return nil, nil, err
	}
	contacts, err = names(ctx, c, integration.ReadContacts, "Contacts", ofContacts, func(row contactRow) (int64, string) {
		return row.ID, kit.FullName(row.FirstName, row.LastName)
	}, "id", "firstName", "lastName")
	if err != nil && provider.KindOf(err) != provider.Refused {
		return nil, nil, err
	}
	return companies, contacts, nil
}
