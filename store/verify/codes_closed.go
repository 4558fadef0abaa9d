package verify

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/limit"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
)

// CodesClosedUntil is until when no code counts for a contact, because too many were wrong; zero when codes count.
func CodesClosedUntil(ctx context.Context, tx store.Tx, contact uuid.UUID, rules policy.Policy, now time.Time) (time.Time, error) {
	times, err := db.New(tx).ReadLimit(ctx, db.ReadLimitParams{Scope: attemptLimit, Key: contact.String()})
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	wait, ok := limit.Peek(times, now, rules.AttemptRules()...)
	if err != nil || ok {
		return time.Time{}, err
	}
	return now.Add(wait), nil
}
