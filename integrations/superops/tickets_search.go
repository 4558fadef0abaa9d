package superops

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// wordsLooked bounds how many words of a search become conditions.
const wordsLooked = 8

// newestFirst is the order of every list of tickets.
var newestFirst = []sorting{{Attribute: "createdTime", Order: "DESC"}}

// Tickets lists tickets, newest first. For those that are open the names of all statuses are asked for first.
func (c *Client) Tickets(ctx context.Context, q ticket.Query) ([]ticket.Ticket, error) {
	conditions, err := conditionsOf(q)
	if err != nil {
		return nil, err
	}
	if q.Open {
		open, err := c.openStatuses(ctx)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, condition{Attribute: "status", Operator: "includes", Value: open})
	}
	rows, _, err := c.ticketPage(ctx, listInfo{Page: 1, PageSize: min(max(q.Limit, 1), pageSize), Condition: joined("AND", conditions), Sort: newestFirst})
	out := make([]ticket.Ticket, len(rows))
	for i, row := range rows {
		out[i] = row.ticket()
	}
	return out, err
}

func (c *Client) ticketPage(ctx context.Context, info listInfo) ([]ticketRow, told, error) {
	var got struct {
		List struct {
			Tickets []ticketRow `json:"tickets"`
			Info    told        `json:"listInfo"`
		} `json:"getTicketList"`
	}
	if err := c.ask(ctx, call{right: integration.ReadTickets, document: askTickets, input: info}, &got); err != nil {
		return nil, told{}, err
	}
	odd := func(row ticketRow) bool { return row.TicketID == "" }
	if !isList(got.List.Tickets, got.List.Info) || slices.ContainsFunc(got.List.Tickets, odd) {
		return nil, told{}, c.http.Unreadable(true)
	}
	return got.List.Tickets, got.List.Info, nil
}

// conditionsOf writes a query as conditions. A single word may be a ticket's number.
func conditionsOf(q ticket.Query) ([]condition, error) {
	var conditions []condition
	for _, by := range []struct{ attribute, id string }{{"client.accountId", q.CompanyID}, {"requester.userId", q.ContactID}} {
		if by.id == "" {
			continue
		}
		if !digits.MatchString(by.id) {
			return nil, fail.Refused(kit.BadID)
		}
		conditions = append(conditions, is(by.attribute, by.id))
	}
	words := strings.Fields(q.Text)
	if len(words) == 1 {
		either := []condition{is("displayId", strings.TrimPrefix(words[0], "#")), contains(words[0])}
		return append(conditions, *joined("OR", either)), nil
	}
	for _, one := range words[:min(len(words), wordsLooked)] {
		conditions = append(conditions, contains(one))
	}
	return conditions, nil
}

func contains(text string) condition {
	return condition{Attribute: "subject", Operator: "contains", Value: text}
}

// openStatuses are the names of the statuses that do not close a ticket.
func (c *Client) openStatuses(ctx context.Context) ([]string, error) {
	options, err := c.options(ctx, lookups[ticket.FieldStatus])
	if err != nil {
		return nil, err
	}
	open := []string{}
	for _, one := range options {
		if !closing.MatchString(one.Name) {
			open = append(open, one.Name)
		}
	}
	return open, nil
}

// What FindTicket looks through: the tickets of the last days, newest first, as many as searchedPages hold, some at a time.
const (
	searchedBack   = 7 * 24 * time.Hour
	searchedPages  = 5
	searchedAtOnce = 25
)

// FindTicket looks for the ticket that Create made with a reference. SuperOps cannot be asked for words of a description, so the descriptions of the
// newest tickets are read. Beyond the last seven days nothing is looked for, and where there are more tickets than we read nothing is certain.
func (c *Client) FindTicket(ctx context.Context, ref string) (ticket.Ticket, bool, error) {
	if ref == "" {
		return ticket.Ticket{}, false, fail.Refused(kit.NoReference)
	}
	since := condition{Attribute: "createdTime", Operator: "after", Value: clock.Now().Add(-searchedBack).Format(stamp)}
	for number := 1; number <= searchedPages; number++ {
		rows, said, err := c.ticketPage(ctx, listInfo{Page: number, PageSize: pageSize, Condition: &since, Sort: newestFirst})
		if err != nil {
			return ticket.Ticket{}, false, err
		}
		full := len(rows)
		for len(rows) > 0 {
			some := rows[:min(len(rows), searchedAtOnce)]
			rows = rows[len(some):]
			at, err := c.signedAmong(ctx, some, ref)
			if err != nil {
				return ticket.Ticket{}, false, err
			}
			if at >= 0 {
				return some[at].ticket(), true, nil
			}
		}
		if !said.follows(number, full) {
			return ticket.Ticket{}, false, nil
		}
	}
	return ticket.Ticket{}, false, fail.Ambiguous(kit.Unsearchable)
}

// signedAmong reads the descriptions of some tickets with one request, and tells which of them ends with a reference; -1 for none.
func (c *Client) signedAmong(ctx context.Context, rows []ticketRow, ref string) (int, error) {
	var declared, asked strings.Builder
	variables := map[string]any{}
	for i, row := range rows {
		fmt.Fprintf(&declared, " $t%d: TicketIdentifierInput!", i)
		fmt.Fprintf(&asked, "\n  t%d: getTicketConversationList(input: $t%d) { type content }", i, i)
		variables[fmt.Sprintf("t%d", i)] = ticketID{string(row.TicketID)}
	}
	var got map[string][]message
	document := "query descriptions(" + strings.TrimSpace(declared.String()) + ") {" + asked.String() + "\n}"
	if err := c.post(ctx, call{right: integration.ReadTickets, document: document}, variables, &got); err != nil {
		return -1, err
	}
	for i := range rows {
		for _, one := range got[fmt.Sprintf("t%d", i)] {
			if one.Type == "DESCRIPTION" && signed(one.Content, ref) {
				return i, nil
			}
		}
	}
	return -1, nil
}
