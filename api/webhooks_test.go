package api_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/message"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/verify"
)

func bodyOf(text string) io.Reader { return strings.NewReader(text) }

// twilio posts a form as Twilio does: signed over the public address, sent to wherever the server really is.
func (h house) twilio(path string, form url.Values) reply {
	h.t.Helper()
	return request(h.t, http.MethodPost, h.url+path, form.Encode(), "X-Twilio-Signature", mac(twilioSecret, publicURL+path+form.Encode()))
}

func (h house) sendgrid(integration string, events any) reply {
	h.t.Helper()
	body, err := json.Marshal(events)
	require.NoError(h.t, err)
	at := strconv.FormatInt(time.Now().Unix(), 10)
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.url+"/webhooks/sendgrid/"+integration+"/events", bytes.NewReader(body))
	require.NoError(h.t, err)
	r.Header.Set("X-Twilio-Email-Event-Webhook-Timestamp", at)
	r.Header.Set("X-Twilio-Email-Event-Webhook-Signature", mac(sendgridSecret, at+string(body)))
	return do(h.t, r)
}

func sms(status string) url.Values {
	return url.Values{"MessageSid": {"SM1"}, "MessageStatus": {status}}
}

func TestDeliveriesComeLateTwiceAndOutOfOrder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/status?outbound="
	call := m.verify(m.ana(), channel.SMSCode)
	for _, word := range []string{"sent", "delivered", "sent", "delivered"} {
		r := status(t, h.twilio(hook+call.outbound(1), sms(word)), http.StatusNoContent)
		require.Empty(t, r.raw)
	}
	require.Equal(t, message.Delivered, call.status(1), "an older report never takes a newer one back")
	status(t, h.twilio(hook+call.outbound(1), url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"failed"}, "ErrorCode": {"30003"}}), http.StatusNoContent)
	require.Equal(t, message.Delivered, call.status(1))
	for _, nothing := range []string{"", "nonsense", uuid.NewString() + "-1", call.outbound(7)} {
		status(t, h.twilio(hook+nothing, sms("delivered")), http.StatusNoContent)
	}
	status(t, h.twilio(hook+call.outbound(1), url.Values{"Nothing": {"known"}}), http.StatusNoContent)
}

func TestAReportAfterTheEndBecomesEvidence(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/status?outbound="
	call := m.verify(m.ana(), channel.SMSLink)
	path := "/verifications/" + call.id.String() + "/evidence"
	m.get(path).refused(http.StatusNotFound, "not_found")
	require.Equal(t, verification.Approved, call.end(verification.Fact{Kind: verification.Confirmed, Send: 1}).Status)
	status(t, h.twilio(hook+call.outbound(1), sms("delivered")), http.StatusNoContent)
	status(t, h.twilio(hook+call.outbound(1), sms("delivered")), http.StatusNoContent)

	file := m.with("verifications:read").get(path)
	require.Len(t, file.ok(http.StatusOK)["envelopes"], 2)
	keys, err := evidence.Keys(file.raw)
	require.NoError(t, err)
	summary, err := evidence.Verify([][]byte{file.raw}, keys)
	require.NoError(t, err)
	require.Equal(t, evidence.Summary{Bundles: 2, Verifications: 1}, summary)
	require.NotContains(t, string(file.raw), "Torres")
	h.msp().get(path).refused(http.StatusNotFound, "not_found")

	public := request(t, http.MethodGet, h.url+"/v1/evidence/keys", "").ok(http.StatusOK)["keys"].([]any)
	require.Len(t, public, 1)
	for _, key := range public {
		require.Equal(t, file.body["keys"].(object)[key.(object)["key_id"].(string)], key.(object)["public_key"])
	}
}

func TestForgedWebhooksAreRefusedAlike(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio")
	call := m.verify(m.ana(), channel.SMSCode)
	path := hook + "/status?outbound=" + call.outbound(1)
	form := sms("delivered")
	good := mac(twilioSecret, publicURL+path+form.Encode())
	post := func(path, body, signature string) reply {
		return request(t, http.MethodPost, h.url+path, body, "X-Twilio-Signature", signature)
	}
	forged := []reply{
		post(path, form.Encode(), ""),
		post(path, form.Encode(), mac("another secret", publicURL+path+form.Encode())),
		post(path, form.Encode(), mac(twilioSecret, h.url+path+form.Encode())), // over the Host it was sent to
		post(path, form.Encode()+"&ErrorCode=30003", good),
		post(hook+"/status?outbound="+call.outbound(2), form.Encode(), good),
		post(hook+"/voice/"+call.outbound(1)+"/code", form.Encode(), good),
		post(path, "%zz", good),
		h.twilio("/webhooks/twilio/"+uuid.NewString()+"/status?outbound="+call.outbound(1), form), // signed, but of an unknown connection
		h.twilio("/webhooks/twilio/x/status?outbound="+call.outbound(1), form),
		h.sendgrid(m.integration("sendgrid")+"x", []any{}),
		h.sendgrid(uuid.NewString(), []any{}),
		h.sendgrid(hook[len("/webhooks/twilio/"):], []any{}), // an integration of another kind
	}
	for i, r := range forged {
		r.refused(http.StatusForbidden, "forbidden")
		require.Equal(t, forged[0].raw, r.raw, "answer %d tells more than the others", i)
	}
	require.Equal(t, message.Accepted, call.status(1))
	post(path, strings.Repeat("a", 70<<10), good).refused(http.StatusRequestEntityTooLarge, "too_large")
	status(t, post(path, form.Encode(), good), http.StatusNoContent)
	require.Equal(t, message.Delivered, call.status(1))
}

func TestAWebhookSpeaksForItsOwnMSPOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mine, theirs := h.msp(), h.msp()
	call := mine.verify(mine.ana(), channel.VoiceCode)
	hook := "/webhooks/twilio/" + theirs.integration("twilio")
	status(t, h.twilio(hook+"/status?outbound="+call.outbound(1), sms("delivered")), http.StatusNoContent)
	require.Equal(t, message.Accepted, call.status(1))
	for _, path := range []string{hook + "/voice/" + call.outbound(1), hook + "/voice/" + call.outbound(1) + "/code"} {
		r := status(t, h.twilio(path, url.Values{"Digits": {"1"}}), http.StatusOK)
		require.Contains(t, string(r.raw), "no longer needed")
	}
}

// TestMailReportsReachTheMSPWhoseMailItWas: the platform's one mail account reports for all MSPs at one address.
func TestMailReportsReachTheMSPWhoseMailItWas(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mine, theirs := h.msp(), h.msp()
	call := mine.verify(mine.ana(), channel.EmailCode)
	report := message.Delivery{EventKey: "e1", OutboundID: call.outbound(1), Status: message.Delivered, At: now()}
	stray := message.Delivery{EventKey: "e2", OutboundID: uuid.NewString() + "-1", Status: message.Delivered, At: now()}
	status(t, h.sendgrid(theirs.integration("sendgrid"), []message.Delivery{stray, report}), http.StatusNoContent)
	require.Equal(t, message.Delivered, call.status(1))
}

func TestMailEventsComeInBatches(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := m.integration("sendgrid")
	call := m.verify(m.ana(), channel.EmailCode)
	batch := []message.Delivery{
		{EventKey: "e0", OutboundID: "notice-" + uuid.NewString(), Status: message.Delivered, At: now()},
		{EventKey: "e1", OutboundID: call.outbound(1), Status: message.Sent, At: now()},
		{EventKey: "e2", OutboundID: call.outbound(1), Status: message.Delivered, At: now()},
		{EventKey: "e3", OutboundID: call.outbound(1), Status: message.Delivered, OptedOut: true, At: now()},
	}
	for range 2 {
		status(t, h.sendgrid(hook, batch), http.StatusNoContent)
	}
	require.Equal(t, message.Delivered, call.status(1))
	ways := map[any]any{}
	for _, item := range m.get("/contacts/" + call.rules.Contact.String() + "/channels").items() {
		ways[item["channel"]] = item["reason_code"]
	}
	require.Equal(t, "opted_out", ways["email_code"], "who complains gets no more mails")
	require.Nil(t, ways["sms_code"])
	h.sendgrid(hook, "not an array").refused(http.StatusBadRequest, "invalid_request")
}

func TestStopClosesTextMessages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/status?outbound="
	call := m.verify(m.ana(), channel.SMSCode)
	status(t, h.twilio(hook+call.outbound(1), url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"failed"}, "ErrorCode": {"21610"}}), http.StatusNoContent)
	require.Equal(t, message.Failed, call.status(1))
	for _, item := range m.get("/contacts/" + call.rules.Contact.String() + "/channels").items() {
		if item["channel"] == "sms_code" {
			require.Equal(t, "Replied STOP", item["reason"])
		}
	}
	require.Equal(t, true, m.get("/contacts/" + call.rules.Contact.String()).ok(http.StatusOK)["shields"].([]any)[0].(object)["opted_out"])
}

func TestACallReadsTheCodeOnlyToSomebodyWhoPressesAKey(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/voice/"
	call := m.verify(m.ana(), channel.VoiceCode)
	spoken := strings.Join(strings.Split(call.code(1), ""), ", ")

	greeting := status(t, h.twilio(hook+call.outbound(1), url.Values{"CallSid": {"CA1"}}), http.StatusOK)
	require.Equal(t, "text/xml; charset=utf-8", greeting.header.Get("Content-Type"))
	require.Contains(t, string(greeting.raw), "<Ask action="+publicURL+hook+call.outbound(1)+"/code>")
	require.Contains(t, string(greeting.raw), "Sam Rivera")
	require.NotContains(t, string(greeting.raw), spoken)
	silence := status(t, h.twilio(hook+call.outbound(1)+"/code", url.Values{"CallSid": {"CA1"}}), http.StatusOK)
	require.NotContains(t, string(silence.raw), spoken)
	read := status(t, h.twilio(hook+call.outbound(1)+"/code", url.Values{"Digits": {"1"}}), http.StatusOK)
	require.True(t, strings.HasPrefix(string(read.raw), "<ReadCode>"))
	require.Contains(t, string(read.raw), spoken)
	require.Equal(t, "no-store", read.header.Get("Cache-Control"))

	require.Contains(t, string(greeting.raw), "press 9")
	second := call.send(channel.VoiceCode, 5*time.Minute)
	void := status(t, h.twilio(hook+call.outbound(1)+"/code", url.Values{"Digits": {"1"}}), http.StatusOK)
	require.Contains(t, string(void.raw), "no longer needed", "a newer send voids the old code")
	status(t, h.twilio(hook+call.outbound(second)+"/code", url.Values{"Digits": {"1"}}), http.StatusOK)

	call.end(verification.Fact{Kind: verification.Cancel})
	for _, path := range []string{hook + call.outbound(second), hook + call.outbound(second) + "/code", hook + "nonsense", hook + uuid.NewString() + "-1"} {
		over := status(t, h.twilio(path, url.Values{"Digits": {"1"}}), http.StatusOK)
		require.Contains(t, string(over.raw), "no longer needed")
	}
}

func TestACallArrivedOnlyWhereAKeyWasPressed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		way        channel.Name
		path, key  string // where the call's key was posted, if one was pressed
		code       string // how the call failed, as the carrier tells of its end
		want, says string
	}{
		"a voicemail, or somebody hung up": {channel.VoiceCode, "", "", "completed", "failed", "Nobody pressed a key: a voicemail, or somebody who hung up"},
		"silence":                          {channel.VoiceCode, "/code", "", "completed", "failed", "Nobody pressed a key: a voicemail, or somebody who hung up"},
		"the code was read":                {channel.VoiceCode, "/code", "1", "completed", "delivered", ""},
		"it was not them":                  {channel.VoiceCode, "/code", "9", "completed", "delivered", ""},
		"nobody picked up":                 {channel.VoiceCode, "", "", "no-answer", "failed", "Nobody picked up"},
		"busy":                             {channel.VoiceCode, "", "", "busy", "failed", "The line was busy"},
		"not connected":                    {channel.VoiceCode, "", "", "failed", "failed", "The call could not be connected"},
		"cancelled":                        {channel.VoiceCode, "", "", "canceled", "failed", "The call was cancelled"},
		"a voicemail took the call-back":   {channel.CallBack, "", "", "completed", "failed", "Nobody pressed a key: a voicemail, or somebody who hung up"},
		"a key that was not offered":       {channel.CallBack, "/key", "5", "completed", "failed", "Nobody pressed a key: a voicemail, or somebody who hung up"},
		"the key of the call-back":         {channel.CallBack, "/key", "1", "completed", "delivered", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			m := h.msp()
			m.put("/policies/default", changedPolicy(m.defaultPolicy(), "call_back_to", "+14155550199")).ok(http.StatusOK)
			call := m.verify(m.ana(), c.way)
			hook := "/webhooks/twilio/" + m.integration("twilio")
			if c.path != "" {
				h.twilio(hook+"/voice/"+call.outbound(1)+c.path, url.Values{"CallSid": {"SM1"}, "Digits": {c.key}})
			}
			for range 2 {
				status(t, h.twilio(hook+"/status?outbound="+call.outbound(1), url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"failed"}, "ErrorCode": {c.code}}), http.StatusNoContent)
			}
			send := m.get("/verifications/" + call.id.String()).ok(http.StatusOK)["sends"].([]any)[0].(object)
			require.Equal(t, c.want, send["status"])
			require.Equal(t, c.says, cmp.Or(send["reason"], any("")))
		})
	}
}

func TestACallTakesADenial(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/voice/"
	call := m.verify(m.ana(), channel.VoiceCode)
	spoken := strings.Join(strings.Split(call.code(1), ""), ", ")
	denied := h.twilio(hook+call.outbound(1)+"/code", url.Values{"Digits": {"9"}})
	require.NotContains(t, string(denied.raw), spoken)
	require.GreaterOrEqual(t, denied.status, http.StatusInternalServerError, "the run is asked, which this house does not have: Twilio asks again, and no code is read")
}

func TestACallIsNotForOtherWaysOrLateKeys(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/voice/"
	call := m.verify(m.ana(), channel.SMSCode)
	over := status(t, h.twilio(hook+call.outbound(1)+"/code", url.Values{"Digits": {"1"}}), http.StatusOK)
	require.Contains(t, string(over.raw), "no longer needed", "the code of an SMS is not read aloud")
	late := call.send(channel.VoiceCode, -time.Second)
	over = status(t, h.twilio(hook+call.outbound(late)+"/code", url.Values{"Digits": {"1"}}), http.StatusOK)
	require.Contains(t, string(over.raw), "no longer needed")
	m.in(func(ctx context.Context, tx store.Tx) error {
		_, err := verify.GetVerification(ctx, tx, call.id)
		return err
	})
}
