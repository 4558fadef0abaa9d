package activities

import (
	"context"

	"countersign/core/record"
	"countersign/core/ticket"
	"countersign/core/verification"
)

// Recording writes what happened to the rows that screens read.
type Recording struct {
	Book  record.Book
	Build string                                                      // of this binary, for the evidence
	Ended func(status verification.Status, facts []verification.Fact) // metrics
	Wake  func(key ticket.Key)                                        // of the ticket that is told; it returns at once, and what it misses is swept up
}

// Guess records a wrong guess that leaves the verification open.
func (r *Recording) Guess(ctx context.Context, guess record.Guess) (record.GuessAnswer, error) {
	return r.Book.RecordGuess(ctx, guess)
}

// Conclude records the end: result, shield, audit entry and evidence in one transaction.
func (r *Recording) Conclude(ctx context.Context, conclusion record.Conclusion) (record.ConcludeAnswer, error) {
	conclusion.Build = r.Build
	answer, err := r.Book.Conclude(ctx, conclusion)
	if err == nil && !answer.Refused {
		r.Ended(conclusion.End.Status, conclusion.Facts)
		if answer.Told != nil {
			r.Wake(*answer.Told)
		}
	}
	return answer, err
}
