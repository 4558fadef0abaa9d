package account

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/lookalike"
	"countersign/store"
	"countersign/store/db"
)

// NameTaken reports whether somebody else of the MSP, or another key in use, has a name that people would take for this one. self is whose name it is to be,
// uuid.Nil for somebody new. Names of the MSP wait for each other until the transaction ends. Names that were alike before stay until they are changed.
func NameTaken(ctx context.Context, tx store.Tx, name string, self uuid.UUID) (bool, error) {
	if err := db.New(tx).LockNames(ctx, tx.Tenant.String()); err != nil {
		return false, err
	}
	held, err := db.New(tx).ListNames(ctx)
	if err != nil {
		return false, err
	}
	looks := lookalike.Fold(name)
	for _, one := range held {
		if one.ID != self && lookalike.Fold(one.Name) == looks {
			return true, nil
		}
	}
	return false, nil
}
