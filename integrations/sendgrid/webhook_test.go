package sendgrid_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/message"
	"countersign/integrations/sendgrid"
	"countersign/integrations/sendgrid/sendgridtest"
)

// published is the vector of SendGrid's own libraries.
var published = struct{ key, timestamp, signature, body string }{
	key:       "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
	timestamp: "1600112502",
	signature: "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
	body: `[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",` +
		`"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]` + "\r\n",
}

func TestThePublishedSignatureVerifies(t *testing.T) {
	t.Parallel()
	key, err := sendgrid.ParseKey(published.key)
	require.NoError(t, err)
	signed := time.Unix(1600112502, 0)
	body := []byte(published.body)
	verify := func(timestamp string, body []byte, signature string, now time.Time) error {
		return sendgrid.Verify(key, timestamp, body, signature, now)
	}
	require.NoError(t, verify(published.timestamp, body, published.signature, signed))
	require.NoError(t, verify(published.timestamp, body, published.signature, signed.Add(72*time.Hour)), "a late retry")
	require.NoError(t, verify(published.timestamp, body, published.signature, signed.Add(-5*time.Minute)), "a clock that runs behind")
	require.ErrorIs(t, verify(published.timestamp, body, published.signature, signed.Add(72*time.Hour+time.Second)), sendgrid.ErrStale)
	require.ErrorIs(t, verify(published.timestamp, body, published.signature, signed.Add(-5*time.Minute-time.Second)), sendgrid.ErrStale)

	require.ErrorIs(t, verify(published.timestamp, body[:len(body)-2], published.signature, signed), sendgrid.ErrSignature, "every byte counts")
	require.ErrorIs(t, verify("1600112503", body, published.signature, signed), sendgrid.ErrSignature)
	require.ErrorIs(t, verify(published.timestamp, body, "", signed), sendgrid.ErrSignature)
	require.ErrorIs(t, verify(published.timestamp, body, "!", signed), sendgrid.ErrSignature)
	require.ErrorIs(t, verify("", body, published.signature, signed), sendgrid.ErrSignature)
}

func TestASignedTimestampMustBeATime(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	for _, timestamp := range []string{"", "soon", "99999999999999999999"} {
		signature, err := sendgridtest.Sign(key, timestamp, []byte("[]"))
		require.NoError(t, err)
		require.ErrorIs(t, sendgrid.Verify(&key.PublicKey, timestamp, []byte("[]"), signature, time.Now()), sendgrid.ErrStale)
	}
}

func TestKeysAreRead(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	parsed, err := sendgrid.ParseKey(encoded(t, &key.PublicKey))
	require.NoError(t, err)
	require.True(t, parsed.Equal(&key.PublicKey))
	for _, wrong := range []string{"", "!", "aGVsbG8=", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="} {
		_, err := sendgrid.ParseKey(wrong)
		require.Error(t, err, "%q", wrong)
	}
}

func TestEventsAreRead(t *testing.T) {
	t.Parallel()
	at := time.Unix(1600112492, 0).UTC()
	of := func(fields string) string {
		return `{"outbound":"0190-3","sg_event_id":"e1","sg_message_id":"m1.recvd-1.0","timestamp":1600112492,"email":"a@b.example",` + fields + `}`
	}
	want := func(status message.Status, code string, optedOut bool) message.Delivery {
		return message.Delivery{EventKey: "e1", OutboundID: "0190-3", ProviderID: "m1", Status: status, ErrorCode: code, At: at, OptedOut: optedOut}
	}
	returned := func(code string) message.Delivery {
		back := want(message.Failed, code, false)
		back.Returned = true
		return back
	}
	for fields, expected := range map[string]message.Delivery{
		`"event":"processed"`:                               want(message.Sent, "", false),
		`"event":"deferred","response":"451"`:               want(message.Accepted, "", false),
		`"event":"delivered"`:                               want(message.Delivered, "", false),
		`"event":"bounce","status":"5.1.1"`:                 returned("5.1.1"),
		`"event":"bounce","type":"blocked"`:                 returned("blocked"),
		`"event":"bounce","status":"a@b.example"`:           returned("bounce"),
		`"event":"dropped","reason":"Bounced Address"`:      want(message.Failed, "bounced_address", false),
		`"event":"dropped","reason":"new a@b.example"`:      want(message.Failed, "dropped", false),
		`"event":"dropped","reason":"Unsubscribed Address"`: want(message.Failed, "unsubscribed", true),
		`"event":"spamreport"`:                              want(message.Delivered, "", true),
	} {
		got, err := sendgrid.ParseEvents([]byte("[" + of(fields) + "]\r\n"))
		require.NoError(t, err)
		require.Equal(t, []message.Delivery{expected}, got, fields)
	}
	for _, ignored := range []string{of(`"event":"open"`), of(`"event":"click"`), of(`"event":"something new"`), of(`"event":1`), `7`, `null`, `{"event":"delivered","sg_event_id":"e1"}`} {
		got, err := sendgrid.ParseEvents([]byte("[" + ignored + "," + of(`"event":"delivered"`) + "]"))
		require.NoError(t, err)
		require.Len(t, got, 1, "%s must not hold up the next event", ignored)
	}
	for _, body := range []string{"", "{}", "null", "[", `"x"`} {
		_, err := sendgrid.ParseEvents([]byte(body))
		require.ErrorIs(t, err, sendgrid.ErrBody, "%q", body)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(published.timestamp, []byte(published.body), published.signature)
	f.Add("", []byte{}, "MAYCAQACAQA=")
	f.Add("1600112502", []byte("[]"), "MEUCIGHQ")
	key, err := sendgrid.ParseKey(published.key)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, timestamp string, body []byte, signature string) {
		err := sendgrid.Verify(key, timestamp, body, signature, time.Unix(1600112502, 0))
		if err == nil && (timestamp+string(body) != published.timestamp+published.body) {
			t.Fatal("a signature was made without the key")
		}
	})
}

func FuzzParseEvents(f *testing.F) {
	f.Add([]byte(published.body))
	f.Add([]byte(`[{"event":"bounce","outbound":"x","sg_event_id":"e","status":"5.1.1","timestamp":-1}]`))
	f.Add([]byte(`[[],null,1,{"event":"delivered","outbound":"x","sg_event_id":"e"}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		reports, err := sendgrid.ParseEvents(body)
		if err != nil && reports != nil {
			t.Fatal("an error with reports")
		}
		for _, report := range reports {
			if report.EventKey == "" || report.OutboundID == "" || (report.ErrorCode != "") != (report.Status == message.Failed) {
				t.Fatalf("half a report: %+v", report)
			}
		}
	})
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return key
}

func TestTheTimestampIsPartOfTheSignature(t *testing.T) {
	t.Parallel()
	key, now := newKey(t), time.Now()
	stamp := strconv.FormatInt(now.Unix(), 10)
	signature, err := sendgridtest.Sign(key, stamp, []byte("[]\r\n"))
	require.NoError(t, err)
	require.NoError(t, sendgrid.Verify(&key.PublicKey, stamp, []byte("[]\r\n"), signature, now))
	require.ErrorIs(t, sendgrid.Verify(&newKey(t).PublicKey, stamp, []byte("[]\r\n"), signature, now), sendgrid.ErrSignature)
}

// encoded is a verification key as SendGrid's settings show it.
func encoded(t testing.TB, key *ecdsa.PublicKey) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(der)
}

func TestAnAccountWithoutAVerificationKeyAcceptsNoEvent(t *testing.T) {
	t.Parallel()
	client, err := sendgrid.New(sendgrid.Config{APIKey: apiKey})
	require.NoError(t, err)
	signed := time.Unix(1600112502, 0)
	require.ErrorIs(t, client.Verify(published.timestamp, []byte(published.body), published.signature, signed), sendgrid.ErrSignature)
	client, err = sendgrid.New(sendgrid.Config{APIKey: apiKey, EventKey: published.key})
	require.NoError(t, err)
	require.NoError(t, client.Verify(published.timestamp, []byte(published.body), published.signature, signed))
}
