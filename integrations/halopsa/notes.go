package halopsa

import (
	"context"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// action is what HaloPSA calls everything that is done to a ticket. Ours are notes.
type action struct {
	TicketID       id     `json:"ticket_id"`
	Outcome        string `json:"outcome"`
	Note           string `json:"note"`
	HiddenFromUser bool   `json:"hiddenfromuser"`
	SendEmail      bool   `json:"sendemail"`
}

// actionsLooked is how many actions of a ticket are looked through; beyond that nothing is certain any more.
const actionsLooked = 1000

// AddNote writes a note that ends with its reference. After provider.Ambiguous ask FindNote. The outcome is the name under which HaloPSA shows a note.
// HaloPSA mails it to no person: Countersign tells contacts by itself.
func (c *Client) AddNote(ctx context.Context, ticketID string, n ticket.Note) (string, error) {
	of, ok := parseID(ticketID)
	if !ok {
		return "", fail.Absent(kit.BadID)
	}
	body := action{TicketID: of, Outcome: "Public Note", Note: ticket.Sign(n.Text, n.Reference), HiddenFromUser: n.Internal}
	if n.Internal {
		body.Outcome = "Private Note"
	}
	var made struct {
		ID id `json:"id"`
	}
	if err := c.post(ctx, "/Actions", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return made.ID.text(), nil
}

// FindNote looks for an action that ends with a reference.
func (c *Client) FindNote(ctx context.Context, ticketID, ref string) (string, bool, error) {
	of, ok := parseID(ticketID)
	if !ok {
		return "", false, fail.Absent(kit.BadID)
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	query := url.Values{"ticket_id": {of.text()}, "excludesys": {"true"}, "count": {strconv.Itoa(actionsLooked)}}
	type row struct {
		ID   id     `json:"id"`
		Note string `json:"note"`
	}
	found, ok, err := find(ctx, c, "/Actions", "actions", query, func(one row) bool { return one.ID != 0 && ticket.SignedBy(one.Note, ref) })
	return found.ID.text(), ok, err
}

// find looks through what hangs from a ticket.
func find[Row any](ctx context.Context, c *Client, path, key string, query url.Values, is func(Row) bool) (Row, bool, error) {
	return kit.Find(fail, 1, func(int) ([]Row, bool, error) {
		found, err := getList[Row](ctx, c, integration.ReadTickets, path, key, query)
		return found.rows, found.count > len(found.rows) || len(found.rows) >= actionsLooked, err
	}, is)
}
