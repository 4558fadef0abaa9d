package superops_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/psa"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{Vendor: superops.Vendor, Start: func(t *testing.T) (fake.PSA, *fake.Journal, contract.Connect) {
		t.Helper()
		journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
		require.NoError(t, err)
		fake, err := superopstest.New(superopstest.Config{Setup: fake.Setup{Journal: journal}})
		require.NoError(t, err)
		return fake, journal, func(baseURL string, client *http.Client) psa.Connection {
			return psa.Connection{BaseURL: baseURL, HTTP: client, Credentials: map[string]string{
				superops.SettingSubdomain: superopstest.Subdomain, superops.SettingToken: superopstest.Token, superops.SettingMobileField: superopstest.MobileField,
			}}
		}
	}})
}
