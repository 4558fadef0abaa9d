package connectwise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// serviceTicket is a ticket as ConnectWise shows it, as far as we look.
type serviceTicket struct {
	ID           int64     `json:"id"`
	Summary      string    `json:"summary"`
	Board        reference `json:"board"`
	Status       reference `json:"status"`
	Company      reference `json:"company"`
	Contact      reference `json:"contact"`
	ContactName  string    `json:"contactName"`
	ClosedFlag   bool      `json:"closedFlag"`
	ExternalXRef string    `json:"externalXRef"`
	Info         info      `json:"_info"`
}

// reference names another record. ConnectWise takes an id or a name; a company's name is its identifier.
type reference struct {
	ID         int64  `json:"id,omitempty"`
	Name       string `json:"name,omitempty"`
	Identifier string `json:"identifier,omitempty"`
}

// Ticket reads one ticket with its first note. Any id that ConnectWise cannot have given is ticket.ErrNotFound.
func (c *Client) Ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	path, err := ticketPath(id)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var found serviceTicket
	if err := c.get(ctx, integration.ReadTickets, path, nil, &found); err != nil {
		return ticket.Ticket{}, err
	}
	if found.ID == 0 {
		return ticket.Ticket{}, c.http.Unreadable(true)
	}
	// What was asked for at creation is not shown again: it became the first note of the discussion.
	var notes []serviceNote
	if err := c.get(ctx, integration.ReadTickets, path+"/notes", url.Values{"orderBy": {"id asc"}, "pageSize": {strconv.Itoa(notesLooked)}}, &notes); err != nil {
		return ticket.Ticket{}, err
	}
	out := c.ticket(found)
	for _, note := range notes {
		if note.DetailDescriptionFlag {
			out.Description = note.Text
			break
		}
	}
	return out, nil
}

// notesLooked is how many of the oldest notes are looked through for the first one of the discussion.
const notesLooked = 25

// wordsLooked bounds how many words of a search become conditions.
const wordsLooked = 8

// Tickets lists tickets, newest first.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	conditions, err := conditionsOf(q)
	if err != nil {
		return nil, err
	}
	query := url.Values{"orderBy": {"id desc"}, "pageSize": {strconv.Itoa(min(max(q.Limit, 1), 100))}}
	if len(conditions) > 0 {
		query.Set("conditions", all(conditions))
	}
	var found []serviceTicket
	if err := c.get(ctx, integration.ReadTickets, "/service/tickets", query, &found); err != nil {
		return nil, err
	}
	out := make([]ticket.Ticket, len(found))
	for i, one := range found {
		out[i] = c.ticket(one)
	}
	return out, nil
}

// conditionsOf writes a query as conditions.
func conditionsOf(q ticket.Query) ([]string, error) {
	var conditions []string
	if q.Open {
		conditions = append(conditions, "closedFlag=false")
	}
	for _, by := range []struct{ field, id string }{{"company/id", q.CompanyID}, {"contact/id", q.ContactID}} {
		if by.id == "" {
			continue
		}
		id, ok := parseID(by.id)
		if !ok {
			return nil, fail.Refused(kit.BadID)
		}
		conditions = append(conditions, equals(by.field, id))
	}
	words := strings.Fields(q.Text)
	if len(words) == 1 {
		if id, ok := parseID(strings.TrimPrefix(words[0], "#")); ok {
			return append(conditions, "("+equals("id", id)+" or summary contains "+quote(words[0])+")"), nil
		}
	}
	for _, one := range words[:min(len(words), wordsLooked)] {
		conditions = append(conditions, "summary contains "+quote(one))
	}
	return conditions, nil
}

// FindTicket looks for the ticket that Create made with a reference.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	var found []serviceTicket
	query := url.Values{"conditions": {"externalXRef=" + quote(ref)}, "orderBy": {"id asc"}, "pageSize": {"2"}}
	if err := c.get(ctx, integration.ReadTickets, "/service/tickets", query, &found); err != nil {
		return ticket.Ticket{}, false, err
	}
	for _, one := range found {
		if one.ExternalXRef == ref {
			return c.ticket(one), true, nil
		}
	}
	if len(found) > 0 {
		// The server did not filter as it was asked to: that ours is not among the first says nothing.
		return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
	}
	return ticket.Ticket{}, false, nil
}

// SetStatus moves a ticket to a status of its own board, by its id or name.
func (c *Client) SetStatus(ctx context.Context, id, status string) error {
	path, err := ticketPath(id)
	if err != nil {
		return err
	}
	if status == "" {
		return fail.Refused(kit.NoStatus)
	}
	return c.send(ctx, integration.EditTickets, http.MethodPatch, path, []operation{{Op: "replace", Path: "status", Value: named(status)}}, nil)
}

// operation is one change of a PATCH. https://developer.connectwise.com/Products/ConnectWise_PSA/Developer_Guide
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	Value any    `json:"value"`
}

// named refers to a record by its id or its name.
func named(value string) *reference {
	if value == "" {
		return nil
	}
	if id, ok := parseID(value); ok {
		return &reference{ID: id}
	}
	return &reference{Name: value}
}

// ticketPath is where a ticket lives, or ticket.ErrNotFound for an id that none can have.
func ticketPath(id string) (string, error) {
	if _, ok := parseID(id); !ok {
		return "", fail.Absent(kit.BadID)
	}
	return "/service/tickets/" + id, nil
}

// ticket says in the field's terms what ConnectWise shows.
func (c *Client) ticket(t serviceTicket) ticket.Ticket {
	id := strconv.FormatInt(t.ID, 10)
	out := ticket.Ticket{
		ID: id, Number: id, Summary: t.Summary, StatusID: idOf(t.Status), Status: t.Status.Name, Closed: t.ClosedFlag, Board: t.Board.Name,
		CompanyID: idOf(t.Company), Company: t.Company.Name, ContactID: idOf(t.Contact), Contact: t.ContactName, URL: c.ticketURL(id), UpdatedAt: t.Info.at(),
	}
	if out.Contact == "" {
		out.Contact = t.Contact.Name
	}
	return out
}

func idOf(r reference) string {
	if r.ID == 0 {
		return ""
	}
	return strconv.FormatInt(r.ID, 10)
}

// ticketURL is where a technician opens a ticket: every release answers to the old name as well.
func (c *Client) ticketURL(id string) string {
	open := *c.base
	open.Host = screensHost(open.Host)
	open.Path += "/v4_6_release/services/system_io/router/openrecord.rails"
	open.RawPath = ""
	open.RawQuery = url.Values{"locale": {"en_US"}, "companyName": {c.company}, "recordType": {"ServiceFv"}, "recid": {id}}.Encode()
	return open.String()
}

// screensHost is where the screens of an API's host stand, in lower case: the cloud's API hosts are those of its screens with "api-" before them.
func screensHost(api string) string {
	api = strings.ToLower(api)
	if strings.HasSuffix(api, ".myconnectwise.net") || strings.HasSuffix(api, ".connectwisedev.com") {
		return strings.TrimPrefix(api, "api-")
	}
	return api
}

// Delete removes a ticket for good.
func (c *Client) Delete(ctx context.Context, ticketID string) error {
	path, err := ticketPath(ticketID)
	if err != nil {
		return err
	}
	return c.call(ctx, request{right: integration.DeleteTickets, method: http.MethodDelete, path: path}, nil)
}
