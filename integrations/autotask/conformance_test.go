package autotask_test

import (
	"testing"

	"countersign/integrations/autotask"
	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{
		Vendor: autotask.Vendor,
		Start:  func(setup fake.Setup) (fake.PSA, error) { return autotasktest.New(autotasktest.Config{Setup: setup}) },
		Credentials: map[string]string{
			autotask.SettingUserName: autotasktest.UserName, autotask.SettingSecret: autotasktest.Secret, autotask.SettingIntegrationCode: autotasktest.IntegrationCode,
		},
	})
}
