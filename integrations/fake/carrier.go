package fake

import "countersign/core/channel"

// Carrier is a fake of a vendor that carries messages: a Vendor into which the conformance suites can also look.
type Carrier interface {
	Vendor
	// Taken lists the messages of a transport that the fake took for a recipient.
	Taken(transport channel.Transport, to string) []Taken
}

// Taken is one message that a fake took.
type Taken struct {
	ID   string // the id that the answer tells
	From string
	To   string
	Text string // "" for a call, whose words are fetched later
}

// OptOuts is a Carrier whose recipients can refuse further messages of one sender.
type OptOuts interface {
	// OptOut records that a recipient refuses messages from one of our senders.
	OptOut(ours, theirs string) error
}
