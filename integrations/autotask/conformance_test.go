package autotask_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/psa"
	"countersign/integrations/autotask"
	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{Vendor: autotask.Vendor, Start: func(t *testing.T) (fake.PSA, *fake.Journal, contract.Connect) {
		t.Helper()
		journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
		require.NoError(t, err)
		fake, err := autotasktest.New(autotasktest.Config{Setup: fake.Setup{Journal: journal}})
		require.NoError(t, err)
		return fake, journal, func(baseURL string, client *http.Client) psa.Connection {
			return psa.Connection{BaseURL: baseURL, HTTP: client, Credentials: map[string]string{
				autotask.SettingUserName: autotasktest.UserName, autotask.SettingSecret: autotasktest.Secret, autotask.SettingIntegrationCode: autotasktest.IntegrationCode,
			}}
		}
	}})
}
