package connectwise_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/psa"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{Vendor: connectwise.Vendor, Start: func(t *testing.T) (fake.PSA, *fake.Journal, contract.Connect) {
		t.Helper()
		journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
		require.NoError(t, err)
		fake, err := connectwisetest.New(connectwisetest.Config{Setup: fake.Setup{Journal: journal}})
		require.NoError(t, err)
		return fake, journal, func(baseURL string, client *http.Client) psa.Connection {
			return psa.Connection{BaseURL: baseURL, HTTP: client, Credentials: map[string]string{
				connectwise.SettingCompany: connectwisetest.Company, connectwise.SettingPublicKey: connectwisetest.PublicKey,
				connectwise.SettingPrivateKey: connectwisetest.PrivateKey, connectwise.SettingClientID: connectwisetest.ClientID,
			}}
		}
	}})
}
