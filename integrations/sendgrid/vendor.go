package sendgrid

import (
	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/message"
)

// The settings of a connection besides its address.
const (
	SettingAPIKey   = "api_key"
	SettingEventKey = "event_key"
)

// Vendor describes SendGrid. It has no Callbacks: one event webhook of the account reports on every mail, which carries our id.
var Vendor = integration.Vendor{
	Kind:         name,
	Name:         "SendGrid",
	Address:      integration.Address{Label: "API address", Example: DefaultBaseURL, Default: DefaultBaseURL},
	Capabilities: []integration.Capability{integration.Carries(channel.Email)},
	Settings: []integration.Setting{
		{Name: SettingAPIKey, Label: "API key", Secret: true, Help: "With the right Mail Send. SendGrid shows it only once."},
		{Name: SettingEventKey, Label: "Verification key", Optional: true, Help: "Of the signed event webhook. Without it no event is accepted."},
	},
	Steps: []string{
		"In SendGrid authenticate the domain that mails are sent from.",
		"Open Settings → API Keys, create a key with restricted access to Mail Send, and copy it.",
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{BaseURL: c.BaseURL, APIKey: c.Credentials[SettingAPIKey], EventKey: c.Credentials[SettingEventKey], HTTPClient: c.HTTP})
	},
}

var _ message.Carrier = (*Client)(nil)

// Transports implements message.Carrier.
func (c *Client) Transports() []channel.Transport { return []channel.Transport{channel.Email} }

// Sender implements message.Carrier.
func (c *Client) Sender(transport channel.Transport) message.Sender {
	if transport != channel.Email {
		return nil
	}
	return c
}
