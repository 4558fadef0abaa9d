package tenants

import (
	"context"

	"countersign/store"
	"countersign/store/db"
)

// Name is the name of the MSP.
func Name(ctx context.Context, tx store.Tx) (string, error) {
	return db.New(tx).TenantName(ctx)
}
