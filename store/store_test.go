package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/db"
	"countersign/store/storetest"
)

func TestTenantsAreApart(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	one, two := storetest.Tenant(t, s), storetest.Tenant(t, s)
	id := store.NewID()
	require.NoError(t, s.Tenant(t.Context(), one, func(ctx context.Context, tx store.Tx) error {
		return tx.InsertCompany(ctx, db.InsertCompanyParams{TenantID: one, ID: id, Name: "Northwind Dental", SortName: "northwind dental", Country: "US"})
	}))
	require.ErrorIs(t, s.Tenant(t.Context(), two, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.LockCompany(ctx, id)
		return err
	}), store.ErrNotFound)
	require.NoError(t, s.Tenant(t.Context(), one, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.LockCompany(ctx, id)
		return err
	}))
}
