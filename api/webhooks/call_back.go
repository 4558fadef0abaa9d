package webhooks

import (
	"context"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/api/verify"
	"countersign/core/channel"
	"countersign/store"
	"countersign/store/settings"
)

// The keys that calls offer. A code is read after any key but notMeKey.
const (
	connectKey = "1"
	notMeKey   = "9"
)

// What a call-back says after a key.
const (
	connecting   = "Thank you. You are being connected."
	toldThem     = "Thank you. We told the help desk that it was not you. Goodbye."
	farewell     = "Goodbye."
	noConnection = "The help desk cannot be reached right now. Please call the number you know. Goodbye."
)

// callBackKey takes the key of a person who was called on the number on file. Key 1 proves that this phone was answered, and connects it to the help desk:
// a person who stood between the two until now hears nothing any more.
func (h Providers) callBackKey(c *gin.Context) {
	call, err := h.callOf(c)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	key := c.MustGet(webhookForm).(url.Values).Get("Digits")
	if call == nil || call.channel != channel.CallBack || (key != connectKey && key != notMeKey) {
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
	h.connect(c, callerOf(c).tenant, call)
}

// deny takes "this was not me" of a called person, as the button of a link's page does.
func (h Providers) deny(c *gin.Context, tenant uuid.UUID, call *call) {
	if _, err := h.Presses.NotMe(c, tenant, call.Verification.ID, call.number); err != nil {
		respond.Refuse(c, err)
		return
	}
	say(c, h.Twilio.Say(toldThem))
}

func (h Providers) connect(c *gin.Context, tenant uuid.UUID, call *call) {
	line, err := h.deskLine(c, tenant, call.Verification.PolicyID)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	if line == "" {
		say(c, h.Twilio.Say(noConnection))
		return
	}
	outcome, err := h.Presses.ConfirmLink(c, tenant, call.Verification.ID, call.number)
	switch {
	case err != nil:
		respond.Refuse(c, err)
	case outcome == verify.LinkConfirmed:
		say(c, h.Twilio.Connect(connecting, line, strings.TrimSuffix(h.PublicURL+c.Request.URL.EscapedPath(), "/key")+"/end", channel.CallBackTime))
	default:
		say(c, h.Twilio.Say(goodbye))
	}
}

// callBackEnd ends a call whose other side has hung up, or never picked up.
func (h Providers) callBackEnd(c *gin.Context) {
	if c.MustGet(webhookForm).(url.Values).Get("DialCallStatus") == "completed" {
		say(c, h.Twilio.Say(farewell))
		return
	}
	say(c, h.Twilio.Say(noConnection))
}

// deskLine is the line that the policy of the verification names; "" without one in a country that the policy lists.
func (h Providers) deskLine(ctx context.Context, tenant, policy uuid.UUID) (line string, err error) {
	err = h.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		rules, err := settings.PolicySnapshot(ctx, tx, policy)
		line, _ = rules.Policy.CallBackLine()
		return err
	})
	return line, err
}

// Presses tells a running verification what a called person pressed. After an error it is not known whether the press counted.
type Presses interface {
	ConfirmLink(ctx context.Context, tenant, verification uuid.UUID, send int) (verify.Outcome, error)
	NotMe(ctx context.Context, tenant, verification uuid.UUID, send int) (verify.Outcome, error)
}
