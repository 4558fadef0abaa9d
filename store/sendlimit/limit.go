// Package sendlimit counts sends against the limits and the money cap of a tenant.
package sendlimit

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"countersign/core/limit"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/settings"
)

// Scopes of limits. Each is one row a key, locked while it is counted, so restarting resets nothing and parallel takes are exact.
const (
	limitSendNumber = "send:number" // sends to an address, by its index
	limitSendTenant = "send:tenant" // all sends of an MSP
)

// Send is what a send costs.
type Send struct {
	Index []byte // of the contact point
	Rules []limit.Rule
	At    time.Time
	Cents float64
}

// Take counts a send against the address, the MSP's minute and the day's money. Either all three take it or none does; then refused says why.
// Every caller locks in this order.
func Take(ctx context.Context, tx store.Tx, take Send) (refused *problem.Error, err error) {
	settings, err := settings.Get(ctx, tx)
	if err != nil {
		return nil, err
	}
	key := hex.EncodeToString(take.Index)
	number, err := db.New(tx).LockLimit(ctx, db.LockLimitParams{TenantID: tx.Tenant, Scope: limitSendNumber, Key: key})
	if err != nil {
		return nil, err
	}
	tenant, err := db.New(tx).LockLimit(ctx, db.LockLimitParams{TenantID: tx.Tenant, Scope: limitSendTenant, Key: ""})
	if err != nil {
		return nil, err
	}
	day := pgtype.Date{Time: take.At.UTC().Truncate(24 * time.Hour), Valid: true}
	spent, err := db.New(tx).LockSpending(ctx, db.LockSpendingParams{TenantID: tx.Tenant, Day: day})
	if err != nil {
		return nil, err
	}
	numberTimes, wait, ok := limit.Take(number, take.At, take.Rules...)
	if !ok {
		return problem.Later(problem.SendLimit, wait), nil
	}
	tenantTimes, wait, ok := limit.Take(tenant, take.At, limit.Rule{Max: settings.SendsPerMinute, Per: time.Minute})
	if !ok {
		return problem.Later(problem.SendLimit, wait), nil
	}
	if take.Cents > 0 && spent+take.Cents > float64(settings.SpendPerDayCents) {
		return problem.Later(problem.SpendLimit, day.Time.Add(24*time.Hour).Sub(take.At)), nil
	}
	return nil, tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			db.New(tx).SetLimit(ctx, db.SetLimitParams{Scope: limitSendNumber, Key: key, Times: numberTimes}),
			db.New(tx).SetLimit(ctx, db.SetLimitParams{Scope: limitSendTenant, Key: "", Times: tenantTimes}),
			db.New(tx).AddSpending(ctx, db.AddSpendingParams{Day: day, Cents: take.Cents}),
		)
	})
}
