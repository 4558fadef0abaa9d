package sendgrid_test

import (
	"testing"
	"time"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/sendgrid"
	"countersign/integrations/sendgrid/sendgridtest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.RunCarrier(t, contract.CarrierRoom{
		Vendor: sendgrid.Vendor,
		Start: func(setup fake.Setup) (fake.Carrier, error) {
			return sendgridtest.New(sendgridtest.Config{APIKey: apiKey, Setup: setup, Caller: caller(), Pace: time.Hour})
		},
		Credentials: map[string]string{sendgrid.SettingAPIKey: apiKey},
	})
}
