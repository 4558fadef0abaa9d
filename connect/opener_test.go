package connect

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/storetest"
	"countersign/store/tenants"
)

// connected is a tenant with one connection.
func connected(t *testing.T, s *store.Store, kind, url string, credentials map[string]string) (tenant, integration uuid.UUID) {
	t.Helper()
	tenant, _, err := tenants.Create(t.Context(), s, "bluepeak", "Bluepeak IT")
	require.NoError(t, err)
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		integration, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: kind, Name: kind, BaseURL: url, Credentials: credentials})
		return err
	})
	require.NoError(t, err)
	return tenant, integration
}

func connectWise() map[string]string {
	return map[string]string{"company": "c", "public_key": "p", "private_key": "k", "client_id": "i"}
}

func TestASystemIsKeptUntilItsRowChanges(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, integration := connected(t, s, "connectwise", "https://psa.example", connectWise())
	opener := NewOpener(s, Dialer{Private: prefixes("127.0.0.0/8")}, Vendors)
	first, err := opener.Open(t.Context(), tenant, integration)
	require.NoError(t, err)
	again, err := opener.Open(t.Context(), tenant, integration)
	require.NoError(t, err)
	require.Same(t, first, again)
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE integrations SET base_url = 'https://other.example' WHERE id = $1`, integration)
		return err
	})
	require.NoError(t, err)
	moved, err := opener.Open(t.Context(), tenant, integration)
	require.NoError(t, err)
	require.NotSame(t, first, moved)
	_, err = opener.Open(t.Context(), uuid.New(), integration)
	require.ErrorIs(t, err, store.ErrNotFound, "another tenant's does not exist, also when it was opened before")
}

func TestSettingsThatCannotWorkAreUnauthorized(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, integration := connected(t, s, "connectwise", "https://psa.example", map[string]string{})
	_, err := NewOpener(s, Dialer{Private: prefixes("127.0.0.0/8")}, Vendors).Open(t.Context(), tenant, integration)
	require.Equal(t, provider.Unauthorized, provider.KindOf(err))
}

func TestAShownTicketIsGivenUpAfterItsTime(t *testing.T) {
	t.Parallel()
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(hangs.Close)
	s := storetest.New(t)
	tenant, integration := connected(t, s, "connectwise", hangs.URL, connectWise())
	began := time.Now()
	_, err := NewOpener(s, Dialer{Private: prefixes("127.0.0.0/8")}, Vendors).Ticket(t.Context(), tenant, integration, "48190")
	require.Error(t, err)
	require.Less(t, time.Since(began), 2*readTimeout)
}

func TestAPSAIsToldNothingWhereItCouldNotCall(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, integration := connected(t, s, "connectwise", "https://psa.example", connectWise())
	for _, c := range []struct {
		url     string
		private bool
		want    string
	}{
		{"https://desk.example", false, "https://desk.example/webhooks/connectwise/" + integration.String()},
		{"http://desk.example", false, ""},
		{"http://127.0.0.1:8080", true, "http://127.0.0.1:8080/webhooks/connectwise/" + integration.String()},
	} {
		address, err := Webhooks{Store: s, PublicURL: c.url, Private: c.private}.Address(t.Context(), tenant, integration)
		require.NoError(t, err)
		require.Equal(t, c.want, address)
	}
	_, err := Webhooks{Store: s, PublicURL: "https://desk.example"}.Address(t.Context(), tenant, uuid.New())
	require.Error(t, err)
}
