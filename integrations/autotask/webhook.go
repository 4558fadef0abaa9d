package autotask

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Autotask announces changes by a call with a JSON body. The person who sets the webhook up chooses the key of its signature.

// SignatureHeader holds "sha1=" and the base 64 of HMAC-SHA1 over the body: as it was sent, or as Autotask wrote it before it was sent.
const SignatureHeader = "X-Hook-Signature"

// What is wrong with a callback.
var (
	ErrCallback    = errors.New("autotask: not a callback")
	ErrSignature   = errors.New("autotask: the callback's signature does not fit")
	ErrDeactivated = errors.New("autotask: a callback that says its webhook was deactivated, without proof")
)

// Callback is what Autotask tells. It says that something changed; what it is now, a read tells.
type Callback struct {
	Action   string // create, update or delete
	Entity   string // company, contact, ticket, ticketnote …
	ID       int64
	GUID     string                     // of the webhook
	PersonID int64                      // who did it; 0 when it is not told
	Fields   map[string]json.RawMessage // those that the webhook is subscribed to
}

// legacy are entities that callbacks call by their former names.
var legacy = map[string]string{"account": "company", "installedproduct": "configurationitem"}

// VerifyWebhook implements integration.WebhookVerifier. A signed callback about no record, such as a deactivated webhook, is accepted without effect.
func (c *Client) VerifyWebhook(_ context.Context, h integration.WebhookRequest) (integration.WebhookEvent, error) {
	said, err := ReadCallback(c.hook, h.Header.Get(SignatureHeader), h.Body)
	if errors.Is(err, ErrSignature) {
		return integration.WebhookEvent{}, integration.ErrNotAuthentic
	}
	event := integration.WebhookEvent{People: err == nil && (said.Entity == "company" || said.Entity == "contact")}
	if err == nil && said.Entity == "contact" && said.Action == "delete" {
		event.Doubted = []string{kit.IDText(said.ID)}
	}
	return event, nil
}

// ReadCallback verifies a callback and parses it. Errors are ErrSignature, ErrCallback and ErrDeactivated: a call that only says that the webhook was
// deactivated need not be signed, so none is believed; a read of the webhook tells.
func ReadCallback(secret, signature string, body []byte) (Callback, error) {
	if !verified(secret, signature, body) {
		return Callback{}, ErrSignature
	}
	return parseCallback(body)
}

func parseCallback(body []byte) (Callback, error) {
	var said struct {
		Action     string
		GUID       string `json:"Guid"`
		EntityType string
		ID         int64                      `json:"Id"`
		Fields     map[string]json.RawMessage `json:"Fields"`
		PersonID   *int64                     `json:"PersonID"`
	}
	if json.Unmarshal(body, &said) != nil {
		return Callback{}, ErrCallback
	}
	out := Callback{Action: strings.ToLower(said.Action), Entity: strings.ToLower(said.EntityType), ID: said.ID, GUID: said.GUID, Fields: said.Fields}
	if now, ok := legacy[out.Entity]; ok {
		out.Entity = now
	}
	if said.PersonID != nil {
		out.PersonID = *said.PersonID
	}
	switch out.Action {
	case "deactivated":
		return Callback{}, ErrDeactivated
	case "create", "update", "delete":
	default:
		return Callback{}, ErrCallback
	}
	if out.Entity == "" || out.ID < 0 || out.ID == 0 && out.Entity != "company" {
		return Callback{}, ErrCallback
	}
	return out, nil
}

// verified holds a signature against the body as it came and as Autotask escapes it. It always computes both, so that its time tells nothing.
func verified(secret, signature string, body []byte) bool {
	given, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(signature, "sha1="))
	if err != nil || len(given) != sha1.Size || secret == "" || !strings.HasPrefix(signature, "sha1=") {
		return false
	}
	raw := hmac.Equal(sum(secret, body), given)
	rewritten := hmac.Equal(sum(secret, escaped(body)), given)
	return raw || rewritten
}

func sum(secret string, body []byte) []byte {
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}
