package sendgrid

import (
	"io"
	"time"

	"countersign/core/message"
)

// Verify checks a post of the event webhook with the account's own key, as the function Verify does. Without a key it accepts nothing.
func (c *Client) Verify(timestamp string, body []byte, signature string, now time.Time) error {
	if c.eventKey == nil {
		return ErrSignature
	}
	return Verify(c.eventKey, timestamp, body, signature, now)
}

// ParseEvents reads a verified post of the event webhook.
func (c *Client) ParseEvents(body []byte) ([]message.Delivery, error) { return ParseEvents(body) }

// ParseInbound reads a post of the Inbound Parse webhook.
func (c *Client) ParseInbound(contentType string, body io.Reader) (message.Inbound, error) {
	return ParseInbound(contentType, body)
}
