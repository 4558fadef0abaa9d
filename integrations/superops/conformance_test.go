package superops_test

import (
	"testing"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{
		Vendor: superops.Vendor,
		Start:  func(setup fake.Setup) (fake.PSA, error) { return superopstest.New(superopstest.Config{Setup: setup}) },
		Credentials: map[string]string{
			superops.SettingSubdomain: superopstest.Subdomain, superops.SettingToken: superopstest.Token, superops.SettingMobileField: superopstest.MobileField,
		},
	})
}
