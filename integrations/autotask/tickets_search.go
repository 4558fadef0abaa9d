package autotask

import (
	"context"
	"slices"
	"strings"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// wordsLooked bounds how many words of a search become conditions.
const wordsLooked = 8

// reaches are how far back tickets are looked for, one after the other until there are enough: Autotask lists the oldest first, and nothing else. 0 is
// for ever.
var reaches = []time.Duration{7 * 24 * time.Hour, 90 * 24 * time.Hour, 0}

// Tickets lists tickets, newest first.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	conditions, err := conditionsOf(q)
	if err != nil {
		return nil, err
	}
	limit := min(max(q.Limit, 1), 100)
	var newest []ticketRow
	for _, reach := range reachesOf(q) {
		asked := slices.Clone(conditions)
		if reach > 0 {
			asked = append(asked, since("createDate", stamped(c.now().Add(-reach))))
		}
		if len(asked) == 0 {
			asked = []filter{everything}
		}
		rows, whole, err := every[ticketRow](ctx, c, integration.ReadTickets, "Tickets", question{Filter: asked, IncludeFields: ticketFields})
		if err != nil {
			return nil, err
		}
		if !whole && len(newest) > 0 {
			break // what was read of so long a list are its oldest
		}
		newest = rows[max(0, len(rows)-limit):]
		if len(rows) >= limit {
			break
		}
	}
	slices.Reverse(newest)
	return c.tickets(ctx, newest)
}

// reachesOf are the reaches that a query needs: few tickets speak of one person.
func reachesOf(q ticket.Query) []time.Duration {
	if q.ContactID != "" {
		return reaches[len(reaches)-1:]
	}
	return reaches
}

// conditionsOf writes a query as conditions that must all hold.
func conditionsOf(q ticket.Query) ([]filter, error) {
	var conditions []filter
	if q.Open {
		conditions = append(conditions, isNot("status", complete))
	}
	for _, by := range []struct{ field, id string }{{"companyID", q.CompanyID}, {"contactID", q.ContactID}} {
		if by.id == "" {
			continue
		}
		id, ok := parseID(by.id)
		if !ok {
			return nil, fail.Refused(kit.BadID)
		}
		conditions = append(conditions, is(by.field, id))
	}
	words := strings.Fields(q.Text)
	for _, one := range words[:min(len(words), wordsLooked)] {
		if len(words) == 1 {
			return append(conditions, anyOf(is("ticketNumber", strings.TrimPrefix(one, "#")), holding("title", one))), nil
		}
		conditions = append(conditions, holding("title", one))
	}
	return conditions, nil
}
