package sendgrid

import (
	"context"
	"net/http"

	"github.com/sendgrid/rest"
	"github.com/sendgrid/sendgrid-go/helpers/mail"

	"countersign/core/message"
)

// outboundArg is the custom argument that carries our own id of a send through SendGrid and back in every event.
const outboundArg = "outbound"

var _ message.Sender = (*Client)(nil)

// Send hands one e-mail to SendGrid. Its error is a *provider.Error. SendGrid can neither be asked for a message whose answer was lost
// (its message list is an add-on with minutes of delay) nor told to take one only once: after provider.Ambiguous the event webhook is the way to learn.
func (c *Client) Send(ctx context.Context, out message.Outbound) (message.Receipt, error) {
	resp, err := c.do(ctx, rest.Post, "/v3/mail/send", mail.GetRequestBody(compose(out)))
	if err != nil {
		return message.Receipt{}, err
	}
	id := http.Header(resp.Headers).Get("X-Message-Id")
	if resp.StatusCode != http.StatusAccepted || id == "" {
		return message.Receipt{}, connectionFailure(true)
	}
	return message.Receipt{ProviderID: id, Status: message.Accepted}, nil
}

// compose builds the mail. Tracking is off: it would rewrite our links to another host and count a scanner's look as a person's.
func compose(out message.Outbound) *mail.SGMailV3 {
	to := mail.NewPersonalization()
	to.AddTos(mail.NewEmail("", out.To))
	m := mail.NewV3Mail().
		SetFrom(mail.NewEmail(out.FromName, out.From)).
		AddPersonalizations(to).
		SetCustomArg(outboundArg, out.ID).
		SetTrackingSettings(mail.NewTrackingSettings().
			SetClickTracking(mail.NewClickTrackingSetting().SetEnable(false).SetEnableText(false)).
			SetOpenTracking(mail.NewOpenTrackingSetting().SetEnable(false)))
	m.Subject = out.Subject
	m.SetHeader("Auto-Submitted", submitted(out))
	if out.ReplyTo != "" {
		m.SetReplyTo(mail.NewEmail("", out.ReplyTo))
	}
	// RFC 2046 section 5.1.4: the richest form comes last. SendGrid refuses the other order.
	if out.Text != "" {
		m.AddContent(mail.NewContent("text/plain", out.Text))
	}
	if out.HTML != "" {
		m.AddContent(mail.NewContent("text/html", out.HTML))
	}
	return m
}

// submitted says that a machine wrote a mail, so that absence notes and other machines do not answer it: RFC 3834 section 5.
func submitted(out message.Outbound) string {
	if out.Answers {
		return "auto-replied"
	}
	return "auto-generated"
}
