package syncro

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// searchedPages bounds how many pages of tickets one search reads. Syncro allows 180 requests a minute for all clients at one address together.
const searchedPages = 20

// Tickets lists tickets, newest first. A single number is a ticket's number before it is a word.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	query := url.Values{}
	for _, by := range []struct{ name, id string }{{"customer_id", q.CompanyID}, {"contact_id", q.ContactID}} {
		if by.id == "" {
			continue
		}
		if !idText.MatchString(by.id) {
			return nil, fail.Refused(kit.BadID)
		}
		query.Set(by.name, by.id)
	}
	if q.Open {
		query.Set("status", "Not Closed")
	}
	words := strings.Join(strings.Fields(q.Text), " ")
	if bare := strings.TrimPrefix(words, "#"); idText.MatchString(bare) {
		query.Set("number", bare)
		found, err := c.listed(ctx, query, q.Limit)
		if err != nil || len(found) > 0 {
			return found, err
		}
		query.Del("number")
	}
	if words != "" {
		query.Set("query", words)
	}
	return c.listed(ctx, query, q.Limit)
}

// listed reads tickets until there are as many as wanted.
func (c *Client) listed(ctx context.Context, query url.Values, limit int) ([]ticket.Ticket, error) {
	limit = min(max(limit, 1), 100)
	var rows []ticketRow
	for page := 1; page <= searchedPages && len(rows) < limit; page++ {
		some, more, err := c.ticketPage(ctx, query, page)
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
		if !more {
			break
		}
	}
	slices.SortStableFunc(rows, func(a, b ticketRow) int { return strings.Compare(b.CreatedAt, a.CreatedAt) })
	out := make([]ticket.Ticket, min(len(rows), limit))
	for i := range out {
		out[i] = c.ticket(rows[i])
	}
	return out, nil
}

func (c *Client) ticketPage(ctx context.Context, query url.Values, page int) (rows []ticketRow, more bool, err error) {
	query.Set("page", strconv.Itoa(page))
	var got struct {
		Rows []ticketRow `json:"tickets"`
		Meta meta        `json:"meta"`
	}
	if err := c.get(ctx, integration.ReadTickets, "/tickets", query, &got); err != nil {
		return nil, false, err
	}
	if got.Rows == nil || slices.ContainsFunc(got.Rows, func(row ticketRow) bool { return row.ID == 0 }) {
		return nil, false, c.http.Unreadable(true)
	}
	return got.Rows, got.Meta.more(page, len(got.Rows)), nil
}

const (
	// searchedBack is how far back FindTicket looks.
	searchedBack = 7 * 24 * time.Hour

	// readAlone bounds how many tickets are read one by one, because the list did not tell what they were opened with.
	readAlone = 25

	day = "2006-01-02"
)

// FindTicket looks for the ticket that Create made with a reference. Syncro's search may not know of comments, so the tickets of the last seven days are
// looked through: the list tells what each was opened with. Where there are more than we read, nothing is certain.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	query := url.Values{"created_after": {clock.Now().Add(-searchedBack).Format(day)}}
	alone := 0
	for page := 1; page <= searchedPages; page++ {
		rows, more, err := c.ticketPage(ctx, query, page)
		if err != nil {
			return ticket.Ticket{}, false, err
		}
		for _, row := range rows {
			first, told := firstOf(row.Comments)
			if !told && alone < readAlone {
				alone++
				if first, told, err = c.firstComment(ctx, row.ID); err != nil {
					return ticket.Ticket{}, false, err
				}
			} else if !told {
				return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
			}
			if told && ticket.SignedBy(first.Body, ref) {
				return c.ticket(row), true, nil
			}
		}
		if !more {
			return ticket.Ticket{}, false, nil
		}
	}
	return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
}

// firstComment is what a ticket was opened with; ok is false for one that was opened without words.
func (c *Client) firstComment(ctx context.Context, id number) (comment, bool, error) {
	var got comments
	query := url.Values{"sort_by": {"created_at"}, "sort_direction": {"ASC"}, "per_page": {"1"}}
	if err := c.get(ctx, integration.ReadTickets, "/tickets/"+id.String()+"/comments", query, &got); err != nil {
		return comment{}, false, err
	}
	first, ok := firstOf(got.Rows)
	return first, ok, nil
}
