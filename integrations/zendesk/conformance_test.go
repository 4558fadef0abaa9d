package zendesk_test

import (
	"sync/atomic"
	"testing"
	"time"

	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/zendesk"
	"countersign/integrations/zendesk/zendesktest"
)

// patient is a fake after whose changes some minutes pass: Zendesk's lists of changes say nothing of the last one.
type patient struct {
	*zendesktest.Server
	passed *atomic.Int64 // minutes
}

func (p patient) Change(contacts int) ([]string, error) {
	defer p.passed.Add(2)
	return p.Server.Change(contacts)
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for name, inField := range map[string]bool{"the phone is the mobile": false, "mobiles in a user field": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			credentials := map[string]string{zendesk.SettingEmail: zendesktest.Email, zendesk.SettingToken: zendesktest.Token}
			if inField {
				credentials[zendesk.SettingMobileField] = zendesktest.MobileField
			}
			contract.Run(t, contract.Room{Vendor: zendesk.Vendor, Credentials: credentials, Start: func(setup fake.Setup) (fake.PSA, error) {
				passed := &atomic.Int64{}
				setup.Now = func() time.Time { return time.Now().Add(time.Duration(passed.Load()) * time.Minute) }
				server, err := zendesktest.New(zendesktest.Config{MobileInField: inField, Setup: setup})
				return patient{server, passed}, err
			}})
		})
	}
}
