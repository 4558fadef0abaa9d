package stories

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/autotask"
	"countersign/integrations/autotask/autotasktest"
	"countersign/integrations/halopsa"
	"countersign/integrations/halopsa/halopsatest"
	"countersign/integrations/kaseyabms"
	"countersign/integrations/kaseyabms/kaseyabmstest"
	"countersign/integrations/superops"
	"countersign/integrations/superops/superopstest"
	"countersign/integrations/syncro"
	"countersign/integrations/syncro/syncrotest"
	"countersign/integrations/zendesk"
	"countersign/integrations/zendesk/zendesktest"
)

// keysOf are what the sandbox's PSAs take.
var keysOf = map[string]map[string]string{
	"autotask": {
		autotask.SettingUserName: autotasktest.UserName, autotask.SettingSecret: autotasktest.Secret, autotask.SettingIntegrationCode: autotasktest.IntegrationCode,
	},
	"connectwise": credentials,
	"halopsa":     {halopsa.SettingClientID: halopsatest.ClientID, halopsa.SettingClientSecret: halopsatest.ClientSecret},
	"kaseyabms": {
		kaseyabms.SettingTenant: kaseyabmstest.Tenant, kaseyabms.SettingUserName: kaseyabmstest.UserName, kaseyabms.SettingPassword: kaseyabmstest.Password,
	},
	"superops": {superops.SettingSubdomain: superopstest.Subdomain, superops.SettingToken: superopstest.Token},
	"syncro":   {syncro.SettingKey: syncrotest.Key},
	"zendesk":  {zendesk.SettingEmail: zendesktest.Email, zendesk.SettingToken: zendesktest.Token},
}

// Every PSA that can be connected is connected, tried, synced and asked for its tickets, through the running product.
func TestEveryPSACanBeConnected(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	var kinds struct{ Items []struct{ Kind, Name string } }
	desk.Do(t, http.MethodGet, "/psa-kinds", nil).Into(t, &kinds)
	require.Len(t, kinds.Items, len(keysOf))
	for _, kind := range kinds.Items {
		t.Run(kind.Name, func(t *testing.T) {
			if kind.Kind != "connectwise" { // other stories fill and sync that one
				reply := stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/psa/"+kind.Kind+"/populate", map[string]any{"companies": 2, "contacts": 120, "tickets": 3, "seed": 7})
				require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
			}
			reply := desk.Do(t, http.MethodPost, "/integrations", map[string]any{
				"kind": kind.Kind, "name": kind.Name + " " + desk.Company[24:], "base_url": stack.SandboxURL + "/" + kind.Kind, "credentials": keysOf[kind.Kind],
			})
			require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
			id := reply.JSON(t)["id"].(string)
			t.Cleanup(func() { desk.Do(t, http.MethodDelete, "/integrations/"+id, nil) })
			tried := desk.Do(t, http.MethodPost, "/integrations/"+id+"/test", nil)
			require.Equal(t, true, tried.JSON(t)["ok"], string(tried.Body))
			var last struct {
				LastSync struct {
					Status, Error string
					Contacts      int
				} `json:"last_sync"`
				Contacts, Companies int
			}
			require.Eventually(t, func() bool {
				desk.Do(t, http.MethodGet, "/integrations/"+id, nil).Into(t, &last)
				return last.LastSync.Status == "completed"
			}, 2*time.Minute, 50*time.Millisecond, "%+v", &last)
			desk.Do(t, http.MethodGet, "/integrations/"+id, nil).Into(t, &last) // people are counted a moment before the sync is looked at
			if kind.Kind != "connectwise" {
				require.GreaterOrEqual(t, last.Contacts, 120)
				require.GreaterOrEqual(t, last.Companies, 2)
			}
			tickets := desk.Do(t, http.MethodGet, "/tickets?status=all&integration_id="+id, nil)
			require.Equal(t, http.StatusOK, tickets.Status, string(tickets.Body))
			require.NotEmpty(t, tickets.JSON(t)["items"])
		})
	}
}
