package message

import (
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
)

// Inbound is a message of a client as a provider's webhook tells it. Everything but ProviderID is what a stranger wrote.
type Inbound struct {
	ProviderID string // Twilio's MessageSid, an e-mail's Message-ID: a message is stored once by it
	Transport  channel.Transport
	From       string // E.164, or e-mail address; what stands there instead where Unreadable
	To         string // our number or mailbox
	Subject    string // e-mail only
	Body       string // without what an e-mail quotes
	Media      []Media
	At         time.Time // the provider's own time; zero where it tells none
	OptOut     string    // the carrier's reading, where it tells: STOP, START or HELP
	Automatic  bool      // a machine wrote it: an absence note, a bounce, a mailing list; never answered
	Unreadable bool      // who wrote it, or to whom, cannot be read: it is kept for Admins and starts nothing
	Authentic  bool      // the sender is who it says: always so for SMS, by aligned DKIM or SPF for e-mail
}

// Media is a picture or file that came with a message, still at the provider.
type Media struct {
	URL         string    `json:"url"`
	ContentType string    `json:"content_type"`
	Account     uuid.UUID `json:"account,omitzero"` // the own account of the MSP that holds it; uuid.Nil for the platform's
}
