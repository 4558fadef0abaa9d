package webhooks

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/api/verify"
	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/template"
	"countersign/store"
)

// twimlType is what TwiML is served as.
const twimlType = "text/xml; charset=utf-8"

// goodbye answers every call that has no code to read (any more).
const goodbye = "Hello. This code is no longer needed. Goodbye."

// voiceAsk is the beginning of a call: it says who calls and waits for a key. An answering machine presses none, so it never hears a code.
func (h Providers) voiceAsk(c *gin.Context) {
	call, err := h.callOf(c)
	switch {
	case err != nil:
		respond.Refuse(c, err)
	case call == nil:
		say(c, h.Twilio.Say(goodbye))
	case call.channel == channel.CallBack:
		say(c, h.Twilio.Ask(h.PublicURL+c.Request.URL.EscapedPath()+"/key", template.CallBackRequest(call.Branding, call.Values(call.number))))
	default:
		say(c, h.Twilio.Ask(h.PublicURL+c.Request.URL.EscapedPath()+"/code", template.VoiceRequest(call.Branding, call.Values(call.number))))
	}
}

// voiceCode reads the code after a key was pressed, or takes the key of whoever is not on a call with us.
func (h Providers) voiceCode(c *gin.Context) {
	call, err := h.callOf(c)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	key := c.MustGet(webhookForm).(url.Values).Get("Digits")
	if call == nil || call.channel != channel.VoiceCode || key == "" {
		say(c, h.Twilio.Say(goodbye))
		return
	}
	if !h.heard(c, call) {
		return
	}
	if key == notMeKey {
		h.deny(c, callerOf(c).tenant, call)
		return
	}
	words, err := h.codeWords(callerOf(c).tenant, call)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	say(c, h.Twilio.ReadCode(words))
}

// heard records that somebody pressed a key in a call: only then did it arrive, whatever the carrier says of its end. False where the request has been refused.
func (h Providers) heard(c *gin.Context, call *call) bool {
	outbound := ledger.OutboundID(call.Verification.ID, call.number)
	return h.recorded(c, message.Delivery{
		EventKey: outbound + ":key", OutboundID: outbound, ProviderID: c.MustGet(webhookForm).(url.Values).Get("CallSid"), Status: message.Delivered, At: h.Now(),
	})
}

// codeWords derives the code once more; it is kept nowhere.
func (h Providers) codeWords(tenant uuid.UUID, call *call) (string, error) {
	v, values := call.Verification, call.Values(call.number)
	var err error
	values.Code, err = otp.Code(h.Store.Ring(), otp.Send{KeyID: v.KeyID, Tenant: tenant.String(), Verification: v.ID.String(), Number: call.number}, v.CodeLength)
	if err != nil {
		return "", err
	}
	words, err := template.Render(template.VoiceCode, call.Text, call.Branding, values)
	return words.Text, err
}

func say(c *gin.Context, document string) {
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, twimlType, []byte(document))
}

// call is a call on the line whose code counts.
type call struct {
	verify.Prompt
	number  int // of the send
	channel channel.Name
}

// callOf finds the send that a call belongs to; nil when its code does not count: the verification has ended, a newer send has replaced it, its time is over,
// or it is another tenant's or was handed to another account.
func (h Providers) callOf(c *gin.Context) (*call, error) {
	id, number, err := ledger.ParseOutboundID(c.Param("outbound"))
	if err != nil {
		return nil, nil
	}
	a, err := verify.ReadPrompt(c, h.Store, callerOf(c).tenant, id, template.VoiceCode)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil || !a.IsCurrent(number, h.Now()) {
		return nil, err
	}
	sent, _ := a.Send(number)
	if spec, _ := channel.Of(sent.Channel); spec.Transport != channel.Voice || sent.Account != callerOf(c).account {
		return nil, nil
	}
	return &call{a, number, sent.Channel}, nil
}
