// Package record is the port through which a verification writes what happened: attempts as they come, and at the end one transaction with
// result, shield, audit entry and evidence.
package record

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/policy"
	"countersign/core/ticket"
	"countersign/core/verification"
)

// Attempt is one verdict on digits.
type Attempt struct {
	Tenant       uuid.UUID     `json:"tenant"`
	Verification uuid.UUID     `json:"verification"`
	Contact      uuid.UUID     `json:"contact"`
	Number       int           `json:"number"` // from 1, over all sends
	UpdateID     string        `json:"update_id"`
	Accepted     bool          `json:"accepted"`
	At           time.Time     `json:"at"`
	Policy       policy.Policy `json:"policy"` // attempts per hour and day
}

// AttemptAnswer tells whether the contact may be verified by digits at all. A wrong attempt is counted against the contact's hour and day;
// once these are used up even the right code is refused, or a guesser could go on and win.
type AttemptAnswer struct {
	Refused    bool          `json:"refused"`
	RetryAfter time.Duration `json:"retry_after"`
}

// Conclusion is the end of a verification.
type Conclusion struct {
	Tenant       uuid.UUID           `json:"tenant"`
	Verification uuid.UUID           `json:"verification"`
	Contact      uuid.UUID           `json:"contact"`
	Company      uuid.UUID           `json:"company"`
	Policy       policy.Snapshot     `json:"policy"`
	Facts        []verification.Fact `json:"facts"`
	End          verification.State  `json:"end"`
	Attempt      *Attempt            `json:"guess,omitempty"` // the attempt that ended it
	By           string              `json:"by"`              // actor of the ending fact
	Build        string              `json:"build"`
}

// ConcludeAnswer tells what else is to do.
type ConcludeAnswer struct {
	AttemptAnswer
	Notices []uuid.UUID `json:"notices,omitempty"` // alerts to be mailed ("this was not me")
	Told    *ticket.Key `json:"-"`                 // the ticket that a note was queued for; no matter of the workflow's
}

// Recorder is kept by the store. Every method is one transaction and may be repeated.
type Recorder interface {
	RecordAttempt(ctx context.Context, attempt Attempt) (AttemptAnswer, error)
	Conclude(ctx context.Context, conclusion Conclusion) (ConcludeAnswer, error)
}
