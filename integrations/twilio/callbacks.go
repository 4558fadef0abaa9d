package twilio

import (
	"net/url"
	"time"

	"countersign/core/message"
)

// ParseStatus is the function ParseStatus, for who holds an opened connection. So are the other methods of this file.
func (c *Client) ParseStatus(form url.Values, outboundID string, now time.Time) (message.Delivery, error) {
	return ParseStatus(form, outboundID, now)
}

// ParseMessage reads the webhook of an inbound message.
func (c *Client) ParseMessage(form url.Values) (message.Inbound, error) { return ParseMessage(form) }

// Ask says text twice and waits for one key.
func (c *Client) Ask(action, text string) string { return Ask(action, text) }

// ReadCode says text twice and ends the call.
func (c *Client) ReadCode(text string) string { return ReadCode(text) }

// Say says text once and ends the call.
func (c *Client) Say(text string) string { return Say(text) }

// Connect says text and joins the call with a number.
func (c *Client) Connect(text, number, action string, longest time.Duration) string {
	return Connect(text, number, action, longest)
}
