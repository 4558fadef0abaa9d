//go:build countersign_without_ledger

package worker

import (
	"context"

	"countersign/core/ledger"
	"countersign/store"
)

// Ledger forgets that a message was handed over and not settled. It exists for the control arm of the chaos test alone, which shows that
// without a ledger messages are doubled; no ordinary build contains it.
func Ledger(s *store.Store) ledger.Ledger { return forgetful{s} }

type forgetful struct{ *store.Store }

func (f forgetful) Claim(ctx context.Context, request ledger.ClaimRequest) (ledger.Claim, error) {
	claim, err := f.Store.Claim(ctx, request)
	if claim.State == ledger.Handed {
		claim.State = ledger.Mine
	}
	return claim, err
}
