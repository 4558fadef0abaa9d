package message

import (
	"context"
	"time"
)

// Receiver lists what a carrier received for us: its webhooks may have found nobody.
type Receiver interface {
	// Received are the messages to a number (E.164) since a time, the oldest first. They may hold some that are older.
	Received(ctx context.Context, number string, since time.Time) ([]Inbound, error)
}
