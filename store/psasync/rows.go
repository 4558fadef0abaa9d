package psasync

import (
	"context"

	"countersign/store"
	"countersign/store/db"
)

// CompanyLinks are the parameters of a statement.
type CompanyLinks = db.PutCompanyLinksParams

// PutCompanyLinks links companies to their ids at a PSA.
func PutCompanyLinks(ctx context.Context, tx store.Tx, arg CompanyLinks) error {
	return db.New(tx).PutCompanyLinks(ctx, arg)
}
