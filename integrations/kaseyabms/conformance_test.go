package kaseyabms_test

import (
	"testing"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/kaseyabms"
	"countersign/integrations/kaseyabms/kaseyabmstest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{
		Vendor: kaseyabms.Vendor,
		Start:  func(setup fake.Setup) (fake.PSA, error) { return kaseyabmstest.New(kaseyabmstest.Config{Setup: setup}) },
		Credentials: map[string]string{
			kaseyabms.SettingTenant: kaseyabmstest.Tenant, kaseyabms.SettingUserName: kaseyabmstest.UserName, kaseyabms.SettingPassword: kaseyabmstest.Password,
		},
	})
}
