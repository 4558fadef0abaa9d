package webhooks

import (
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/store/integrations"
)

// noReply is TwiML that sends nothing back: https://www.twilio.com/docs/messaging/twiml
const noReply = `<?xml version="1.0" encoding="UTF-8"?><Response/>`

// twilioMessage keeps a text of a client. It is answered as soon as it stands in the database; what it is for is decided afterwards.
func (h Providers) twilioMessage(c *gin.Context) {
	in, err := h.Twilio.ParseMessage(c.MustGet(webhookForm).(url.Values))
	if err != nil {
		h.unreadable(c, integrations.KindTwilio)
		return
	}
	if h.receive(c, callerOf(c), integrations.KindTwilio, in) {
		c.Data(http.StatusOK, "text/xml; charset=utf-8", []byte(noReply))
	}
}

// TwilioWebhook understands what Twilio posts to us, and writes what its calls are to do. Only signatures differ by account.
type TwilioWebhook interface {
	// Verify checks a signature over the address as Twilio was given it and the posted form.
	Verify(publicURL string, form url.Values, signature string) error
	// ParseStatus reads a delivery report of a message or a call.
	ParseStatus(form url.Values, outboundID string, now time.Time) (message.Delivery, error)
	// ParseMessage reads an inbound message.
	ParseMessage(form url.Values) (message.Inbound, error)
	// Ask says text and waits for a key, which is posted to action as "Digits".
	Ask(action, text string) string
	// ReadCode says text twice and hangs up.
	ReadCode(text string) string
	// Say says text once and hangs up.
	Say(text string) string
	// Connect says text and joins the call with a number; how that went is posted to action as "DialCallStatus".
	Connect(text, number, action string, longest time.Duration) string
}

// twilioBodyLimit in bytes; a status callback has some hundred.
const twilioBodyLimit = 64 << 10

// fromTwilio lets only Twilio pass, and tells the handlers whose integration it is.
func (h Providers) fromTwilio(c *gin.Context) {
	form, err := postedForm(c)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	by, err := h.findCaller(c, integrations.KindTwilio)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	twilio, err := verifierOf(c, h, by, h.Twilio)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	// The signature is looked at for an unknown integration too, so that both take as long.
	address := h.PublicURL + c.Request.URL.RequestURI()
	if twilio == nil || twilio.Verify(address, form, c.GetHeader(twilioSignature)) != nil || by.tenant == uuid.Nil {
		respond.Refuse(c, errUnsigned)
		return
	}
	c.Set(webhookCaller, by)
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

func (h Providers) twilioStatus(c *gin.Context) {
	report, err := h.Twilio.ParseStatus(c.MustGet(webhookForm).(url.Values), c.Query("outbound"), h.Now())
	if err != nil {
		c.Status(http.StatusNoContent) // signed, but about nothing of ours: another try would not be either
		return
	}
	if h.recorded(c, report) {
		c.Status(http.StatusNoContent)
	}
}

// recorded stores what Twilio tells of a message or call. What could not be stored is refused, so that Twilio tells it again.
func (h Providers) recorded(c *gin.Context, report message.Delivery) bool {
	err := h.record(c, callerOf(c), integrations.KindTwilio, report)
	if err != nil {
		h.Log.ErrorContext(c, "delivery not recorded", slog.String("provider", integrations.KindTwilio), slog.String("tenant", callerOf(c).tenant.String()), slog.String("error", err.Error()))
		respond.Refuse(c, problem.New(problem.Unavailable, ""))
	}
	return err == nil
}
