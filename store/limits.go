package store

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"countersign/core/limit"
	"countersign/core/problem"
	"countersign/store/db"
)

// Scopes of limits. Each is one row a key, locked while it is counted, so restarting resets nothing and parallel takes are exact.
const (
	limitGuess      = "guess:contact" // wrong codes against a contact
	limitSendNumber = "send:number"   // sends to an address, by its index
	limitSendTenant = "send:tenant"   // all sends of an MSP
)

// sendTake is what a send costs.
type sendTake struct {
	index []byte // of the address
	rules []limit.Rule
	at    time.Time
	cents float64
}

// takeSend counts a send against the address, the MSP's minute and the day's money. Either all three take it or none does; then refused says why.
// Every caller locks in this order.
func (tx Tx) takeSend(ctx context.Context, take sendTake) (refused *problem.Error, err error) {
	settings, err := tx.Settings(ctx)
	if err != nil {
		return nil, err
	}
	key := hex.EncodeToString(take.index)
	number, err := tx.LockLimit(ctx, db.LockLimitParams{TenantID: tx.Tenant, Scope: limitSendNumber, Key: key})
	if err != nil {
		return nil, err
	}
	tenant, err := tx.LockLimit(ctx, db.LockLimitParams{TenantID: tx.Tenant, Scope: limitSendTenant, Key: ""})
	if err != nil {
		return nil, err
	}
	day := pgtype.Date{Time: take.at.UTC().Truncate(24 * time.Hour), Valid: true}
	spent, err := tx.LockSpending(ctx, db.LockSpendingParams{TenantID: tx.Tenant, Day: day})
	if err != nil {
		return nil, err
	}
	numberTimes, wait, ok := limit.Take(number, take.at, take.rules...)
	if !ok {
		return problem.Later(problem.SendLimit, wait), nil
	}
	tenantTimes, wait, ok := limit.Take(tenant, take.at, limit.Rule{Max: settings.SendsPerMinute, Per: time.Minute})
	if !ok {
		return problem.Later(problem.SendLimit, wait), nil
	}
	if take.cents > 0 && spent+take.cents > float64(settings.SpendPerDayCents) {
		return problem.Later(problem.SpendLimit, day.Time.Add(24*time.Hour).Sub(take.at)), nil
	}
	return nil, tx.Batch(ctx, func(tx Tx) error {
		return errors.Join(
			tx.SetLimit(ctx, db.SetLimitParams{Scope: limitSendNumber, Key: key, Times: numberTimes}),
			tx.SetLimit(ctx, db.SetLimitParams{Scope: limitSendTenant, Key: "", Times: tenantTimes}),
			tx.AddSpending(ctx, db.AddSpendingParams{Day: day, Cents: take.cents}),
		)
	})
}
