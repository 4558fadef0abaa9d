package halopsa_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/integrations/halopsa"
)

const (
	hookUser     = "countersign"
	hookPassword = "a password that we made up"
)

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

func TestAWebhookIsAHint(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]halopsa.Hint{
		`{"ticket":{"id":2190,"user_id":201,"summary":"x"},"action":{"id":1,"ticket_id":2190}}`: {{TicketID: "2190", UserID: "201"}},
		`{"action":{"ticket_id":"2190"}}`:                            {{TicketID: "2190"}},
		`{"user":{"id":201.0},"event":"User Updated"}`:               {{UserID: "201"}},
		`{"client":{"id":12},"event":"Customer Updated"}`:            {{ClientID: "12"}},
		`{"ticket_id":7}`:                                            {{TicketID: "7"}},
		`[{"ticket":{"id":1}},{"event":"x"},{"user":{"id":2}}]`:      {{TicketID: "1"}, {UserID: "2"}},
		`{"ticket":{"id":-5},"user":{"id":3},"Ticket_Id":null}`:      {{UserID: "3"}},
		`{"ticket":null,"user_id":4,"id":"9b1deb4d-3b7d-4bad-9bdd"}`: {{UserID: "4"}},
	} {
		hints, err := halopsa.ReadWebhook(basic(hookUser, hookPassword), hookUser, hookPassword, []byte(body))
		require.NoError(t, err, body)
		require.Equal(t, want, hints, body)
	}
	for _, none := range []string{"", "x", "{}", "[]", `{"ticket":{"id":0}}`, `{"ticket":"x"}`, `7`, `"x"`, `null`} {
		_, err := halopsa.ReadWebhook(basic(hookUser, hookPassword), hookUser, hookPassword, []byte(none))
		require.ErrorIs(t, err, halopsa.ErrWebhook, none)
	}
	long := "[" + strings.Repeat(`{"ticket_id":7},`, 500) + `{"ticket_id":7}]`
	hints, err := halopsa.ReadWebhook(basic(hookUser, hookPassword), hookUser, hookPassword, []byte(long))
	require.NoError(t, err)
	require.Len(t, hints, 100)
}

func TestAWebhookIsBelievedByItsPasswordOnly(t *testing.T) {
	t.Parallel()
	body := []byte(`{"ticket":{"id":1}}`)
	for _, wrong := range []string{"", "Basic", "Basic %%", basic(hookUser, "other"), basic("other", hookPassword), basic(hookUser, ""), basic("", ""), "Bearer " + hookPassword, basic(hookUser, hookPassword+"x")} {
		_, err := halopsa.ReadWebhook(wrong, hookUser, hookPassword, body)
		require.ErrorIs(t, err, halopsa.ErrWebhookAuth, wrong)
	}
	_, err := halopsa.ReadWebhook(basic("", ""), "", "", body)
	require.ErrorIs(t, err, halopsa.ErrWebhookAuth, "without a password of ours every request is refused")
	_, err = halopsa.ReadWebhook(basic(hookUser, ""), hookUser, "", body)
	require.ErrorIs(t, err, halopsa.ErrWebhookAuth)
}

// FuzzReadWebhook: any body yields ids only, and only with the password.
func FuzzReadWebhook(f *testing.F) {
	f.Add(basic(hookUser, hookPassword), []byte(`{"ticket":{"id":2190,"user_id":201}}`))
	f.Add("", []byte(`[{"ticket_id":"1"}]`))
	f.Fuzz(func(t *testing.T, authorization string, body []byte) {
		hints, err := halopsa.ReadWebhook(authorization, hookUser, hookPassword, body)
		if err == nil && len(hints) == 0 {
			t.Fatal("nothing is hinted at")
		}
		for _, one := range hints {
			if strings.Trim(one.TicketID+one.UserID+one.ClientID, "0123456789") != "" || one == (halopsa.Hint{}) {
				t.Fatalf("%+v", one)
			}
		}
		if _, err := halopsa.ReadWebhook(authorization, hookUser, "another password", body); err == nil {
			t.Fatal("believed")
		}
	})
}

func TestPeopleThatChangedAreHeardOf(t *testing.T) {
	t.Parallel()
	hears := func(secret, authorization, body string) (integration.WebhookEvent, error) {
		desk, err := halopsa.Vendor.Open(integration.Connection{BaseURL: "https://acme.halopsa.com", Credentials: map[string]string{
			halopsa.SettingClientID: "a", halopsa.SettingClientSecret: "b", halopsa.SettingHookSecret: secret,
		}})
		require.NoError(t, err)
		return desk.(integration.WebhookVerifier).VerifyWebhook(t.Context(), integration.WebhookRequest{Header: http.Header{"Authorization": {authorization}}, Body: []byte(body), At: time.Now()})
	}
	for body, people := range map[string]bool{
		`{"user":{"id":201}}`: true, `{"client":{"id":12}}`: true, `{"ticket":{"id":2190,"user_id":201}}`: false, `{"ticket_id":7}`: false,
		`[{"ticket":{"id":1}},{"user":{"id":2}}]`: true, `{"event":"x"}`: false, `x`: false,
	} {
		heard, err := hears(hookPassword, basic("countersign", hookPassword), body)
		require.NoError(t, err, body)
		require.Equal(t, people, heard.People, body)
		require.Equal(t, map[string][]string{`{"user":{"id":201}}`: {"201"}, `[{"ticket":{"id":1}},{"user":{"id":2}}]`: {"2"}}[body], heard.Doubted, "it does not tell a change from a deletion")
		for _, wrong := range []string{basic("countersign", "x"), basic("somebody", hookPassword), ""} {
			_, err = hears(hookPassword, wrong, body)
			require.ErrorIs(t, err, integration.ErrNotAuthentic, body)
		}
		_, err = hears("", basic("countersign", ""), body)
		require.ErrorIs(t, err, integration.ErrNotAuthentic, "without a secret every request is refused")
	}
}

func TestAShortSecretIsRefused(t *testing.T) {
	t.Parallel()
	_, err := halopsa.New(halopsa.Config{BaseURL: "https://acme.halopsa.com", ClientID: "a", ClientSecret: "b", HookSecret: "twenty-three-characters"})
	require.ErrorIs(t, err, integration.ErrWebhookSecret)
}
