package zendesk_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/psa"
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
			contract.Run(t, contract.Room{Vendor: zendesk.Vendor, Start: func(t *testing.T) (fake.PSA, *fake.Journal, contract.Connect) {
				t.Helper()
				journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
				require.NoError(t, err)
				passed := &atomic.Int64{}
				now := func() time.Time { return time.Now().Add(time.Duration(passed.Load()) * time.Minute) }
				fake, err := zendesktest.New(zendesktest.Config{MobileInField: inField, Setup: fake.Setup{Journal: journal, Now: now}})
				require.NoError(t, err)
				return patient{fake, passed}, journal, func(baseURL string, client *http.Client) psa.Connection {
					credentials := map[string]string{zendesk.SettingEmail: zendesktest.Email, zendesk.SettingToken: zendesktest.Token}
					if inField {
						credentials[zendesk.SettingMobileField] = zendesktest.MobileField
					}
					return psa.Connection{BaseURL: baseURL, HTTP: client, Credentials: credentials}
				}
			}})
		})
	}
}
