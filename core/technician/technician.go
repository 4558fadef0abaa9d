// Package technician decides about technician verifications: a client asks whether the person on the phone with them works for the MSP, gets a code,
// compares it with the code that the technician reads out, and confirms or denies. It holds the state, the decisions on it, the texts and the note for the ticket.
// The store loads a State under a lock, calls a decision and records it.
package technician

import (
	"time"

	"github.com/google/uuid"

	"countersign/core/actor"
)

// Status is where a technician verification stands.
type Status string

// The statuses. All but Waiting and Claimed are final.
const (
	Waiting   Status = "waiting"
	Claimed   Status = "claimed"
	Confirmed Status = "confirmed"
	Denied    Status = "denied"
	Expired   Status = "expired"
)

// Closed reports whether nothing can change any more.
func (s Status) Closed() bool { return s != Waiting && s != Claimed }

// MaxIssues is how many codes one technician verification can have. Each new code voids the one before.
const MaxIssues = 5

// CodeLength is in digits.
const CodeLength = 6

// How says in which way a client confirmed.
type How string

// The ways to confirm.
const (
	ByReply  How = "reply"
	Verbally How = "verbal" // logged by the technician
	InPortal How = "portal"
)

// Actor is who did something: a person of the MSP, an API key, the client or time.
type Actor = actor.Actor

// Client is the actor of what the client did. It holds no name.
var Client = Actor{Kind: actor.Contact, Name: "The person"}

// Clock is the actor of what time did.
var Clock = Actor{Kind: actor.System, Name: "Countersign"}

// isStaff reports an actor of the MSP, whose name may stand in facts.
func isStaff(a Actor) bool { return a.Kind != Client.Kind && a.Kind != Clock.Kind }

// Claim is a technician's wish to take a technician verification up for a ticket.
type Claim struct {
	Tenant       uuid.UUID  `json:"tenant"`
	Verification uuid.UUID  `json:"request"`
	Contact      *uuid.UUID `json:"contact,omitempty"` // who asked, where several people share the contact point
	Ticket       string     `json:"ticket,omitempty"`
	TicketPSA    *uuid.UUID `json:"ticket_psa,omitempty"` // whose ticket it is; nil: that of the PSA that was connected first
	By           Actor      `json:"by"`
	At           time.Time  `json:"at"`
}

// End is a wish to close a technician verification.
type End struct {
	Tenant       uuid.UUID `json:"tenant"`
	Verification uuid.UUID `json:"request"`
	Status       Status    `json:"status"` // Confirmed, Denied or Expired
	How          How       `json:"how,omitempty"`
	By           Actor     `json:"by"`
	At           time.Time `json:"at"`
}
