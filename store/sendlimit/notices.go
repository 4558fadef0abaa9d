package sendlimit

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/limit"
	"countersign/store"
	"countersign/store/db"
)

// noticesPerHour limits the mails of one kind to one person of the MSP: whoever makes us write many of one kind keeps no mail of another kind back.
var noticesPerHour = limit.Rule{Max: 30, Per: time.Hour}

// AdmitNotice counts a mail to a person of the MSP; ok is false when they had as many of the kind as anybody may get. The caller stores the count with save.
func AdmitNotice(ctx context.Context, tx store.Tx, kind string, user uuid.UUID, at time.Time) (save func(context.Context, store.Tx) error, ok bool, err error) {
	scope := "notice:" + kind
	times, err := db.New(tx).LockLimit(ctx, db.LockLimitParams{TenantID: tx.Tenant, Scope: scope, Key: user.String()})
	if err != nil {
		return nil, false, err
	}
	kept, _, ok := limit.Take(times, at, noticesPerHour)
	return func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SetLimit(ctx, db.SetLimitParams{Scope: scope, Key: user.String(), Times: kept})
	}, ok, nil
}
