package worker

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/tenants"
)

// msp is a tenant with a ticket system at an address.
func msp(t *testing.T, s *store.Store, url string, credentials map[string]string) (tenant, integration uuid.UUID) {
	t.Helper()
	tenant, _, err := tenants.Create(t.Context(), s, "bluepeak", "Bluepeak IT")
	require.NoError(t, err)
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		integration, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", BaseURL: url, Credentials: credentials})
		return err
	})
	require.NoError(t, err)
	return tenant, integration
}

func connectWise() map[string]string {
	return map[string]string{"company": "c", "public_key": "p", "private_key": "k", "client_id": "i"}
}
