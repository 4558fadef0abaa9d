package syncro_test

import (
	"testing"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/syncro"
	"countersign/integrations/syncro/syncrotest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{
		Vendor: syncro.Vendor,
		Start:  func(setup fake.Setup) (fake.PSA, error) { return syncrotest.New(syncrotest.Config{Setup: setup}) },
		Credentials: map[string]string{
			syncro.SettingKey: syncrotest.Key,
		},
	})
}
