package api

import (
	"crypto/subtle"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/core/message"
	"countersign/core/problem"
)

const (
	inboundMailPath = "/webhooks/sendgrid/:integration/inbound"
	// mailBodyLimit in bytes, attachments among them; SendGrid brings up to 30 MB: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
	mailBodyLimit = 10 << 20
)

// noReply is TwiML that sends nothing back: https://www.twilio.com/docs/messaging/twiml
const noReply = `<?xml version="1.0" encoding="UTF-8"?><Response/>`

// twilioMessage keeps a text of a client. It is answered as soon as it stands in the database; what it is for is decided afterwards.
func (h webhooks) twilioMessage(c *gin.Context) {
	in, err := h.Twilio.ParseMessage(c.MustGet(webhookForm).(url.Values), h.Now())
	if err != nil {
		h.unreadable(c, twilioKind)
		return
	}
	if h.receive(c, c.MustGet(webhookTenant).(uuid.UUID), twilioKind, in) {
		c.Data(http.StatusOK, "text/xml; charset=utf-8", []byte(noReply))
	}
}

// inboundMail keeps a mail of a client. Inbound Parse signs nothing, so the address that it knocks at carries a secret.
func (h webhooks) inboundMail(c *gin.Context) {
	tenant, err := h.tenantOf(c, sendgridKind)
	if err != nil {
		refuse(c, err)
		return
	}
	integration, _ := uuid.Parse(c.Param("integration"))
	// The key is compared for an unknown integration too, so that both take as long.
	key := h.Store.InboundKey(integration)
	if subtle.ConstantTimeCompare([]byte(key), []byte(c.Query("key"))) != 1 || h.SendGrid == nil || tenant == uuid.Nil {
		refuse(c, errUnsigned)
		return
	}
	in, err := h.SendGrid.ParseInbound(c.GetHeader("Content-Type"), c.Request.Body, h.Now())
	if err != nil {
		h.unreadable(c, sendgridKind)
		return
	}
	if h.receive(c, tenant, sendgridKind, in) {
		c.Status(http.StatusNoContent)
	}
}

// unreadable thanks for what nobody can read: another try would not be better. What it said is not logged.
func (h webhooks) unreadable(c *gin.Context, provider string) {
	h.Log.WarnContext(c, "an inbound message could not be read", slog.String("provider", provider), slog.String("integration", c.Param("integration")))
	c.Status(http.StatusNoContent)
}

// receive stores a message once and has it routed. A message that could not be stored is refused, so that the provider brings it again.
func (h webhooks) receive(c *gin.Context, tenant uuid.UUID, provider string, in message.Inbound) bool {
	integration, err := uuid.Parse(c.Param("integration"))
	if err != nil {
		refuse(c, errUnsigned)
		return false
	}
	id, fresh, err := h.Store.ReceiveMessage(c, tenant, integration, in, h.Now())
	if err != nil {
		h.Log.ErrorContext(c, "inbound message not stored", slog.String("provider", provider), slog.String("tenant", tenant.String()), slog.String("error", err.Error()))
		refuse(c, problem.New(problem.Unavailable, ""))
		return false
	}
	if fresh && h.Arrived != nil {
		h.Arrived(tenant, id, in.Transport)
	}
	return true
}
