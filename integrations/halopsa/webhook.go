package halopsa

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"countersign/core/integration"
)

// HaloPSA tells of changes by a webhook with Basic authentication, by a name and a password that we make up for each connection. What else it may
// sign is not published. It is a hint and no more: what is true now, a read tells.

// HookUser is the name that a webhook gives beside the connection's password.
const HookUser = "countersign"

// What is wrong with a webhook.
var (
	ErrWebhook     = errors.New("halopsa: not a webhook")
	ErrWebhookAuth = errors.New("halopsa: the webhook's name or password does not fit")
)

// hintsKept bounds how many hints one batch gives.
const hintsKept = 100

// Hint says that something about a ticket, a user or a customer may have changed. An id that is not told is "".
type Hint struct {
	TicketID string
	UserID   string
	ClientID string
}

// VerifyWebhook implements integration.WebhookVerifier. A webhook of a ticket names its user as well, who did not change by that. One that hints at nothing is taken and leads nowhere.
func (c *Client) VerifyWebhook(_ context.Context, h integration.WebhookRequest) (integration.WebhookEvent, error) {
	hints, err := ReadWebhook(h.Header.Get("Authorization"), HookUser, c.hook, h.Body)
	if errors.Is(err, ErrWebhookAuth) {
		return integration.WebhookEvent{}, integration.ErrNotAuthentic
	}
	event := integration.WebhookEvent{People: slices.ContainsFunc(hints, func(one Hint) bool { return one.TicketID == "" })}
	for _, one := range hints {
		if one.TicketID == "" && one.UserID != "" { // a webhook does not tell whether the user was changed or deleted
			event.Doubted = append(event.Doubted, one.UserID)
		}
	}
	return event, nil
}

// ReadWebhook checks a request's Authorization header against our own name and password and reads what it hints at. Errors are ErrWebhookAuth and
// ErrWebhook; without a password of ours every request is refused.
func ReadWebhook(authorization, user, password string, body []byte) ([]Hint, error) {
	given := http.Request{Header: http.Header{"Authorization": {authorization}}}
	givenUser, givenPassword, ok := given.BasicAuth()
	fits := same(givenUser, user) & same(givenPassword, password)
	if !ok || user == "" || password == "" || fits != 1 {
		return nil, ErrWebhookAuth
	}
	return parseHints(body)
}

// same compares in a time that tells nothing, neither of the length.
func same(given, wanted string) int {
	g, w := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(wanted))
	return subtle.ConstantTimeCompare(g[:], w[:])
}

// told is a webhook's body as far as we look. Its exact keys are not published: ids are taken from wherever they can stand.
type told struct {
	TicketID id    `json:"ticket_id"`
	UserID   id    `json:"user_id"`
	ClientID id    `json:"client_id"`
	Ticket   *part `json:"ticket"`
	User     *part `json:"user"`
	Client   *part `json:"client"`
	Action   *part `json:"action"`
}

type part struct {
	ID       id `json:"id"`
	TicketID id `json:"ticket_id"`
	UserID   id `json:"user_id"`
}

// parseHints reads one body or a batch of them.
func parseHints(body []byte) ([]Hint, error) {
	var batch []told
	if json.Unmarshal(body, &batch) != nil {
		var one told
		if json.Unmarshal(body, &one) != nil {
			return nil, ErrWebhook
		}
		batch = []told{one}
	}
	var out []Hint
	for _, one := range batch {
		if hint := one.hint(); hint != (Hint{}) && len(out) < hintsKept {
			out = append(out, hint)
		}
	}
	if len(out) == 0 {
		return nil, ErrWebhook
	}
	return out, nil
}

func (t told) hint() Hint {
	ticketID, userID, clientID := t.TicketID, t.UserID, t.ClientID
	if t.Ticket != nil {
		ticketID, userID = first(ticketID, t.Ticket.ID), first(userID, t.Ticket.UserID)
	}
	if t.Action != nil {
		ticketID = first(ticketID, t.Action.TicketID)
	}
	if t.User != nil {
		userID = first(userID, t.User.ID)
	}
	if t.Client != nil {
		clientID = first(clientID, t.Client.ID)
	}
	return Hint{TicketID: ticketID.text(), UserID: userID.text(), ClientID: clientID.text()}
}

func first(ids ...id) id {
	for _, one := range ids {
		if one != 0 {
			return one
		}
	}
	return 0
}
