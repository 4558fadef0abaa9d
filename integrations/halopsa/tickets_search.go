package halopsa

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// Tickets lists tickets, newest first.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	asked, err := askedOf(q)
	if err != nil {
		return nil, err
	}
	rows, err := c.numbered(ctx, asked)
	if err != nil {
		return nil, err
	}
	found, err := getList[ticketRow](ctx, c, integration.ReadTickets, "/Tickets", "tickets", asked.query())
	if err != nil {
		return nil, err
	}
	out := []ticket.Ticket{}
	for i, row := range append(rows, found.rows...) {
		if len(out) == asked.limit || !asked.meets(row, i < len(rows)) || i >= len(rows) && len(rows) > 0 && row.ID == rows[0].ID {
			continue
		}
		one, err := c.told(ctx, row)
		if err != nil {
			return nil, err
		}
		one.Description = ""
		out = append(out, one)
	}
	return out, nil
}

// asked is a query in HaloPSA's terms. Zero ids ask for nothing.
type asked struct {
	words         []string // of the summary, in lower case
	number        string
	company, user id
	open          bool
	limit         int
}

func askedOf(q ticket.Query) (asked, error) {
	out := asked{words: strings.Fields(strings.ToLower(q.Text)), open: q.Open, limit: min(max(q.Limit, 1), pageSize)}
	for _, by := range []struct {
		given string
		into  *id
	}{{q.CompanyID, &out.company}, {q.ContactID, &out.user}} {
		if by.given == "" {
			continue
		}
		var ok bool
		if *by.into, ok = parseID(by.given); !ok {
			return asked{}, fail.Refused(kit.BadID)
		}
	}
	if len(out.words) == 1 {
		if number := strings.TrimPrefix(out.words[0], "#"); isID(number) {
			out.number = number
		}
	}
	return out, nil
}

func isID(text string) bool { _, ok := parseID(text); return ok }

// query asks HaloPSA. Of several words it is asked for the longest: whether it looks for them one by one is nowhere said, so the others are looked for here.
func (a asked) query() url.Values {
	size, longest := a.limit, ""
	for _, word := range a.words {
		if len(word) > len(longest) {
			longest = word
		}
	}
	if len(a.words) > 1 {
		size = pageSize
	}
	query := paged(1, size, true)
	for name, value := range map[string]string{"search_summary": longest, "client_id": a.company.text(), "user_id": a.user.text()} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if a.open {
		query.Set("open_only", "true")
	}
	return query
}

// numbered is the ticket of the number that is asked for, if there is one.
func (c *Client) numbered(ctx context.Context, a asked) ([]ticketRow, error) {
	if a.number == "" {
		return nil, nil
	}
	row, err := c.ticketRow(ctx, a.number)
	switch {
	case errors.Is(err, ticket.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return []ticketRow{row}, nil
}

// meets reports whether a ticket is one that was asked for, by its number or by its words.
func (a asked) meets(row ticketRow, byNumber bool) bool {
	if row.ID == 0 || row.Deleted || a.open && row.closed() || a.company != 0 && row.ClientID != a.company || a.user != 0 && row.UserID != a.user {
		return false
	}
	for _, word := range a.words {
		if !byNumber && !strings.Contains(strings.ToLower(row.Summary), word) {
			return false
		}
	}
	return true
}

// candidates bounds how many tickets are looked at that speak of a reference.
const candidates = 10

// FindTicket looks for the ticket that Create made with a reference, which is the last line of its details.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	query := paged(1, candidates, false)
	query.Set("search_details", ref)
	found, err := getList[ticketRow](ctx, c, integration.ReadTickets, "/Tickets", "tickets", query)
	if err != nil {
		return ticket.Ticket{}, false, err
	}
	strangers := 0
	for _, row := range found.rows {
		if row.Details == "" { // a list need not show them
			if row, err = c.ticketRow(ctx, row.ID.text()); errors.Is(err, ticket.ErrNotFound) {
				continue
			} else if err != nil {
				return ticket.Ticket{}, false, err
			}
		}
		if ticket.SignedBy(row.Details, ref) && !row.Deleted {
			out, err := c.told(ctx, row)
			return out, err == nil, err
		}
		if !strings.Contains(row.Details, ref) {
			strangers++
		}
	}
	if strangers > 0 || len(found.rows) == candidates {
		// The server did not search as it was asked to, or too many speak of it: that ours is not among the first says nothing.
		return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
	}
	return ticket.Ticket{}, false, nil
}
