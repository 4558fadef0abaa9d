package activities

import (
	"context"

	"countersign/core/record"
	"countersign/core/ticket"
	"countersign/core/verification"
)

// Recording writes what happened to the rows that screens read.
type Recording struct {
	Recorder           record.Recorder
	Build              string                                                      // of this binary, for the evidence
	Ended              func(status verification.Status, facts []verification.Fact) // metrics
	SignalTicketWrites func(key ticket.Key)                                        // of the ticket that is told; it returns at once, and what it misses is swept up
}

// Attempt records a wrong attempt that leaves the verification open.
func (r *Recording) Attempt(ctx context.Context, attempt record.Attempt) (record.AttemptAnswer, error) {
	return r.Recorder.RecordAttempt(ctx, attempt)
}

// Conclude records the end: result, shield, audit entry and evidence in one transaction.
func (r *Recording) Conclude(ctx context.Context, conclusion record.Conclusion) (record.ConcludeAnswer, error) {
	conclusion.Build = r.Build
	answer, err := r.Recorder.Conclude(ctx, conclusion)
	if err == nil && !answer.Refused {
		r.Ended(conclusion.End.Status, conclusion.Facts)
		if answer.Told != nil {
			r.SignalTicketWrites(*answer.Told)
		}
	}
	return answer, err
}
