package autotask_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/integrations/autotask"
)

const hookSecret = "a-secret-of-the-webhook"

func signature(secret, body string) string {
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha1=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// told is a callback as it travels, and written the same as Autotask signed it.
const (
	told = `{"Action":"Update","Guid":"3f2c","EntityType":"Contact","Id":201,"Fields":{"lastName":"O'Brien & Zoë \"漢\" 😀","mobilePhone":"+14155550134"},` +
		`"EventTime":"2026-11-20T09:00:00Z","SequenceNumber":3,"PersonID":151}`
	written = `{"Action":"Update","Guid":"3f2c","EntityType":"Contact","Id":201,"Fields":{"lastName":"O\u0027Brien \u0026 Zo\u00EB \u0022\u6F22\u0022 \uD83D\uDE00","mobilePhone":"\u002B14155550134"},` +
		`"EventTime":"2026-11-20T09:00:00Z","SequenceNumber":3,"PersonID":151}`
)

func TestACallbackIsBelievedByEitherSignature(t *testing.T) {
	t.Parallel()
	for name, signed := range map[string]string{"as it came": told, "as Autotask wrote it": written} {
		got, err := autotask.ReadCallback(hookSecret, signature(hookSecret, signed), []byte(told))
		require.NoError(t, err, name)
		require.Equal(t, []any{"update", "contact", int64(201), "3f2c", int64(151)}, []any{got.Action, got.Entity, got.ID, got.GUID, got.PersonID})
		require.JSONEq(t, `"+14155550134"`, string(got.Fields["mobilePhone"]))
	}
}

func TestACallbackOfSomebodyElseIsNotBelieved(t *testing.T) {
	t.Parallel()
	right := signature(hookSecret, told)
	for name, given := range map[string]string{
		"none": "", "no scheme": right[len("sha1="):], "another scheme": "sha256=" + right[len("sha1="):], "another secret": signature("x", told), "no base 64": "sha1=%%%",
		"short": "sha1=AAAA", "of another body": signature(hookSecret, told+" "),
	} {
		_, err := autotask.ReadCallback(hookSecret, given, []byte(told))
		require.ErrorIs(t, err, autotask.ErrSignature, name)
	}
	_, err := autotask.ReadCallback("", signature("", told), []byte(told))
	require.ErrorIs(t, err, autotask.ErrSignature, "an empty secret proves nothing")
}

func TestCallbacksAreReadByTheirCurrentNames(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]error{
		`{"Action":"Create","EntityType":"Ticket","Id":7}`:       nil,
		`{"Action":"Delete","EntityType":"Account","Id":0}`:      nil,
		`{"Action":"Deactivated","Guid":"3f2c","EventTime":"x"}`: autotask.ErrDeactivated,
		`{"Action":"deactivated","EntityType":"Ticket","Id":7}`:  autotask.ErrDeactivated,
		`{"Action":"Create","EntityType":"Ticket","Id":0}`:       autotask.ErrCallback,
		`{"Action":"Create","EntityType":"","Id":7}`:             autotask.ErrCallback,
		`{"Action":"Explode","EntityType":"Ticket","Id":7}`:      autotask.ErrCallback,
		`{"Action":"Create","EntityType":"Ticket","Id":"seven"}`: autotask.ErrCallback,
		`[]`: autotask.ErrCallback,
		`{"Action":"Create","EntityType":"Ticket","Id":7,"Fields":"x"}`: autotask.ErrCallback,
	} {
		got, err := autotask.ReadCallback(hookSecret, signature(hookSecret, body), []byte(body))
		require.ErrorIs(t, err, want, body)
		if want == nil {
			require.Contains(t, []string{"ticket", "company"}, got.Entity)
		}
	}
}

func FuzzReadCallback(f *testing.F) {
	f.Add(told)
	f.Add(written)
	f.Add(`{"Action":"Create","EntityType":"Ticket","Id":7}`)
	f.Add(`{"\u00`)
	f.Fuzz(func(t *testing.T, body string) {
		_, err := autotask.ReadCallback(hookSecret, signature(hookSecret, body+"x"), []byte(body))
		require.Error(t, err)
		got, err := autotask.ReadCallback(hookSecret, signature(hookSecret, body), []byte(body))
		if err == nil {
			require.True(t, json.Valid([]byte(body)))
			require.Contains(t, []string{"create", "update", "delete"}, got.Action)
			require.NotEmpty(t, got.Entity)
		}
	})
}

// hears is what a connection with a secret makes of a callback.
func hears(t *testing.T, secret, signed, body string) (integration.WebhookEvent, error) {
	t.Helper()
	desk, err := autotask.Vendor.Open(integration.Connection{Credentials: map[string]string{
		autotask.SettingUserName: "a", autotask.SettingSecret: "b", autotask.SettingIntegrationCode: "c", autotask.SettingHookSecret: secret,
	}})
	require.NoError(t, err)
	return desk.(integration.WebhookVerifier).VerifyWebhook(t.Context(), integration.WebhookRequest{Header: http.Header{"X-Hook-Signature": {signed}}, Body: []byte(body), At: time.Now()})
}

func TestPeopleThatChangedAreHeardOf(t *testing.T) {
	t.Parallel()
	const secret = "a-secret-of-the-webhooks-of-acme"
	for body, people := range map[string]bool{
		told: true, `{"Action":"Delete","EntityType":"Account","Id":0}`: true, `{"Action":"Create","EntityType":"Ticket","Id":7}`: false,
		`{"Action":"Deactivated","Guid":"3f2c"}`: false, `x`: false,
	} {
		heard, err := hears(t, secret, signature(secret, body), body)
		require.NoError(t, err, body)
		require.Equal(t, integration.WebhookEvent{People: people}, heard, body)
		_, err = hears(t, secret, signature("x", body), body)
		require.ErrorIs(t, err, integration.ErrNotAuthentic, body)
		_, err = hears(t, "", signature("", body), body)
		require.ErrorIs(t, err, integration.ErrNotAuthentic, "without a secret every request is refused")
	}
}

func TestAShortSecretIsRefused(t *testing.T) {
	t.Parallel()
	_, err := autotask.New(autotask.Config{UserName: "a", Secret: "b", IntegrationCode: "c", HookSecret: "twenty-three-characters"})
	require.ErrorIs(t, err, integration.ErrWebhookSecret)
}
