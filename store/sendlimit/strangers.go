package sendlimit

import (
	"context"
	"time"

	"countersign/core/limit"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/settings"
)

// limitStrangers is the scope of conversations that numbers begin which nobody has on file: one row an MSP.
const limitStrangers = "conversation:stranger"

// TakeStranger counts a new conversation with a number that nobody has on file; false when there have been as many as there may be in an hour.
func TakeStranger(ctx context.Context, tx store.Tx, at time.Time) (bool, error) {
	ceilings, err := settings.GetCeilings(ctx, tx)
	if err != nil {
		return false, err
	}
	times, err := db.New(tx).LockLimit(ctx, db.LockLimitParams{TenantID: tx.Tenant, Scope: limitStrangers, Key: ""})
	if err != nil {
		return false, err
	}
	kept, _, ok := limit.Take(times, at, ceilings.StrangerRule())
	if !ok {
		return false, nil
	}
	return true, db.New(tx).SetLimit(ctx, db.SetLimitParams{Scope: limitStrangers, Key: "", Times: kept})
}
