package technician

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/ticket"
)

// Answer is the outcome of a step. Refusal is a problem code when nothing was done.
type Answer struct {
	Status  Status      `json:"status"`
	Refusal string      `json:"refusal,omitempty"`
	Detail  string      `json:"detail,omitempty"`
	Field   string      `json:"field,omitempty"` // the field at fault
	Notices []uuid.UUID `json:"notices,omitempty"`
	Wake    *ticket.Key `json:"wake,omitempty"` // the ticket whose queue has something new
}

// Due is what a technician verification waits for now.
type Due struct {
	Status    Status            `json:"status"`
	Transport channel.Transport `json:"transport"`
	ExpiresAt time.Time         `json:"expires_at"`
	Outbound  []uuid.UUID       `json:"outbound,omitempty"` // messages to hand over, in order
	Replies   []uuid.UUID       `json:"heard,omitempty"`    // the client's replies to process, in order
	Next      uuid.UUID         `json:"next,omitzero"`      // a newer open technician verification of the same contact point: this one has ended
}

// Recorder is implemented by the store. Every method is one transaction and may be repeated.
type Recorder interface {
	// Due also records run as the workflow run that has it.
	Due(ctx context.Context, tenant, verification uuid.UUID, run string) (Due, error)
	// Reply processes a client's "#confirm" or "#deny".
	Reply(ctx context.Context, tenant, message uuid.UUID, at time.Time) (Answer, error)
	Claim(ctx context.Context, claim Claim) (Answer, error)
	// Reissue sends another code, which voids the one before.
	Reissue(ctx context.Context, tenant, verification uuid.UUID, at time.Time) (Answer, error)
	End(ctx context.Context, end End) (Answer, error)
}
