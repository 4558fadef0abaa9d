package zendesk_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/integrations/zendesk"
)

// testSecret is the secret with which Zendesk signs the tests of webhooks that are not saved yet; it is published.
const testSecret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="

const event = `{"type":"zen:event-type:ticket.status_changed","account_id":12514403,"id":"2b24ef10-19c2-11ee-9c1e-0242ac120002","time":"2026-03-01T12:00:00Z",` +
	`"zendesk_event_version":"2022-11-06","subject":"zen:ticket:5158","detail":{"id":"5158","status":"SOLVED"},"event":{"current":"SOLVED","previous":"OPEN"}}`

const signedAt = "2026-03-01T12:00:01Z"

var at = time.Date(2026, 3, 1, 12, 0, 1, 0, time.UTC)

func signed(timestamp, body, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + body))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestAnEventIsBelievedBySignature(t *testing.T) {
	t.Parallel()
	said, err := zendesk.ReadEvent(testSecret, signed(signedAt, event, testSecret), signedAt, []byte(event), at)
	require.NoError(t, err)
	require.Equal(t, zendesk.Event{
		ID: "2b24ef10-19c2-11ee-9c1e-0242ac120002", Type: "ticket.status_changed", Subject: "ticket", Of: "5158", At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}, said)
}

const (
	vector          = "RSdgfLThx2ivW9sBwrEdv3H4JfV5/3PuZK9YnurNKoA="
	vectorOfNothing = "J7KIx1Gt9GTb16+FD6XCseNIIcDwKScg6zN7tokltvw="
)

// The signatures were computed with openssl: printf %s "$timestamp$body" | openssl dgst -sha256 -hmac "$secret" -binary | base64
func TestTheSignatureIsThatOfOthers(t *testing.T) {
	t.Parallel()
	require.NoError(t, zendesk.Verify(testSecret, vector, signedAt, []byte(`{"hello":"world"}`), at))
	require.NoError(t, zendesk.Verify(testSecret, vectorOfNothing, signedAt, nil, at), "a body may be empty")
}

func TestAnEventThatNobodyVouchesFor(t *testing.T) {
	t.Parallel()
	good := signed(signedAt, event, testSecret)
	for what, c := range map[string]struct {
		secret, signature, timestamp, body string
		now                                time.Time
		want                               error
	}{
		"another secret":         {"other", good, signedAt, event, at, zendesk.ErrSignature},
		"no secret":              {"", signed(signedAt, event, ""), signedAt, event, at, zendesk.ErrSignature},
		"another body":           {testSecret, good, signedAt, event + " ", at, zendesk.ErrSignature},
		"another time":           {testSecret, good, "2026-03-01T12:00:02Z", event, at, zendesk.ErrSignature},
		"the same time, written": {testSecret, good, "2026-03-01T13:00:01+01:00", event, at, zendesk.ErrSignature},
		"no signature":           {testSecret, "", signedAt, event, at, zendesk.ErrSignature},
		"half of one":            {testSecret, good[:20], signedAt, event, at, zendesk.ErrSignature},
		"not base 64":            {testSecret, "%%", signedAt, event, at, zendesk.ErrSignature},
		"too old":                {testSecret, good, signedAt, event, at.Add(5*time.Minute + time.Second), zendesk.ErrStale},
		"of the future":          {testSecret, good, signedAt, event, at.Add(-5*time.Minute - time.Second), zendesk.ErrStale},
		"no time":                {testSecret, signed("", event, testSecret), "", event, at, zendesk.ErrStale},
		"a number as time":       {testSecret, signed("1772366401", event, testSecret), "1772366401", event, at, zendesk.ErrStale},
		"no JSON":                {testSecret, signed(signedAt, "x", testSecret), signedAt, "x", at, zendesk.ErrEvent},
		"no subject":             {testSecret, signed(signedAt, `{"id":"1","type":"zen:event-type:a"}`, testSecret), signedAt, `{"id":"1","type":"zen:event-type:a"}`, at, zendesk.ErrEvent},
		"a strange type":         {testSecret, signed(signedAt, `{"id":"1","type":"ticket.created","subject":"zen:ticket:1"}`, testSecret), signedAt, `{"id":"1","type":"ticket.created","subject":"zen:ticket:1"}`, at, zendesk.ErrEvent},
	} {
		_, err := zendesk.ReadEvent(c.secret, c.signature, c.timestamp, []byte(c.body), c.now)
		require.ErrorIs(t, err, c.want, what)
	}
	_, err := zendesk.ReadEvent(testSecret, good, signedAt, []byte(event), at.Add(5*time.Minute))
	require.NoError(t, err, "five minutes are not too old")
}

// FuzzReadEvent: without the secret nothing is believed, and with it nothing is read that could lead anywhere.
func FuzzReadEvent(f *testing.F) {
	f.Add([]byte(event), "", signedAt)
	f.Add([]byte(`{"id":"1","type":"zen:event-type:x","subject":"zen:ticket:1/../2"}`), "AAAA", "")
	f.Fuzz(func(t *testing.T, body []byte, signature, timestamp string) {
		if _, err := zendesk.ReadEvent("a secret that nobody knows", signature, timestamp, body, at); err == nil {
			t.Fatal("believed")
		}
		said, err := zendesk.ReadEvent(testSecret, signed(signedAt, string(body), testSecret), signedAt, body, at)
		if err == nil {
			require.Regexp(t, `^[0-9]{1,19}$`, said.Of)
			require.Regexp(t, `^[a-z_]+$`, said.Subject)
			require.Regexp(t, `^[A-Za-z0-9_./]+$`, said.Type)
		}
	})
}

func TestPeopleThatChangedAreHeardOf(t *testing.T) {
	t.Parallel()
	hears := func(secret, body, key string, now time.Time) (integration.WebhookEvent, error) {
		desk, err := zendesk.Vendor.Open(integration.Connection{BaseURL: "https://acme.zendesk.com", Credentials: map[string]string{
			zendesk.SettingEmail: "a@acme.example", zendesk.SettingToken: "b", zendesk.SettingHookSecret: secret,
		}})
		require.NoError(t, err)
		header := http.Header{}
		header.Set(zendesk.SignatureHeader, signed(signedAt, body, key))
		header.Set(zendesk.TimestampHeader, signedAt)
		return desk.(integration.WebhookVerifier).VerifyWebhook(t.Context(), integration.WebhookRequest{Header: header, Body: []byte(body), At: now})
	}
	for body, people := range map[string]bool{
		event: false, `{"id":"1","type":"zen:event-type:user.created","subject":"zen:user:7"}`: true,
		`{"id":"1","type":"zen:event-type/user.identity_changed","subject":"zen:user:7"}`: true, `{"id":"1","type":"zen:event-type/user.deleted","subject":"zen:user/7"}`: true,
		`{"id":"1","type":"zen:event-type/ticket.created","subject":"zen:ticket:7"}`:                  false,
		`{"id":"1","type":"zen:event-type:organization.name_changed","subject":"zen:organization:7"}`: true, `{"id":"1"}`: false, `x`: false,
	} {
		heard, err := hears(testSecret, body, testSecret, at)
		require.NoError(t, err, body)
		require.Equal(t, people, heard.People, body)
		require.Equal(t, people, heard.Delay > time.Minute, "lists of changes leave the last minute out")
		_, err = hears(testSecret, body, "x", at)
		require.ErrorIs(t, err, integration.ErrNotAuthentic, body)
		_, err = hears(testSecret, body, testSecret, at.Add(time.Hour))
		require.ErrorIs(t, err, integration.ErrNotAuthentic, "too old")
		_, err = hears("", body, "", at)
		require.ErrorIs(t, err, integration.ErrNotAuthentic, "without a secret every request is refused")
	}
}

func TestAShortSecretIsRefused(t *testing.T) {
	t.Parallel()
	_, err := zendesk.New(zendesk.Config{BaseURL: "https://acme.zendesk.com", Email: "a@acme.example", Token: "b", HookSecret: "twenty-three-characters"})
	require.ErrorIs(t, err, integration.ErrWebhookSecret)
}
