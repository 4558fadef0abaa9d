//go:build countersign_without_ledger

package worker

import (
	"context"

	"countersign/core/ledger"
	"countersign/store"
	"countersign/store/verify"
)

// Ledger forgets that anything was ever handed over. It exists for the control arm of the chaos test alone, which shows that
// without a ledger messages are doubled; no ordinary build contains it.
func Ledger(s *store.Store) ledger.Ledger { return forgetful{verify.Ledger{Store: s}} }

type forgetful struct{ verify.Ledger }

func (f forgetful) Claim(ctx context.Context, request ledger.ClaimRequest) (ledger.Claim, error) {
	err := f.Store.InTenant(ctx, request.Tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE sends SET status = 'claimed', handed_at = NULL WHERE verification_id = $1 AND number = $2`, request.Verification, request.Number)
		return err
	})
	if err != nil {
		return ledger.Claim{}, err
	}
	return f.Ledger.Claim(ctx, request)
}
