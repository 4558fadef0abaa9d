package integration

import (
	"context"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"
)

// WebhookSetup is how a vendor comes to tell us of changes as they happen.
type WebhookSetup struct {
	// Steps is how an admin has the vendor call the connection's own address, one sentence each.
	Steps []string
}

// WebhookRequest is a call that claims to come from a vendor, as it was received.
type WebhookRequest struct {
	Header http.Header
	Body   []byte
	At     time.Time // when it came, by our clock
}

// WebhookEvent is what an authentic call says. It is a hint: what is true now, a read tells.
type WebhookEvent struct {
	People bool          // companies or their people changed, so that a sync is due. Tickets are read whenever they are shown
	Delay  time.Duration // until the vendor's lists show it; 0 where they do at once
	// Doubted are contacts, by the vendor's ids, who may have been deleted: no list shows that. A read of each decides.
	Doubted []string
}

// ErrNotAuthentic is a call that does not prove that it comes from the vendor.
var ErrNotAuthentic = errors.New("integration: this call is not the vendor's own")

// WebhookVerifier is a system that calls our webhook with changes.
type WebhookVerifier interface {
	// VerifyWebhook proves a call and reads it. Its error is ErrNotAuthentic, or a *provider.Error where the vendor has to be asked for the proof and
	// did not answer: then the call may be the vendor's own, and may come again.
	VerifyWebhook(ctx context.Context, r WebhookRequest) (WebhookEvent, error)
}

// WebhookSubscriber is a system that we tell where to call, because its screens offer no way.
type WebhookSubscriber interface {
	// Subscribe has the system call an address of ours. Repeating it changes nothing.
	Subscribe(ctx context.Context, address string) error
	// Unsubscribe has it call that address no more. Where it never did, it does nothing.
	Unsubscribe(ctx context.Context, address string) error
}

// SettingWebhookSecret is the name of the setting with which a vendor proves its calls, where an admin chooses or copies it.
const SettingWebhookSecret = "webhook_secret"

// webhookSecretLength is the least length of such a secret in characters: an attacker who has seen one call can try secrets offline.
const webhookSecretLength = 24

// ErrWebhookSecret is a secret that proves too little.
var ErrWebhookSecret = errors.New("the webhook secret must have at least 24 characters, so that nobody finds it by trying")

// CheckWebhookSecret refuses a secret that proves too little. An empty one is allowed: then every call is refused.
func CheckWebhookSecret(secret string) error {
	if secret != "" && utf8.RuneCountInString(secret) < webhookSecretLength {
		return ErrWebhookSecret
	}
	return nil
}
