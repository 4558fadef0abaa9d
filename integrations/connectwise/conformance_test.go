package connectwise_test

import (
	"testing"

	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.Run(t, contract.Room{
		Vendor: connectwise.Vendor,
		Start: func(setup fake.Setup) (fake.PSA, error) {
			return connectwisetest.New(connectwisetest.Config{Setup: setup})
		},
		Credentials: map[string]string{
			connectwise.SettingCompany: connectwisetest.Company, connectwise.SettingPublicKey: connectwisetest.PublicKey,
			connectwise.SettingPrivateKey: connectwisetest.PrivateKey, connectwise.SettingClientID: connectwisetest.ClientID,
		},
	})
}
