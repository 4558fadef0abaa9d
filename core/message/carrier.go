package message

import (
	"context"
	"errors"

	"countersign/core/channel"
)

// Carrier is a system that carries messages of one or more transports.
type Carrier interface {
	Transports() []channel.Transport
	// Sender hands over messages of one of its transports; nil for any other.
	Sender(transport channel.Transport) Sender
}

// Callbacks are the addresses at which a carrier calls us about one message; "" where it does not.
type Callbacks struct {
	Status string // delivery reports
	Answer string // what a call is to say
}

// ErrAbsent is what a file is that its carrier does not have: deleted, or told of a moment before it can be read.
var ErrAbsent = errors.New("message: the file is not there")

// MediaFetcher reads the files of received messages from the carrier that holds them.
type MediaFetcher interface {
	// Fetch reads up to limit bytes, and one more when the file is longer. Its error is ErrAbsent beside the carrier's own where the file is not there (yet).
	Fetch(ctx context.Context, address string, limit int64) (contentType string, body []byte, err error)
}
