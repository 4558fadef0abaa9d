package verify

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
)

// factsOf tells from the rows what happened in a verification whose run is gone. Only wrong attempts stand there: a right one ends it in the same transaction.
func factsOf(ctx context.Context, tx store.Tx, id uuid.UUID) ([]verification.Fact, error) {
	sends, err := db.New(tx).SendsOf(ctx, []uuid.UUID{id})
	if err != nil {
		return nil, err
	}
	attempts, err := db.New(tx).AttemptsOf(ctx, []uuid.UUID{id})
	if err != nil {
		return nil, err
	}
	facts := make([]verification.Fact, 0, len(sends)+len(attempts))
	for _, s := range sends {
		facts = append(facts, verification.Fact{
			Kind: verification.Sent, At: s.CreatedAt.UTC(), Send: int(s.Number), Channel: channel.Name(s.Channel), ContactPoint: s.PointID.String(), ExpiresAt: s.ExpiresAt.UTC(), By: "system",
		})
	}
	for _, a := range attempts {
		facts = append(facts, verification.Fact{Kind: verification.Attempted, At: a.At.UTC(), By: "system"})
	}
	slices.SortStableFunc(facts, func(a, b verification.Fact) int { return a.At.Compare(b.At) })
	return facts, nil
}
