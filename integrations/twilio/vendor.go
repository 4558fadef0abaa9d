package twilio

import (
	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/message"
)

// The settings of a connection besides its address.
const (
	SettingAccountSID        = "account_sid"
	SettingAuthToken         = "auth_token"
	SettingAuthTokenPrevious = "auth_token_previous"
)

// Vendor describes Twilio.
var Vendor = integration.Vendor{
	Kind:         name,
	Name:         "Twilio",
	Address:      integration.Address{Label: "API address", Example: DefaultBaseURL, Default: DefaultBaseURL},
	Capabilities: []integration.Capability{integration.Carries(channel.SMS), integration.Carries(channel.Voice), integration.Media},
	Settings: []integration.Setting{
		{Name: SettingAccountSID, Label: "Account SID", Help: "On the first page of Twilio's console."},
		{Name: SettingAuthToken, Label: "Auth token", Secret: true, Help: "Below the account SID. It signs Twilio's calls as well."},
		{Name: SettingAuthTokenPrevious, Label: "Previous auth token", Optional: true, Secret: true, Help: "Accepted on Twilio's calls while the token is replaced."},
	},
	Steps: []string{
		"In Twilio's console copy the account SID and the auth token.",
		"Buy a number that can send and receive texts and calls, or port one.",
	},
	Callbacks: func(address, outbound string) message.Callbacks {
		return message.Callbacks{Status: Repeated(address + "/status?outbound=" + outbound), Answer: Repeated(address + "/voice/" + outbound)}
	},
	Open: func(c integration.Connection) (integration.System, error) {
		return New(Config{
			BaseURL: c.BaseURL, AccountSID: c.Credentials[SettingAccountSID], AuthToken: c.Credentials[SettingAuthToken],
			AuthTokenPrevious: c.Credentials[SettingAuthTokenPrevious], HTTPClient: c.HTTP,
		})
	},
}

var (
	_ message.Carrier      = (*Client)(nil)
	_ message.MediaFetcher = (*Client)(nil)
)

// Transports implements message.Carrier.
func (c *Client) Transports() []channel.Transport {
	return []channel.Transport{channel.SMS, channel.Voice}
}

// Sender implements message.Carrier.
func (c *Client) Sender(transport channel.Transport) message.Sender {
	switch transport {
	case channel.SMS:
		return SMS{c}
	case channel.Voice:
		return Voice{c}
	default:
		return nil
	}
}
