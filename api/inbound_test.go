package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/message"
	"countersign/store"
	"countersign/store/messages"
)

const written = "planted words of a client"

func text(sid, from, body string) url.Values {
	return url.Values{"MessageSid": {sid}, "From": {from}, "To": {"+14155550100"}, "Body": {body}}
}

// mail brings a mail as SendGrid does: the address carries the key.
func (h house) mail(integration, key string, in any) reply {
	h.t.Helper()
	body, err := json.Marshal(in)
	require.NoError(h.t, err)
	return request(h.t, http.MethodPost, h.url+"/webhooks/sendgrid/"+integration+"/inbound?key="+key, string(body))
}

func (h house) inboundKey(integration string) string {
	return messages.InboundKey(h.store, uuid.MustParse(integration))
}

// messages lists the MSP's inbound messages.
func (m msp) messages() (ids []uuid.UUID) {
	m.t.Helper()
	m.in(func(ctx context.Context, tx store.Tx) error {
		rows, err := tx.Query(ctx, `SELECT id FROM messages WHERE direction = 'inbound' AND status = 'received' ORDER BY position`)
		require.NoError(m.t, err)
		defer rows.Close()
		for rows.Next() {
			var id uuid.UUID
			require.NoError(m.t, rows.Scan(&id))
			ids = append(ids, id)
		}
		return rows.Err()
	})
	return ids
}

func TestATextIsKeptOnceAndAnsweredWithNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/messages"
	for range 3 {
		r := status(t, h.twilio(hook, text("SM1", "+14155550134", written)), http.StatusOK)
		require.Equal(t, `<?xml version="1.0" encoding="UTF-8"?><Response/>`, string(r.raw))
		require.Equal(t, "text/xml; charset=utf-8", r.header.Get("Content-Type"))
	}
	status(t, h.twilio(hook, text("SM2", "+14155550134", "STOP")), http.StatusOK)
	kept := m.messages()
	require.Len(t, kept, 2)
	routed := 0
	h.arrived.Range(func(id, tenant any) bool {
		require.Contains(t, kept, id)
		require.Equal(t, m.tenant, tenant)
		routed++
		return true
	})
	require.Equal(t, 2, routed)
	require.Empty(t, status(t, h.twilio(hook, url.Values{"Nothing": {"known"}}), http.StatusNoContent).raw, "another try would not be better")
}

func TestAMailIsKeptOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := m.integration("sendgrid")
	in := message.Inbound{ProviderID: "<1@northwind.example>", From: "Ana.Torres@northwind.example", To: "Desk@in.bluepeak.example", Subject: "#verify", Body: written}
	for range 2 {
		require.Empty(t, status(t, h.mail(hook, h.inboundKey(hook), in), http.StatusNoContent).raw)
	}
	in.ProviderID, in.Body = "<2@northwind.example>", strings.Repeat("long ", 1<<20)
	status(t, h.mail(hook, h.inboundKey(hook), in), http.StatusNoContent)
	require.Len(t, m.messages(), 2)
	in.Body = strings.Repeat("long ", 7<<20)
	status(t, h.mail(hook, h.inboundKey(hook), in), http.StatusNoContent)
	status(t, h.mail(hook, h.inboundKey(hook), "no mail"), http.StatusNoContent)
	require.Len(t, m.messages(), 2)
}

func TestForgedMessagesAreRefusedAlike(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, other := h.msp(), h.msp()
	texts, mails := m.integration("twilio"), m.integration("sendgrid")
	form := text("SM1", "+14155550134", "#verify")
	hook := "/webhooks/twilio/" + texts + "/messages"
	in := message.Inbound{ProviderID: "<1@x.example>", From: "ana@northwind.example", Body: "#verify"}
	nobodys := uuid.NewString()
	forged := []reply{
		request(t, http.MethodPost, h.url+hook, form.Encode()),
		request(t, http.MethodPost, h.url+hook, form.Encode(), "X-Twilio-Signature", mac("another secret", publicURL+hook+form.Encode())),
		request(t, http.MethodPost, h.url+hook, form.Encode()+"&Body=STOP", "X-Twilio-Signature", mac(twilioSecret, publicURL+hook+form.Encode())),
		h.twilio("/webhooks/twilio/"+nobodys+"/messages", form),
		h.twilio("/webhooks/twilio/"+mails+"/messages", form),
		h.mail(mails, "", in),
		h.mail(mails, h.inboundKey(texts), in),
		h.mail(mails, h.inboundKey(other.integration("sendgrid")), in),
		h.mail(mails, h.inboundKey(mails)+"x", in),
		h.mail(nobodys, h.inboundKey(nobodys), in), // the right key of an unknown tenant
		h.mail(texts, h.inboundKey(texts), in),     // an integration of another kind
		h.mail("x", h.inboundKey(uuid.Nil.String()), in),
	}
	for i, r := range forged {
		r.refused(http.StatusForbidden, "forbidden")
		require.Equal(t, forged[0].raw, r.raw, "answer %d tells more than the others", i)
	}
	require.Empty(t, m.messages())
	require.Empty(t, other.messages())
}

// What cannot be stored is refused, so that the provider brings it again.
func TestAMessageThatCannotBeStoredComesAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m := h.msp()
	hook := "/webhooks/twilio/" + m.integration("twilio") + "/messages"
	form := text("SM1", "+14155550134", written)
	form.Set("Transport", "pigeon") // which the database does not take
	h.twilio(hook, form).refused(http.StatusServiceUnavailable, "unavailable")
	form.Del("Transport")
	status(t, h.twilio(hook, form), http.StatusOK)
	require.Len(t, m.messages(), 1)
}

func TestTriggerWordsAreTheMSPs(t *testing.T) {
	t.Parallel()
	m := newMSP(t)
	path := "/inbound-settings"
	builtIn := m.get(path).ok(http.StatusOK)
	require.Equal(t, "#verify", builtIn["verify_word"])
	require.EqualValues(t, 15, builtIn["minutes"])
	asked := object{"verify_word": "#echt", "confirm_word": "#ja", "deny_word": "#nein", "note_approval": true, "minutes": 30}
	require.Equal(t, asked, rounded(m.put(path, asked).ok(http.StatusOK)))
	require.Equal(t, asked, rounded(m.get(path).ok(http.StatusOK)))
	m.put(path, asked).ok(http.StatusOK)
	require.Equal(t, []any{"inbound-settings.changed"}, m.actions(), "what changes nothing is not in the log")

	with := func(name string, word any) object {
		changed := object{}
		for k, v := range asked {
			changed[k] = v
		}
		changed[name] = word
		return changed
	}
	for _, wrong := range []string{"stop", "YES", "two words", "1st", "#a.b", "#JA"} {
		fields := m.put(path, with("verify_word", wrong)).refused(http.StatusUnprocessableEntity, "validation_failed")
		require.Len(t, fields, 1, wrong)
	}
	require.Equal(t, []string{"confirm_word", "deny_word"}, m.put(path, object{
		"verify_word": "#same", "confirm_word": "#same", "deny_word": "end", "note_approval": false, "minutes": 15,
	}).refused(http.StatusUnprocessableEntity, "validation_failed"))
	for _, minutes := range []int{4, 61} {
		require.GreaterOrEqual(t, m.put(path, with("minutes", minutes)).status, 400)
	}
	m.with("settings:read").get(path).ok(http.StatusOK)
	m.with("settings:read").put(path, asked).refused(http.StatusForbidden, "forbidden")
}

// rounded makes JSON's numbers ints again.
func rounded(o object) object {
	for k, v := range o {
		if f, is := v.(float64); is {
			o[k] = int(f)
		}
	}
	return o
}
