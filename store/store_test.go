package store_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/keys"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/db"
	"countersign/store/people"
	"countersign/store/storetest"
	"countersign/store/tenants"
	"countersign/store/verify"
)

// Two transactions that lock the same rows in opposite order: Postgres ends one of them, and it is run again.
func TestWhoLosesARaceRunsAgain(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	var one, two people.Company
	in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		var err error
		one, err = people.CreateCompany(ctx, tx, "One", "US")
		require.NoError(t, err)
		two, err = people.CreateCompany(ctx, tx, "Two", "US")
		require.NoError(t, err)
	})
	var first sync.WaitGroup
	first.Add(2)
	runs := make([]int, 2)
	together(2, func(i int) {
		order := []people.Company{one, two}
		if i == 1 {
			order = []people.Company{two, one}
		}
		require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
			if _, err := db.New(tx).LockCompany(ctx, order[0].ID); err != nil {
				return err
			}
			if runs[i]++; runs[i] == 1 {
				first.Done()
				first.Wait() // both hold their first row
			}
			_, err := db.New(tx).LockCompany(ctx, order[1].ID)
			return err
		}))
	})
	require.GreaterOrEqual(t, runs[0]+runs[1], 3, "one of them ran again; on a busy machine they may meet once more")
}

func TestErrorsHaveNames(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		_, err := people.CreateCompany(ctx, tx, "Northwind Dental", "US")
		require.NoError(t, err)
	})
	err := s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := people.CreateCompany(ctx, tx, "NORTHWIND  Dental", "US")
		return err
	})
	require.ErrorIs(t, err, store.ErrConflict, "a name is taken in any writing")
	require.NotContains(t, strings.ToLower(err.Error()), "northwind", "errors end up in logs")
	_, _, err = tenants.Create(t.Context(), s, "bluepeak", "Bluepeak IT")
	require.NoError(t, err)
	_, _, err = tenants.Create(t.Context(), s, "bluepeak", "Another")
	require.ErrorIs(t, err, store.ErrConflict)
	err = s.InTenant(t.Context(), store.NewID(), func(ctx context.Context, tx store.Tx) error {
		_, err := people.GetCompany(ctx, tx, store.NewID())
		return err
	})
	require.ErrorIs(t, err, store.ErrNotFound)
}

// A command that is run on every machine at once migrates once.
func TestMigratingAtOnce(t *testing.T) {
	t.Parallel()
	owner := storetest.Database(t)
	conn, err := pgx.Connect(t.Context(), owner)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	name := "empty_" + strings.ReplaceAll(store.NewID().String(), "-", "")
	_, err = conn.Exec(t.Context(), `CREATE DATABASE `+name)
	require.NoError(t, err)
	defer func() {
		_, err := conn.Exec(context.WithoutCancel(t.Context()), `DROP DATABASE `+name+` WITH (FORCE)`)
		require.NoError(t, err)
	}()
	empty, err := url.Parse(owner)
	require.NoError(t, err)
	empty.Path = "/" + name
	together(3, func(int) { require.NoError(t, store.Migrate(t.Context(), empty.String())) })
	s, err := store.Open(t.Context(), empty.String(), keys.Generate())
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Ping(t.Context()))
}

func TestScreensHearOfCommittedChangesOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	heard, ready := make(chan string, 16), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- d.store.Listen(ctx, "countersign_events", func() { close(ready) }, func(payload string) { heard <- payload })
	}()
	<-ready
	_, err := verify.Open(t.Context(), d.store, d.tenant, verify.NewVerification{ContactID: store.NewID()})
	require.ErrorIs(t, err, store.ErrNotFound)
	v := d.open(d.ana, moment())
	payload := <-heard
	require.Contains(t, payload, v.ID.String())
	require.Contains(t, payload, d.tenant.String())
	require.NotContains(t, payload, "Ana", "ids only")
	stop()
	require.ErrorIs(t, <-ended, context.Canceled)
}

func TestOperatorsStandOutsideTenants(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, store.CreateOperator(t.Context(), d.owner, d.store.Ring(), store.NewOperator{Name: "ola", PasswordHash: "hash", TOTPSecret: "secret"}))
	require.ErrorIs(t, store.CreateOperator(t.Context(), d.owner, d.store.Ring(), store.NewOperator{Name: "ola", PasswordHash: "hash", TOTPSecret: "secret"}), store.ErrConflict)
	ola, err := account.FindOperator(t.Context(), d.store, "ola")
	require.NoError(t, err)
	require.Equal(t, "hash", ola.PasswordHash)
	_, err = account.FindOperator(t.Context(), d.store, "Ola")
	require.ErrorIs(t, err, store.ErrNotFound)
	require.NoError(t, account.AuditOperator(t.Context(), d.store, "ola", "history.decoded", []byte(`{"workflow":"x"}`)))
	for _, table := range []string{"operators", "operator_sessions", "operator_audit"} {
		err := d.store.InTenant(t.Context(), d.tenant, func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, `SELECT 1 FROM `+table)
			return err
		})
		require.True(t, isCode(err, "42501"), "%s: %v", table, err)
	}
}

func TestSchemaIsChecked(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.store.CheckSchema(t.Context()))
	_, err := d.asOwner().Exec(t.Context(), `DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	require.NoError(t, err)
	require.ErrorContains(t, d.store.CheckSchema(t.Context()), "countersign migrate")
	_, err = d.asOwner().Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	require.NoError(t, err)
	require.ErrorContains(t, d.store.CheckSchema(t.Context()), "newer build")
}
