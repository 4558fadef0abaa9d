package conversation

import (
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/problem"
)

// State is a conversation as the decisions see it. It holds no name or number of the client.
type State struct {
	Open      bool
	Erased    bool // the client's number is erased: nothing can be sent to it
	Announced bool
	OpenedAt  time.Time
	Ticket    string // the PSA's id, "" until there is one
	Contact   *uuid.UUID
	Company   *uuid.UUID
	Owner     *uuid.UUID
	Untold    time.Time // when the first message came that nobody read and no mail told of; zero: there is none
	Told      time.Time // when a mail told of messages that nobody has read since; zero: none has
}

// MayWrite says why a technician may not write into a conversation; nil when they may. optedOut says that the client replied STOP.
func (s State) MayWrite(optedOut bool) error {
	switch {
	case !s.Open || s.Erased:
		return problem.New(problem.AlreadyClosed, "This conversation is closed. Start a new one.")
	case optedOut:
		return problem.New(problem.ChannelUnavailable, "They replied STOP to us. Only they can change that, by replying START.")
	}
	return nil
}

// Adopt makes a technician's wish to write to a person go on in the conversation that is open with the person's number. One without a person becomes this
// person's, unless it belongs to a company that the technician does not see. Any other person's conversation stays theirs.
func (s State) Adopt(contact, company uuid.UUID, sees func(company uuid.UUID) bool) (State, error) {
	switch {
	case s.Contact != nil && *s.Contact == contact:
		return s, nil
	case s.Contact == nil && (s.Company == nil || *s.Company == company || sees(*s.Company)):
		s.Contact, s.Company = &contact, &company
		return s, nil
	}
	return s, problem.New(problem.Conflict, "Somebody else who has this number is in a conversation with us. Close that one first.")
}

// Person is a client who has a number on file.
type Person struct{ Contact, Company uuid.UUID }

// Owner tells whose number it is: the only person who has it on file; only the company when several colleagues share it; no person and no company when people of several
// companies share it. Without a company the conversation belongs to fallback, the channel's own.
func Owner(people []Person, fallback *uuid.UUID) (contact, company *uuid.UUID) {
	if len(people) == 0 {
		return nil, fallback
	}
	for _, p := range people {
		if p.Company != people[0].Company {
			return nil, fallback
		}
	}
	if len(people) == 1 {
		contact = &people[0].Contact
	}
	return contact, &people[0].Company
}

// Channel is an SMS channel that a technician may begin a conversation in.
type Channel struct {
	ID      uuid.UUID
	Tickets bool // it has a ticket system
}

// ChooseChannel is the index of the channel that was asked for, or of the only one. ticket is the ticket that the conversation is to belong to.
func ChooseChannel(channels []Channel, wanted *uuid.UUID, ticket string) (int, error) {
	var found []int
	for i, c := range channels {
		if wanted == nil || c.ID == *wanted {
			found = append(found, i)
		}
	}
	invalid := func(field, message string) error {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: field, Message: message})
	}
	switch {
	case len(channels) == 0:
		return 0, problem.New(problem.ChannelUnavailable, "There is no SMS channel yet. An Admin sets one up.")
	case len(found) == 0:
		return 0, invalid("channel_id", "There is no such SMS channel.")
	case len(found) > 1:
		return 0, invalid("channel_id", "There are several SMS channels: choose one.")
	case ticket != "" && !channels[found[0]].Tickets:
		return 0, invalid("ticket_id", "This SMS channel has no ticket system: leave the ticket out.")
	}
	return found[0], nil
}

// ContactPoint is a number or address on file.
type ContactPoint struct {
	Kind  channel.ContactPointKind
	Value string // E.164 for a mobile number
	Bad   bool   // it is no number that works
}

// Mobile is the index of the mobile number that an SMS goes to. A typed number is never written to.
func Mobile(points []ContactPoint) (int, error) {
	found := -1
	for i, p := range points {
		if p.Kind == channel.Mobile && !p.Bad && p.Value != "" {
			found = i
		}
	}
	if found < 0 {
		return 0, problem.New(problem.ChannelUnavailable, "There is no mobile number on file that an SMS could go to.")
	}
	return found, nil
}

// maxAcknowledgements is how many acknowledgements a conversation gets an hour: the other end may be a machine that answers by itself too.
const maxAcknowledgements = 12

// Acknowledges reports whether a further message is acknowledged, when said acknowledgements were sent in the last hour.
func Acknowledges(said int) bool { return said < maxAcknowledgements }
