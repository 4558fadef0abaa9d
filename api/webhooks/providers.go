package webhooks

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/vendors"
	"countersign/core/channel"
	"countersign/core/integration"
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

// errUnsigned answers everything that is not a provider's own: a stranger does not learn whether an integration exists.
var errUnsigned = problem.New(problem.Forbidden, "This is not signed by the provider whose webhook it is.")

// Providers hears what providers report. A report is stored once and answered at once; what follows from it happens elsewhere.
type Providers struct {
	Store     *store.Store
	Now       func() time.Time
	Log       *slog.Logger
	PublicURL string
	Twilio    TwilioWebhook   // the platform's account; nil: its callbacks are refused
	SendGrid  SendGridWebhook // the platform's account; nil: its callbacks are refused
	Own       vendors.Opener  // MSPs' own accounts; nil: their callbacks are refused
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
	webhookCaller = "countersign/webhook-caller"
	webhookForm   = "countersign/webhook-form"
)

// caller is the account whose webhook a path names. What it may report on is what was handed to it.
type caller struct {
	tenant      uuid.UUID // uuid.Nil for an unknown one
	integration uuid.UUID // the row that the path names
	account     uuid.UUID // the MSP's own; uuid.Nil for the platform's
}

func callerOf(c *gin.Context) caller { return c.MustGet(webhookCaller).(caller) }

func (h Providers) findCaller(c *gin.Context, kind string) (caller, error) {
	id, err := uuid.Parse(c.Param("integration"))
	if err != nil {
		return caller{}, nil
	}
	tenant, own, err := integrations.TenantOfIntegration(c, h.Store, kind, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return caller{integration: id}, nil
	case err != nil || !own:
		return caller{tenant: tenant, integration: id}, err
	}
	return caller{tenant, id, id}, nil
}

// verifierOf is what checks the signatures of an account: the platform's, or the opened own one of the MSP. It is nil where there is none (any more).
func verifierOf[Webhook any](ctx context.Context, h Providers, by caller, platform Webhook) (none Webhook, _ error) {
	if by.account == uuid.Nil {
		return platform, nil
	}
	if h.Own == nil {
		return none, nil
	}
	own, err := integration.As[Webhook](h.Own.Open(ctx, by.tenant, by.account))
	return own, unavailable(err)
}
