package webhooks

import (
	"errors"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/integrations"
)

// The headers that carry signatures: https://www.twilio.com/docs/usage/security#validating-requests and
// https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
const (
	twilioSignature   = "X-Twilio-Signature"
	sendgridSignature = "X-Twilio-Email-Event-Webhook-Signature"
	sendgridTimestamp = "X-Twilio-Email-Event-Webhook-Timestamp"
)

// The kinds of integrations.
const (
	twilioKind   = "twilio"
	sendgridKind = "sendgrid"
)

// errUnsigned answers everything that is not a provider's own: a stranger does not learn whether an integration exists.
var errUnsigned = problem.New(problem.Forbidden, "This is not signed by the provider whose webhook it is.")

// Providers hears what providers report. A report is stored once and answered at once; what follows from it happens elsewhere.
type Providers struct {
	Store     *store.Store
	Now       func() time.Time
	Log       *slog.Logger
	PublicURL string
	Twilio    TwilioWebhook   // nil: its callbacks are refused
	SendGrid  SendGridWebhook // nil: its callbacks are refused
	Presses   Presses
	// Arrived is told of every stored message of a client, and must not wait. nil: messages are left to the worker's sweep.
	Arrived func(tenant, message uuid.UUID, by channel.Transport)
}

func (h Providers) Mount(engine *gin.Engine) {
	twilio := engine.Group("/webhooks/twilio/:integration", h.fromTwilio)
	twilio.POST("/status", h.twilioStatus)
	twilio.POST("/messages", h.twilioMessage)
	twilio.POST("/voice/:outbound", h.voiceAsk)
	twilio.POST("/voice/:outbound/code", h.voiceCode)
	twilio.POST("/voice/:outbound/key", h.callBackKey)
	twilio.POST("/voice/:outbound/end", h.callBackEnd)
	engine.POST("/webhooks/sendgrid/:integration/events", h.sendgridEvents)
	engine.POST(MailPath, h.inboundMail)
}

// The keys of what a webhook's middleware found out.
const (
	webhookTenant = "countersign/webhook-tenant"
	webhookForm   = "countersign/webhook-form"
)

// tenantOf is whose integration the path names, uuid.Nil for an unknown one.
func (h Providers) tenantOf(c *gin.Context, kind string) (uuid.UUID, error) {
	id, err := uuid.Parse(c.Param("integration"))
	if err != nil {
		return uuid.Nil, nil
	}
	tenant, err := integrations.TenantOfIntegration(c, h.Store, kind, id)
	if errors.Is(err, store.ErrNotFound) {
		return uuid.Nil, nil
	}
	return tenant, err
}
