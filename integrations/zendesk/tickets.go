package zendesk

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// ticketRow is a ticket as Zendesk shows it, as far as we look.
type ticketRow struct {
	ID             int64  `json:"id"`
	Subject        string `json:"subject"`
	Description    string `json:"description"`
	Status         string `json:"status"`
	CustomStatusID int64  `json:"custom_status_id"`
	GroupID        int64  `json:"group_id"`
	OrganizationID int64  `json:"organization_id"`
	RequesterID    int64  `json:"requester_id"`
	ExternalID     string `json:"external_id"`
	ResultType     string `json:"result_type"` // of a search
	UpdatedAt      string `json:"updated_at"`
}

// named is a record that a ticket names by its id; answers tell them beside the tickets.
type named struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type beside struct {
	Users         []named `json:"users"`
	Groups        []named `json:"groups"`
	Organizations []named `json:"organizations"`
}

// told is what answers tell beside tickets.
const told = "users,groups,organizations"

// Ticket reads one ticket with its first comment. Any id that Zendesk cannot have given is ticket.ErrNotFound.
func (c *Client) Ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	path, err := ticketPath(id)
	if err != nil {
		return ticket.Ticket{}, err
	}
	var got struct {
		Ticket ticketRow `json:"ticket"`
		beside
	}
	if err := c.get(ctx, integration.ReadTickets, path, url.Values{"include": {told}}, &got); err != nil {
		return ticket.Ticket{}, err
	}
	switch {
	case got.Ticket.ID == 0:
		return ticket.Ticket{}, c.http.Unreadable(true)
	case got.Ticket.deleted():
		return ticket.Ticket{}, fail.Absent("RecordNotFound")
	}
	known, err := c.statusesFor(ctx, got.Ticket)
	if err != nil {
		return ticket.Ticket{}, err
	}
	out := c.ticket(got.Ticket, got.beside, known)
	out.Description = got.Ticket.Description
	return out, nil
}

// Tickets lists tickets, newest first. What was written a moment ago may not stand in Zendesk's search yet.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	search, err := searchFor(q)
	if err != nil {
		return nil, err
	}
	if id, ok := numberIn(q.Text); ok {
		found, err := c.tickets(ctx, "/tickets/show_many", url.Values{"ids": {id}, "include": {told}}, q)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return c.tickets(ctx, "/search", url.Values{
		"query": {search}, "sort_by": {"created_at"}, "sort_order": {"desc"}, "per_page": {strconv.Itoa(min(max(q.Limit, 1), 100))}, "include": {"tickets(" + told + ")"},
	}, q)
}

func (c *Client) tickets(ctx context.Context, path string, query url.Values, q ticket.Query) ([]ticket.Ticket, error) {
	var got struct {
		Tickets []ticketRow `json:"tickets"`
		Results []ticketRow `json:"results"`
		beside
	}
	if err := c.get(ctx, integration.ReadTickets, path, query, &got); err != nil {
		return nil, err
	}
	rows := append(got.Tickets, got.Results...)
	known, err := c.statusesFor(ctx, rows...)
	if err != nil {
		return nil, err
	}
	var out []ticket.Ticket
	for _, row := range rows {
		if one := c.ticket(row, got.beside, known); row.isTicket() && fits(one, q) {
			out = append(out, one)
		}
	}
	return out, nil
}

// fits holds a ticket that was found against what was asked: the search looks at tickets as they were a while ago.
func fits(one ticket.Ticket, q ticket.Query) bool {
	return (q.ContactID == "" || one.ContactID == q.ContactID) && (q.CompanyID == "" || one.CompanyID == q.CompanyID) && (!q.Open || !one.Closed)
}

// FindTicket looks for the ticket that Create made with a reference. It asks the list and not the search, which is late.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	var got struct {
		Tickets []ticketRow `json:"tickets"`
	}
	if err := c.get(ctx, integration.ReadTickets, "/tickets", url.Values{"external_id": {ref}, "page[size]": {"2"}}, &got); err != nil {
		return ticket.Ticket{}, false, err
	}
	for _, row := range got.Tickets {
		if row.ExternalID == ref && !row.deleted() {
			known, err := c.statusesFor(ctx, row)
			return c.ticket(row, beside{}, known), err == nil, err
		}
		if row.ExternalID != ref {
			// The server did not filter as it was asked to: that ours is not among the first says nothing.
			return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
		}
	}
	return ticket.Ticket{}, false, nil
}

// SetStatus moves a ticket to a status, by its id or name. A closed ticket takes none: Zendesk refuses it.
func (c *Client) SetStatus(ctx context.Context, id, status string) error {
	path, err := ticketPath(id)
	if err != nil {
		return err
	}
	change, err := c.statusNamed(ctx, status)
	if err != nil {
		return err
	}
	return c.send(ctx, request{right: integration.EditTickets, method: http.MethodPut, path: path}, map[string]any{"ticket": change}, nil)
}

// ticketPath is where a ticket lives, or ticket.ErrNotFound for an id that none can have.
func ticketPath(id string) (string, error) {
	if _, ok := parseID(id); !ok {
		return "", fail.Absent(kit.BadID)
	}
	return "/tickets/" + id, nil
}

func (t ticketRow) deleted() bool { return t.Status == "deleted" }

// isTicket reports whether a row of a search is a ticket that is still there.
func (t ticketRow) isTicket() bool {
	return t.ID != 0 && !t.deleted() && (t.ResultType == "" || t.ResultType == "ticket")
}

// ticket says in the field's terms what Zendesk shows.
func (c *Client) ticket(t ticketRow, by beside, known []statusRow) ticket.Ticket {
	id := strconv.FormatInt(t.ID, 10)
	out := ticket.Ticket{
		ID: id, Number: id, Summary: t.Subject, Closed: t.Status == "solved" || t.Status == "closed", Board: nameOf(by.Groups, t.GroupID),
		CompanyID: kit.IDText(t.OrganizationID), Company: nameOf(by.Organizations, t.OrganizationID), ContactID: kit.IDText(t.RequesterID), Contact: nameOf(by.Users, t.RequesterID),
		URL: c.base.String() + "/agent/tickets/" + id, UpdatedAt: kit.ParseTime(t.UpdatedAt),
	}
	out.StatusID, out.Status = statusOf(t, known)
	return out
}

func nameOf(rows []named, id int64) string {
	for _, row := range rows {
		if row.ID == id {
			return row.Name
		}
	}
	return ""
}

// Delete puts a ticket among the deleted ones, from where Zendesk removes it for good after thirty days.
func (c *Client) Delete(ctx context.Context, ticketID string) error {
	path, err := ticketPath(ticketID)
	if err != nil {
		return err
	}
	return c.call(ctx, request{right: integration.DeleteTickets, method: http.MethodDelete, path: path}, nil)
}
