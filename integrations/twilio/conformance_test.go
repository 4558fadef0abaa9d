package twilio_test

import (
	"testing"
	"time"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	contract.RunCarrier(t, contract.CarrierRoom{
		Vendor: twilio.Vendor,
		Start: func(setup fake.Setup) (fake.Carrier, error) {
			return twiliotest.New(twiliotest.Config{AccountSID: accountSID, AuthToken: authToken, Setup: setup, Caller: caller(), Pace: time.Hour})
		},
		Credentials: map[string]string{twilio.SettingAccountSID: accountSID, twilio.SettingAuthToken: authToken},
	})
}
