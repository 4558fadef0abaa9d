package store_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/settings"
	"countersign/store/storetest"
)

// inTenant runs fn in a transaction that must commit.
func inTenant(t testing.TB, s *store.Store, tenant uuid.UUID, fn func(ctx context.Context, tx store.Tx)) {
	t.Helper()
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		fn(ctx, tx)
		return nil
	}))
}

func givenCompany(t testing.TB, s *store.Store, tenant uuid.UUID, name string) uuid.UUID {
	t.Helper()
	id := store.NewID()
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		require.NoError(t, db.New(tx).InsertCompany(ctx, db.InsertCompanyParams{TenantID: tenant, ID: id, Name: name, SortName: name, Country: "US"}))
	})
	return id
}

func stricter() policy.Policy {
	p := policy.Default()
	p.CodeLength, p.ShieldMinutes = 8, 15
	return p
}

func TestACompanyInheritsUntilItHasItsOwnPolicy(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	northwind, harbor := givenCompany(t, s, tenant, "northwind"), givenCompany(t, s, tenant, "harbor")
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		first, err := settings.PolicyFor(ctx, tx, northwind)
		require.NoError(t, err)
		require.Equal(t, policy.Default(), first.Policy)
		require.Equal(t, 1, first.Version)
		require.True(t, first.Intact())

		own, changed, made, err := settings.UpdateCompanyPolicy(ctx, tx, northwind, stricter(), "Ada")
		require.NoError(t, err)
		require.True(t, made)
		require.Equal(t, []string{"code_length", "shield_minutes"}, changed)
		require.Equal(t, 1, own.Version)
		require.Equal(t, "Ada", own.ChangedBy)

		now, inherited, err := settings.PolicyInForce(ctx, tx, northwind)
		require.NoError(t, err)
		require.False(t, inherited)
		require.Equal(t, own, now)
		other, err := settings.PolicyFor(ctx, tx, harbor)
		require.NoError(t, err)
		require.Equal(t, first, other)

		was, err := settings.ResetCompanyPolicy(ctx, tx, northwind, "Ada")
		require.NoError(t, err)
		require.True(t, was)
		back, err := settings.PolicyFor(ctx, tx, northwind)
		require.NoError(t, err)
		require.Equal(t, first, back)
		was, err = settings.ResetCompanyPolicy(ctx, tx, northwind, "Ada")
		require.NoError(t, err)
		require.False(t, was, "a second reset finds nothing")

		again, _, made, err := settings.UpdateCompanyPolicy(ctx, tx, northwind, stricter(), "Ben")
		require.NoError(t, err)
		require.True(t, made)
		require.Equal(t, 3, again.Version, "the reset counts, so that a number never means two things")

		kept, err := settings.PolicySnapshot(ctx, tx, own.ID)
		require.NoError(t, err)
		require.Equal(t, own.Snapshot, kept, "a verification that began under it keeps it")
	})
}

func TestTheSamePolicyAgainIsNoNewVersion(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	northwind := givenCompany(t, s, tenant, "northwind")
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		version, changed, err := settings.UpdateDefaultPolicy(ctx, tx, policy.Default(), "Ada")
		require.NoError(t, err)
		require.Empty(t, changed)
		require.Equal(t, 1, version.Version)
		version, changed, err = settings.UpdateDefaultPolicy(ctx, tx, stricter(), "Ada")
		require.NoError(t, err)
		require.Equal(t, []string{"code_length", "shield_minutes"}, changed)
		require.Equal(t, 2, version.Version)

		_, changed, made, err := settings.UpdateCompanyPolicy(ctx, tx, northwind, stricter(), "Ada")
		require.NoError(t, err)
		require.Empty(t, changed)
		require.True(t, made, "what was inherited becomes the company's own")
		_, _, made, err = settings.UpdateCompanyPolicy(ctx, tx, northwind, stricter(), "Ada")
		require.NoError(t, err)
		require.False(t, made)
		own, err := settings.ListOwnPolicies(ctx, tx)
		require.NoError(t, err)
		require.Len(t, own, 1)
		require.Equal(t, "northwind", own[0].CompanyName)
	})
}

func TestTheFirstDefaultIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	ids := make([]uuid.UUID, 8)
	var readers sync.WaitGroup
	for i := range ids {
		readers.Go(func() {
			_ = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
				version, err := settings.DefaultPolicy(ctx, tx)
				ids[i] = version.ID
				return err
			})
		})
	}
	readers.Wait()
	for _, id := range ids {
		require.NotEqual(t, uuid.Nil, id)
		require.Equal(t, ids[0], id)
	}
}

func TestOfTwoWhoChangeAPolicyAtOnceOneIsTold(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		_, err := settings.DefaultPolicy(ctx, tx)
		require.NoError(t, err)
	})
	began := make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
			p := stricter()
			_, _, err := settings.UpdateDefaultPolicy(ctx, tx, p, "Ada")
			close(began)
			return err
		})
	}()
	<-began
	p := stricter()
	p.CodeLength = 7
	err := s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := db.New(tx).InsertPolicy(ctx, db.InsertPolicyParams{TenantID: tenant, ID: store.NewID(), Version: 2, Body: p.Canonical(), Hash: p.Hash(), CreatedBy: "Ben"})
		return err
	})
	require.ErrorIs(t, err, store.ErrConflict)
	require.NoError(t, <-first)
}

func TestPoliciesStayAsTheyWere(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		_, err := settings.DefaultPolicy(ctx, tx)
		require.NoError(t, err)
	})
	for _, statement := range []string{`UPDATE policies SET version = 9`, `DELETE FROM policies`} {
		require.ErrorContains(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
			_, err := tx.Exec(ctx, statement)
			return err
		}), "permission denied")
	}
}

func TestWhatAPolicyNoLongerSaysIsTakenAway(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	northwind := givenCompany(t, s, tenant, "northwind")
	full := policy.Default()
	full.MinimumAssurance, full.CallBackTo, full.CoolingHours = "medium", "+14155550100", 24
	taken := []string{"call_back_to", "cooling_hours", "minimum_assurance"}
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		_, _, err := settings.UpdateDefaultPolicy(ctx, tx, full, "Ada")
		require.NoError(t, err)
		version, changed, err := settings.UpdateDefaultPolicy(ctx, tx, policy.Default(), "Ada")
		require.NoError(t, err)
		require.Equal(t, taken, changed)
		require.Equal(t, policy.Default(), version.Policy)

		_, _, _, err = settings.UpdateCompanyPolicy(ctx, tx, northwind, full, "Ada")
		require.NoError(t, err)
		own, changed, made, err := settings.UpdateCompanyPolicy(ctx, tx, northwind, policy.Default(), "Ada")
		require.NoError(t, err)
		require.True(t, made)
		require.Equal(t, taken, changed)
		require.Equal(t, policy.Default(), own.Policy)
	})
}
