package kaseyabms

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// searchedPages bounds how many pages a search by words looks through.
const searchedPages = 5

// Tickets lists tickets, newest first. Kaseya BMS searches titles for one text: it is asked for the longest word, and what it finds is looked through
// for the others. One word that holds a digit may be a number too.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	query, err := filters(q)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(q.Text)
	limit := min(max(q.Limit, 1), 100)
	if len(words) == 0 {
		return c.searched(ctx, query, q, nil, limit)
	}
	byTitle := with(query, "Filter.Title", slices.MaxFunc(words, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
	found, err := c.searched(ctx, byTitle, q, words, limit)
	number := strings.TrimPrefix(words[0], "#")
	if err != nil || len(words) > 1 || !strings.ContainsFunc(number, unicode.IsDigit) {
		return found, err
	}
	numbered, err := c.searched(ctx, with(query, "Filter.TicketNumber", number), q, nil, limit)
	if err != nil {
		return nil, err
	}
	return merged(numbered, found, limit), nil
}

// merged puts two finds together, each ticket once.
func merged(first, second []ticket.Ticket, limit int) []ticket.Ticket {
	all := slices.Clone(first)
	for _, one := range second {
		if !slices.ContainsFunc(first, func(t ticket.Ticket) bool { return t.ID == one.ID }) {
			all = append(all, one)
		}
	}
	return all[:min(len(all), limit)]
}

// filters writes what a query asks for besides its words.
func filters(q ticket.Query) (url.Values, error) {
	query := url.Values{}
	if q.Open {
		query.Set("Filter.ExcludeCompleted", "1")
	}
	for _, by := range []struct{ filter, id string }{{"Filter.AccountIds", q.CompanyID}, {"Filter.ContactId", q.ContactID}} {
		if by.id == "" {
			continue
		}
		if _, ok := parseID(by.id); !ok {
			return nil, fail.Refused(kit.BadID)
		}
		query.Set(by.filter, by.id)
	}
	return query, nil
}

// searched reads pages until as many tickets as wanted fit a query and hold all words.
func (c *Client) searched(ctx context.Context, query url.Values, q ticket.Query, words []string, limit int) ([]ticket.Ticket, error) {
	var out []ticket.Ticket
	looked := 0
	for page := 1; page <= searchedPages; page++ {
		rows, total, err := c.ticketPage(ctx, withPage(query, page))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if row.fits(q, words) && len(out) < limit {
				out = append(out, row.ticket())
			}
		}
		if looked += len(rows); len(rows) == 0 || looked >= total || len(out) == limit {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b ticket.Ticket) int { return cmp.Compare(number(b.ID), number(a.ID)) })
	return out, nil
}

func number(id string) int {
	n, _ := parseID(id)
	return n
}

// fits reports whether a ticket matches a query. Kaseya BMS may ignore its filters.
func (t ticketRow) fits(q ticket.Query, words []string) bool {
	title := strings.ToLower(t.Title)
	return (q.CompanyID == "" || q.CompanyID == kit.IDText(t.AccountID)) && (q.ContactID == "" || q.ContactID == kit.IDText(t.ContactID)) && (!q.Open || !t.closed()) &&
		!slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(title, strings.ToLower(word)) })
}

// withPage asks for one page of what a query finds.
func withPage(query url.Values, page int) url.Values {
	out := paged(page)
	maps.Copy(out, query)
	return out
}

// ticketPage reads a page of tickets, the newest first.
func (c *Client) ticketPage(ctx context.Context, query url.Values) (rows []ticketRow, total int, err error) {
	total, err = c.sorted(ctx, request{right: integration.ReadTickets, method: http.MethodGet, path: ticketsPath, query: query}, newest, &rows)
	return rows, total, err
}

// FindTicket looks for the ticket that Create made with a reference, which stands at the end of its details.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	rows, total, err := c.ticketPage(ctx, withPage(url.Values{"Filter.Details": {ref}}, 1))
	if err != nil {
		return ticket.Ticket{}, false, err
	}
	for _, row := range rows {
		if ticket.SignedBy(kit.PlainText(row.Details), ref) {
			return row.ticket(), true, nil
		}
	}
	if len(rows) < total || len(rows) >= pageSize || slices.ContainsFunc(rows, func(row ticketRow) bool { return !strings.Contains(row.Details, ref) }) {
		// More than was looked at, or not what was asked for: that ours is not among it says nothing.
		return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
	}
	return ticket.Ticket{}, false, nil
}
