package syncro_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/psa"
	"countersign/integrations/psatest"
	"countersign/integrations/syncro"
	"countersign/integrations/syncro/syncrotest"
	"countersign/sandbox/wire"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	psatest.Run(t, psatest.Room{Vendor: syncro.Vendor, Start: func(t *testing.T) (wire.PSA, *wire.Journal, psatest.Connect) {
		t.Helper()
		journal, err := wire.NewJournal(wire.Nowhere{}, time.Now)
		require.NoError(t, err)
		fake, err := syncrotest.New(syncrotest.Config{Journal: journal})
		require.NoError(t, err)
		return fake, journal, func(baseURL string, client *http.Client) psa.Connection {
			return psa.Connection{BaseURL: baseURL, HTTP: client, Credentials: map[string]string{syncro.SettingKey: syncrotest.Key}}
		}
	}})
}
