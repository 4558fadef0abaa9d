// Package evidence is the signed record of what a verification came to: bundles chained by hash, one chain a tenant, each signed with Ed25519.
// It is pure: `countersign evidence verify` checks files with it offline, by folding the facts again.
package evidence

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/actor"
	"countersign/core/message"
	"countersign/core/policy"
	"countersign/core/verification"
)

// Format is the version of the bundle's form that is written. Version 1 knew neither names of who acted nor the audit log's hash; it is still read.
// A reader refuses a version it does not know.
const Format = 2

const oldestFormat = 1

// KindResult is the bundle of a verification's end; every other kind is an addendum to it. KindTakenBack is the end that it has once its person took their own
// press back.
const (
	KindResult    = "result"
	KindTakenBack = "taken_back"
)

// KindDelivery names the addendum of a delivery report that came after the end.
func KindDelivery(send int, status message.Status) string {
	return fmt.Sprintf("delivery-%d-%s", send, status)
}

// Bundle is one link of a tenant's chain. It holds no number, address or code, and no name of anybody at a client.
type Bundle struct {
	Format       int       `json:"format"`
	Kind         string    `json:"kind"` // "result", "taken_back", or "delivery-<send>-<status>"
	Tenant       uuid.UUID `json:"tenant"`
	Seq          int64     `json:"seq"`      // from 1, without gaps within a tenant
	Previous     string    `json:"previous"` // hash of the bundle before, "" for the first
	Verification uuid.UUID `json:"verification"`
	CreatedAt    time.Time `json:"created_at"`
	Build        string    `json:"build"` // of the binary that wrote it
	KeyID        string    `json:"key_id"`
	Audit        *Anchor   `json:"audit,omitempty"`    // since format 2: the end of the audit log's chain as it stood before
	Result       *Result   `json:"result,omitempty"`   // with KindResult and KindTakenBack
	Delivery     *Delivery `json:"delivery,omitempty"` // with a delivery
}

// Result is the outcome of a verification with the facts that decided it.
type Result struct {
	Contact string              `json:"contact"`          // keyed hash of who was verified, hex; without the key ring it identifies no one
	Policy  policy.Snapshot     `json:"policy"`           // the rules themselves, and their hash
	Facts   []verification.Fact `json:"facts"`            // in the order they happened
	End     verification.State  `json:"end"`              // what the facts fold to
	By      string              `json:"by"`               // actor of the ending fact: "user/<id>", "api_key/<id>", "contact", "system"
	Ticket  string              `json:"ticket"`           // "" without one
	Note    string              `json:"note,omitempty"`   // keyed hash of what the technician noted, hex; "" without a note
	Actor   *actor.Shown        `json:"actor,omitempty"`  // since format 2: By, with the names of the moment
	Leader  *actor.Shown        `json:"leader,omitempty"` // since format 2: whose call it was
}

// Anchor is a place in the audit log's chain: a later log that does not have this hash there was changed.
type Anchor struct {
	Seq  int64  `json:"seq"` // 0 for an empty log
	Hash string `json:"hash"`
}

// Delivery is a provider's late word on a send.
type Delivery struct {
	Send      int            `json:"send"`
	Status    message.Status `json:"status"`
	ErrorCode string         `json:"error_code"` // the provider's, "" without one
	At        time.Time      `json:"at"`
}

// rules are what the fold needs of the bundle's policy.
func (r Result) rules() verification.Rules {
	return verification.Rules{MaxAttempts: r.Policy.Policy.MaxAttempts, MaxSends: r.Policy.Policy.MaxSends}
}

// refold comes to the end again from the facts alone. A verification that lost its run has no ending fact: the sweep failed it as it stood.
func (r Result) refold() verification.State {
	end := verification.Fold(r.rules(), r.Facts)
	if r.End.Reason == verification.Lost && !end.Status.Closed() {
		end.Status, end.Reason, end.ClosedAt = verification.Failed, verification.Lost, r.End.ClosedAt
	}
	return end
}
