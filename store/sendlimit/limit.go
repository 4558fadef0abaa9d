// Package sendlimit counts what leaves for clients. Nothing is handed to a carrier for a client unless it was admitted here (core/admission decides).
package sendlimit

import (
	"context"
	"encoding/hex"

	"github.com/jackc/pgx/v5/pgtype"

	"countersign/core/admission"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/settings"
)

// Send is a message or call to one number or address, named by its index.
type Send struct {
	Index []byte
	admission.Send
}

// Take admits a send and counts it, or says why it may not leave. The counts stay locked until the transaction ends, so that sends at the same time cannot slip
// through together.
func Take(ctx context.Context, tx store.Tx, send Send) (refused *problem.Error, err error) {
	save, refused, err := Admit(ctx, tx, send)
	if err != nil || refused != nil {
		return refused, err
	}
	return nil, save(ctx, tx)
}

// Admit is Take whose counts the caller stores in a batch of its own.
func Admit(ctx context.Context, tx store.Tx, send Send) (save func(context.Context, store.Tx) error, refused *problem.Error, err error) {
	key, day := hex.EncodeToString(send.Index), pgtype.Date{Time: admission.Day(send.At), Valid: true}
	row, err := db.New(tx).LockAdmission(ctx, db.LockAdmissionParams{TenantID: tx.Tenant, Key: key, Day: day})
	if err != nil {
		return nil, nil, err
	}
	if row.Suspended {
		return nil, problem.New(problem.Forbidden, "The operator of this installation has suspended this organisation."), nil
	}
	set, err := settings.Read(row.Settings)
	if err != nil {
		return nil, nil, err
	}
	ceilings, err := settings.ReadCeilings(row.Ceilings)
	if err != nil {
		return nil, nil, err
	}
	after, refused := admission.Decide(send.Send, admission.Counts{Codes: row.Codes, Number: row.Doors, MSP: row.MSP, Cents: row.Cents}, set.Limits(), ceilings)
	if refused != nil {
		return nil, refused, nil
	}
	return func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SaveAdmission(ctx, db.SaveAdmissionParams{Key: key, Day: day, Codes: after.Codes, Doors: after.Number, MSP: after.MSP, Cents: send.Cents})
	}, nil, nil
}
