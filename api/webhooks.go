package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/store"
)

// Presses tells a running verification what a called person pressed. After an error it is not known whether the press counted.
type Presses interface {
	ConfirmLink(ctx context.Context, tenant, verification uuid.UUID, send int) (Outcome, error)
	NotMe(ctx context.Context, tenant, verification uuid.UUID, send int) (Outcome, error)
}

// TwilioWebhook understands what Twilio posts to us, and writes what its calls are to do.
type TwilioWebhook interface {
	// Verify checks a signature over the address as Twilio was given it and the posted form.
	Verify(publicURL string, form url.Values, signature string) error
	// ParseStatus reads a delivery report of a message or a call.
	ParseStatus(form url.Values, outboundID string, now time.Time) (message.Delivery, error)
	// ParseMessage reads an inbound message.
	ParseMessage(form url.Values, now time.Time) (message.Inbound, error)
	// Ask says text and waits for a key, which is posted to action as "Digits".
	Ask(action, text string) string
	// ReadCode says text twice and hangs up.
	ReadCode(text string) string
	// Say says text once and hangs up.
	Say(text string) string
	// Connect says text and joins the call with a number; how that went is posted to action as "DialCallStatus".
	Connect(text, number, action string) string
}

// SendGridWebhook understands what SendGrid posts to us.
type SendGridWebhook interface {
	// Verify checks a signature over the timestamp and the body as it came.
	Verify(timestamp string, body []byte, signature string, now time.Time) error
	// ParseEvents reads delivery reports.
	ParseEvents(body []byte) ([]message.Delivery, error)
	// ParseInbound reads an inbound mail.
	ParseInbound(contentType string, body io.Reader, now time.Time) (message.Inbound, error)
}

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

// twilioBodyLimit in bytes; a status callback has some hundred.
const twilioBodyLimit = 64 << 10

// errUnsigned answers everything that is not a provider's own: a stranger does not learn whether an integration exists.
var errUnsigned = problem.New(problem.Forbidden, "This is not signed by the provider whose webhook it is.")

// webhooks hears what providers report. A report is stored once and answered at once; what follows from it happens elsewhere.
type webhooks struct {
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

func (h webhooks) mount(engine *gin.Engine) {
	twilio := engine.Group("/webhooks/twilio/:integration", h.fromTwilio)
	twilio.POST("/status", h.twilioStatus)
	twilio.POST("/messages", h.twilioMessage)
	twilio.POST("/voice/:outbound", h.voiceAsk)
	twilio.POST("/voice/:outbound/code", h.voiceCode)
	twilio.POST("/voice/:outbound/key", h.callBackKey)
	twilio.POST("/voice/:outbound/end", h.callBackEnd)
	engine.POST("/webhooks/sendgrid/:integration/events", h.sendgridEvents)
	engine.POST(inboundMailPath, h.inboundMail)
}

// The keys of what a webhook's middleware found out.
const (
	webhookTenant = "countersign/webhook-tenant"
	webhookForm   = "countersign/webhook-form"
)

// fromTwilio lets only Twilio pass, and tells the handlers whose integration it is.
func (h webhooks) fromTwilio(c *gin.Context) {
	form, err := postedForm(c)
	if err != nil {
		refuse(c, err)
		return
	}
	tenant, err := h.tenantOf(c, twilioKind)
	if err != nil {
		refuse(c, err)
		return
	}
	// The signature is looked at for an unknown integration too, so that both take as long.
	address := h.PublicURL + c.Request.URL.RequestURI()
	if h.Twilio == nil || h.Twilio.Verify(address, form, c.GetHeader(twilioSignature)) != nil || tenant == uuid.Nil {
		refuse(c, errUnsigned)
		return
	}
	c.Set(webhookTenant, tenant)
	c.Set(webhookForm, form)
}

func postedForm(c *gin.Context) (url.Values, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, twilioBodyLimit))
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, errUnsigned
	}
	return form, nil
}

// tenantOf is whose integration the path names, uuid.Nil for an unknown one.
func (h webhooks) tenantOf(c *gin.Context, kind string) (uuid.UUID, error) {
	id, err := uuid.Parse(c.Param("integration"))
	if err != nil {
		return uuid.Nil, nil
	}
	tenant, err := h.Store.TenantOfIntegration(c, kind, id)
	if errors.Is(err, store.ErrNotFound) {
		return uuid.Nil, nil
	}
	return tenant, err
}

func (h webhooks) twilioStatus(c *gin.Context) {
	report, err := h.Twilio.ParseStatus(c.MustGet(webhookForm).(url.Values), c.Query("outbound"), h.Now())
	if err != nil {
		c.Status(http.StatusNoContent) // signed, but about nothing of ours: another try would not be either
		return
	}
	h.record(c, c.MustGet(webhookTenant).(uuid.UUID), twilioKind, []message.Delivery{report})
}

func (h webhooks) sendgridEvents(c *gin.Context) {
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		refuse(c, err)
		return
	}
	tenant, err := h.tenantOf(c, sendgridKind)
	if err != nil {
		refuse(c, err)
		return
	}
	if h.SendGrid == nil || h.SendGrid.Verify(c.GetHeader(sendgridTimestamp), body, c.GetHeader(sendgridSignature), h.Now()) != nil || tenant == uuid.Nil {
		refuse(c, errUnsigned)
		return
	}
	reports, err := h.SendGrid.ParseEvents(body)
	if err != nil {
		refuse(c, problem.New(problem.InvalidRequest, "The body is not an array of events."))
		return
	}
	for _, report := range reports {
		if err := h.recordMail(c, report); err != nil {
			refuse(c, err)
			return
		}
	}
	c.Status(http.StatusNoContent)
}

// recordMail stores a report for the MSP whose mail it was: the platform's account has one address for the reports of all MSPs,
// and its signature has been checked.
func (h webhooks) recordMail(ctx context.Context, report message.Delivery) error {
	var tenant uuid.UUID
	var err error
	if id, isMessage := message.ParseID(report.OutboundID); isMessage == nil {
		tenant, err = h.Store.TenantOfMessage(ctx, id)
	} else if id, _, isSend := ledger.ParseOutboundID(report.OutboundID); isSend == nil {
		tenant, err = h.Store.TenantOfVerification(ctx, id)
	} else {
		return nil // a mail to an MSP's own people, or nothing of ours
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.Store.RecordDeliveries(ctx, tenant, sendgridKind, []message.Delivery{report})
}

// record stores reports and thanks for them. A report that could not be stored is refused, so that the provider brings it again.
func (h webhooks) record(c *gin.Context, tenant uuid.UUID, provider string, reports []message.Delivery) {
	if err := h.Store.RecordDeliveries(c, tenant, provider, reports); err != nil {
		h.Log.ErrorContext(c, "deliveries not recorded", slog.String("provider", provider), slog.String("tenant", tenant.String()), slog.String("error", err.Error()))
		refuse(c, problem.New(problem.Unavailable, ""))
		return
	}
	c.Status(http.StatusNoContent)
}
