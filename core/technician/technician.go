// Package technician decides about technician verifications: a client asks whether whoever is on the phone with them is the MSP's, gets a code,
// hears the same code from the technician, and says so. It holds the states, the port of the book that keeps them, and the note for the ticket.
package technician

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/ticket"
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

// MaxIssues is how many codes one request can have: whoever asks again gets another one, and voids the one before.
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

// Actor is who did something: a person of the MSP, an API key, or the client ("contact").
type Actor struct {
	Kind string    `json:"kind"`
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// Client is the actor that a client is: their name stands nowhere but on file.
var Client = Actor{Kind: "contact", Name: "The person"}

// Clock is the actor that time is.
var Clock = Actor{Kind: "system", Name: "Countersign"}

// Claim is a technician's: they take a request up for the ticket in hand.
type Claim struct {
	Tenant    uuid.UUID  `json:"tenant"`
	Request   uuid.UUID  `json:"request"`
	Contact   *uuid.UUID `json:"contact,omitempty"` // whose number it is, where several people share it
	Ticket    string     `json:"ticket,omitempty"`
	TicketPSA *uuid.UUID `json:"ticket_psa,omitempty"` // whose ticket it is; nil: that of the PSA that was connected first
	By        Actor      `json:"by"`
	At        time.Time  `json:"at"`
}

// End ends a request.
type End struct {
	Tenant  uuid.UUID `json:"tenant"`
	Request uuid.UUID `json:"request"`
	Status  Status    `json:"status"` // Confirmed, Denied or Expired
	How     How       `json:"how,omitempty"`
	By      Actor     `json:"by"`
	At      time.Time `json:"at"`
}

// Answer is what came of a step. Refusal is a problem code when nothing was done.
type Answer struct {
	Status  Status      `json:"status"`
	Refusal string      `json:"refusal,omitempty"`
	Detail  string      `json:"detail,omitempty"`
	Field   string      `json:"field,omitempty"` // of the request, when that is what is wrong
	Notices []uuid.UUID `json:"notices,omitempty"`
	Wake    *ticket.Key `json:"wake,omitempty"` // the ticket whose queue has something new
}

// Due is what a request waits for now.
type Due struct {
	Status    Status            `json:"status"`
	Transport channel.Transport `json:"transport"`
	ExpiresAt time.Time         `json:"expires_at"`
	Outbound  []uuid.UUID       `json:"outbound,omitempty"` // messages to hand over, in order
	Heard     []uuid.UUID       `json:"heard,omitempty"`    // answers of the client, in order
	Next      uuid.UUID         `json:"next,omitzero"`      // another request of the same number that is open: this one has ended
}

// Book is kept by the store. Every method is one transaction and may be repeated.
type Book interface {
	RequestDue(ctx context.Context, tenant, request uuid.UUID, run string) (Due, error)
	// HearRequest takes a client's answer. One that comes before the newest code was sent, or before a technician has claimed the request, changes nothing.
	HearRequest(ctx context.Context, tenant, message uuid.UUID, at time.Time) (Answer, error)
	ClaimRequest(ctx context.Context, claim Claim) (Answer, error)
	// ReissueRequest sends another code, which voids the one before.
	ReissueRequest(ctx context.Context, tenant, request uuid.UUID, at time.Time) (Answer, error)
	EndRequest(ctx context.Context, end End) (Answer, error)
}
