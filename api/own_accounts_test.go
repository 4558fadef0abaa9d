package api_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/api"
	"countersign/connect"
	"countersign/core/channel"
	"countersign/core/message"
	"countersign/integrations/sendgrid/sendgridtest"
	"countersign/integrations/twilio/twiliotest"
	"countersign/store"
	"countersign/store/integrations"
)

// journal is a log that tests read.
type journal struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *journal) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *journal) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// withOwnAccounts is a house whose MSPs can have accounts of their own.
func withOwnAccounts(t *testing.T) (house, *journal) {
	log := &journal{}
	return newHouse(t, func(d *api.Deps) {
		d.Log, d.PSAs = slog.New(slog.NewTextHandler(log, nil)), connect.NewOpener(d.Store, connect.Dialer{}, connect.Vendors)
	}), log
}

// owns has the MSP's messages leave by an account of its own and returns its address.
func (m msp) owns(kind string, credentials map[string]string) string {
	m.t.Helper()
	var path string
	m.in(func(ctx context.Context, tx store.Tx) error {
		id, err := integrations.SetOwnAccount(ctx, tx, integrations.PSA{Kind: kind, Name: kind, Credentials: credentials, Enabled: true}, now())
		path = "/webhooks/" + kind + "/" + id.String()
		return err
	})
	return path
}

// calls opens a verification of somebody nobody else asks for.
func (m msp) calls(n int, way channel.Name) *opened {
	m.t.Helper()
	number := strconv.Itoa(n)
	return m.verify(m.contact(m.company("Client "+number), "Ana Torres", object{"mobile": "+1415555014" + number, "email": "ana" + number + "@client.example"}), way)
}

// said is a report of a text that has an id of its own.
func said(call *opened, word string) url.Values {
	return url.Values{"MessageSid": {"SM" + call.id.String()}, "MessageStatus": {word}}
}

func (m msp) retires(kind string, forget bool) {
	m.t.Helper()
	m.in(func(ctx context.Context, tx store.Tx) error {
		_, err := integrations.RetireOwnAccounts(ctx, tx, kind, forget, now())
		return err
	})
}

func TestAnOwnTwilioAccountReportsOnWhatItWasHanded(t *testing.T) {
	t.Parallel()
	h, log := withOwnAccounts(t)
	m, stranger := h.msp(), h.msp()
	platform := "/webhooks/twilio/" + m.integration("twilio")
	before, spoken := m.calls(1, channel.SMSCode), m.calls(2, channel.VoiceCode)
	own := m.owns("twilio", map[string]string{"account_sid": "AC1", "auth_token": "now", "auth_token_previous": "earlier"})
	theirs := stranger.owns("twilio", map[string]string{"account_sid": "AC2", "auth_token": "theirs"})
	first, second, third := m.calls(3, channel.SMSCode), m.calls(4, channel.SMSCode), m.calls(5, channel.SMSCode)
	post := func(path, token string, form url.Values) reply {
		return request(t, http.MethodPost, h.url+path, form.Encode(), "X-Twilio-Signature", twiliotest.Sign(token, publicURL+path, form))
	}
	about := func(hook string, call *opened) string { return hook + "/status?outbound=" + call.outbound(1) }

	for name, forged := range map[string]reply{
		"the platform's signature at the own address": h.twilio(about(own, first), said(first, "delivered")),
		"an own signature at the platform's address":  post(about(platform, before), "now", said(before, "delivered")),
		"another MSP's signature at the own address":  post(about(own, first), "theirs", said(first, "delivered")),
		"no signature": post(about(own, first), "", said(first, "delivered")),
	} {
		require.Equal(t, http.StatusForbidden, forged.status, name)
	}
	require.NotContains(t, log.String(), "not handed")
	for name, dropped := range map[string]reply{
		"a message of the platform's account": post(about(own, before), "now", said(before, "delivered")),
		"another MSP's message":               post(about(theirs, first), "theirs", said(first, "delivered")),
		"the platform's account about an own": h.twilio(about(platform, first), said(first, "delivered")),
	} {
		require.Equal(t, http.StatusNoContent, dropped.status, name)
	}
	require.Contains(t, log.String(), "not handed")
	require.NotContains(t, log.String(), "Torres")
	require.Equal(t, message.Accepted, before.status(1))
	require.Equal(t, message.Accepted, first.status(1))
	require.Contains(t, string(status(t, post(own+"/voice/"+spoken.outbound(1), "now", url.Values{"CallSid": {"CA1"}}), http.StatusOK).raw), "no longer needed")

	status(t, post(about(own, first), "now", said(first, "delivered")), http.StatusNoContent)
	status(t, post(about(own, second), "earlier", said(second, "delivered")), http.StatusNoContent)
	status(t, h.twilio(about(platform, before), said(before, "delivered")), http.StatusNoContent)
	for _, call := range []*opened{first, second, before} {
		require.Equal(t, message.Delivered, call.status(1))
	}

	m.retires("twilio", false)
	after := m.calls(6, channel.SMSCode)
	status(t, post(about(own, after), "now", said(after, "delivered")), http.StatusNoContent)
	require.Equal(t, message.Accepted, after.status(1), "nothing leaves by a retired account")
	status(t, post(about(own, third), "now", said(third, "sent")), http.StatusNoContent)
	require.Equal(t, message.Sent, third.status(1), "what it took, it reports on")
	m.retires("twilio", true)
	post(about(own, third), "now", said(third, "delivered")).refused(http.StatusForbidden, "forbidden")
	h.twilio(about(own, third), said(third, "delivered")).refused(http.StatusForbidden, "forbidden")
	require.Equal(t, message.Sent, third.status(1))
}

func TestAnOwnSendGridKeySpeaksOfThatMSPsMailsAlone(t *testing.T) {
	t.Parallel()
	h, log := withOwnAccounts(t)
	m, stranger := h.msp(), h.msp()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	before, foreign := m.calls(7, channel.EmailCode), stranger.calls(8, channel.EmailCode)
	own := m.owns("sendgrid", map[string]string{"api_key": "SG.1", "event_key": base64.StdEncoding.EncodeToString(public)})
	mine := m.calls(9, channel.EmailCode)
	events := func(path string, calls ...*opened) reply {
		t.Helper()
		var batch []map[string]any
		for _, call := range calls {
			batch = append(batch, map[string]any{"event": "delivered", "sg_event_id": call.outbound(1), "sg_message_id": "1.2", "outbound": call.outbound(1), "timestamp": now().Unix(), "email": "ana@client.example"})
		}
		body, err := json.Marshal(batch)
		require.NoError(t, err)
		at := strconv.FormatInt(time.Now().Unix(), 10)
		signature, err := sendgridtest.Sign(key, at, body)
		require.NoError(t, err)
		return request(t, http.MethodPost, h.url+path+"/events", string(body), sendgridTimestamp, at, sendgridSignature, signature)
	}

	status(t, events(own, before, foreign, mine), http.StatusNoContent)
	require.Equal(t, message.Accepted, before.status(1), "the platform's account carried it")
	require.Equal(t, message.Accepted, foreign.status(1), "another MSP's")
	require.Equal(t, message.Delivered, mine.status(1))
	require.Contains(t, log.String(), "not handed")
	require.NotContains(t, log.String(), "client.example")
	events("/webhooks/sendgrid/"+m.integration("sendgrid"), before).refused(http.StatusForbidden, "forbidden")

	report := message.Delivery{EventKey: "e1", OutboundID: before.outbound(1), Status: message.Delivered, At: now()}
	h.sendgrid(own[len("/webhooks/sendgrid/"):], []message.Delivery{report}).refused(http.StatusForbidden, "forbidden")
	other := m.calls(0, channel.EmailCode)
	status(t, h.sendgrid(stranger.integration("sendgrid"), []message.Delivery{report, {EventKey: "e2", OutboundID: other.outbound(1), Status: message.Delivered, At: now()}}), http.StatusNoContent)
	require.Equal(t, message.Delivered, before.status(1))
	require.Equal(t, message.Accepted, other.status(1), "an own account carried it")
}

// The headers of a signed event webhook.
const (
	sendgridSignature = "X-Twilio-Email-Event-Webhook-Signature"
	sendgridTimestamp = "X-Twilio-Email-Event-Webhook-Timestamp"
)
