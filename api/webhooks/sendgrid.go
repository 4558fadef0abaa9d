package webhooks

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/verify"
)

const (
	// MailPath is the route by which SendGrid brings mails.
	MailPath = "/webhooks/sendgrid/:integration/inbound"
	// MailBodyLimit in bytes, attachments among them; SendGrid brings up to 30 MB, and what is longer is read as far as it goes: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
	MailBodyLimit = 31 << 20
)

// inboundMail keeps a mail of a client. Inbound Parse signs nothing, so the address that it knocks at carries a secret.
func (h Providers) inboundMail(c *gin.Context) {
	by, err := h.findCaller(c, integrations.KindSendGrid)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	// The key is compared for an unknown integration too, so that both take as long.
	key := messages.InboundKey(h.Store, by.integration)
	if subtle.ConstantTimeCompare([]byte(key), []byte(c.Query("key"))) != 1 || h.SendGrid == nil || by.tenant == uuid.Nil {
		respond.Refuse(c, errUnsigned)
		return
	}
	in, err := h.SendGrid.ParseInbound(c.GetHeader("Content-Type"), c.Request.Body)
	if err != nil {
		h.unreadable(c, integrations.KindSendGrid)
		return
	}
	if h.receive(c, by, integrations.KindSendGrid, in) {
		c.Status(http.StatusNoContent)
	}
}

// SendGridWebhook understands what SendGrid posts to us.
type SendGridWebhook interface {
	// Verify checks a signature over the timestamp and the body as it came.
	Verify(timestamp string, body []byte, signature string, now time.Time) error
	// ParseEvents reads delivery reports.
	ParseEvents(body []byte) ([]message.Delivery, error)
	// ParseInbound reads an inbound mail.
	ParseInbound(contentType string, body io.Reader) (message.Inbound, error)
}

func (h Providers) sendgridEvents(c *gin.Context) {
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	by, err := h.findCaller(c, integrations.KindSendGrid)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	sendgrid, err := verifierOf(c, h, by, h.SendGrid)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	if sendgrid == nil || sendgrid.Verify(c.GetHeader(sendgridTimestamp), body, c.GetHeader(sendgridSignature), h.Now()) != nil || by.tenant == uuid.Nil {
		respond.Refuse(c, errUnsigned)
		return
	}
	reports, err := sendgrid.ParseEvents(body)
	if err != nil {
		respond.Refuse(c, problem.New(problem.InvalidRequest, "The body is not an array of events."))
		return
	}
	for _, report := range reports {
		if err := h.recordMail(c, by, report); err != nil {
			respond.Refuse(c, err)
			return
		}
	}
	c.Status(http.StatusNoContent)
}

// recordMail stores a report for the MSP whose mail it was: the platform's account has one address for the reports of all MSPs,
// and its signature has been checked. An own account reports on the mails of its MSP alone.
func (h Providers) recordMail(ctx context.Context, by caller, report message.Delivery) error {
	if by.account != uuid.Nil {
		return h.record(ctx, by, integrations.KindSendGrid, report)
	}
	var tenant uuid.UUID
	var err error
	if id, isMessage := message.ParseID(report.OutboundID); isMessage == nil {
		tenant, err = messages.TenantOfMessage(ctx, h.Store, id)
	} else if id, _, isSend := ledger.ParseOutboundID(report.OutboundID); isSend == nil {
		tenant, err = verify.TenantOfVerification(ctx, h.Store, id)
	} else {
		return nil // a mail to an MSP's own people, or nothing of ours
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.record(ctx, caller{tenant: tenant}, integrations.KindSendGrid, report)
}
