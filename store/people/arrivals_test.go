package people_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/clock"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/storetest"
)

// A page of people costs the same at an MSP of any size: who is new is looked for one by one, and only their numbers and addresses are told how long they cool.
func TestAnArrivalReadsNoTableOfPeopleFromEndToEnd(t *testing.T) {
	t.Parallel()
	s, ownerURL := storetest.NewWithOwner(t)
	tenant := storetest.Tenant(t, s)
	by := store.Actor{Kind: "user", ID: store.NewID(), Name: "Priya"}
	made := 0
	add := func(ctx context.Context, tx store.Tx, company uuid.UUID, size int) {
		page := make([]people.NewContact, size)
		for i := range page {
			made++
			page[i] = people.NewContact{CompanyID: company, Name: fmt.Sprintf("Ana %d", made), Email: fmt.Sprintf("ana%d@acme.test", made), Source: "import", By: by}
		}
		_, err := people.ImportContacts(ctx, tx, page)
		require.NoError(t, err)
	}
	var company uuid.UUID
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		c, err := people.CreateCompany(ctx, tx, "Acme Dental", "US")
		require.NoError(t, err)
		company = c.ID
		add(ctx, tx, company, 1)
		_, err = tx.Exec(ctx, `UPDATE companies SET populated_at = $1`, clock.Now().AddDate(0, 0, -30))
		return err
	}))
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		add(ctx, tx, company, 3000)
		return nil
	}))
	owner, err := pgx.Connect(t.Context(), ownerURL)
	require.NoError(t, err)
	t.Cleanup(func() { _ = owner.Close(context.Background()) })
	_, err = owner.Exec(t.Context(), `ANALYZE`)
	require.NoError(t, err)
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		add(ctx, tx, company, 20)
		var cooling, read int
		require.NoError(t, tx.QueryRow(ctx, `SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables WHERE relname IN ('contacts', 'contact_points', 'contact_terms')`).Scan(&read))
		require.Zero(t, read)
		require.NoError(t, tx.QueryRow(ctx, `SELECT count(*) FROM contact_points WHERE cooling_until IS NOT NULL`).Scan(&cooling))
		require.Equal(t, 3020, cooling, "everybody who came after the first cools off")
		return nil
	}))
}
