package halopsa_test

import (
	"testing"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/halopsa"
	"countersign/integrations/halopsa/halopsatest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{
		Vendor: halopsa.Vendor,
		Start:  func(setup fake.Setup) (fake.PSA, error) { return halopsatest.New(halopsatest.Config{Setup: setup}) },
		Credentials: map[string]string{
			halopsa.SettingClientID: halopsatest.ClientID, halopsa.SettingClientSecret: halopsatest.ClientSecret,
		},
	})
}
