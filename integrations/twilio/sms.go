package twilio

import (
	"context"
	"net/url"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"countersign/core/clock"
	"countersign/core/message"
	"countersign/core/provider"
)

// SMS sends text messages.
type SMS struct{ *Client }

var (
	_ message.Sender = SMS{}
	_ message.Finder = SMS{}
)

// longestValidity is the longest ValidityPeriod that Twilio takes, and its default. https://www.twilio.com/docs/messaging/api/message-resource
const longestValidity = 10 * time.Hour

// Send hands one SMS to Twilio, which delivers it until its code ends and not later. Its error is a *provider.Error. Twilio knows no idempotency key: after provider.Ambiguous ask Find.
func (s SMS) Send(ctx context.Context, out message.Outbound) (message.Receipt, error) {
	params := &openapi.CreateMessageParams{}
	params.SetTo(out.To).SetFrom(out.From).SetBody(out.Text)
	if now := clock.Now(); out.Expired(now) {
		return message.Receipt{}, &provider.Error{Provider: name, Kind: provider.Refused, Code: message.GaveUp}
	} else if !out.ExpiresAt.IsZero() {
		params.SetValidityPeriod(int(min(out.ExpiresAt.Sub(now), longestValidity) / time.Second))
	}
	if out.CallbackURL != "" {
		params.SetStatusCallback(withOutbound(out.CallbackURL, out.ID))
	}
	taken, err := s.api(ctx).CreateMessage(params)
	if err != nil {
		return message.Receipt{}, failure(err)
	}
	return receipt(taken.Sid, taken.Status)
}

// Find looks for an SMS whose answer was lost: same recipient, same sender, exactly the same text, created no earlier than since
// (less clockSkew). Texts carry a code or a link of their own, so one match is the one; several, or a text that was redacted, is ambiguous.
func (s SMS) Find(ctx context.Context, out message.Outbound, since time.Time) (message.Receipt, bool, error) {
	var matches []openapi.ApiV2010Message
	listed, err := s.listed(ctx, out)
	if err != nil {
		return message.Receipt{}, false, err
	}
	for _, m := range listed {
		if !inWindow(m.DateCreated, since) {
			continue
		}
		switch text(m.Body) {
		case out.Text, trialPrefix + out.Text:
			matches = append(matches, m)
		case "":
			return message.Receipt{}, false, ambiguous("redacted_text")
		}
	}
	return single(matches, func(one openapi.ApiV2010Message) (sid, status *string) { return one.Sid, one.Status })
}

// trialPrefix is what Twilio puts before every text of an account that is still on trial.
const trialPrefix = "Sent from your Twilio trial account - "

// listed reads every message between the two numbers. It sets no DateSent filter: that filter reads date_sent, which a message that is still
// queued does not have, and a message missed here would be sent twice.
func (s SMS) listed(ctx context.Context, out message.Outbound) ([]openapi.ApiV2010Message, error) {
	params := &openapi.ListMessageParams{}
	params.SetTo(out.To).SetFrom(out.From).SetPageSize(pageSize)
	api := s.api(ctx)
	return every(func(at pageRef) ([]openapi.ApiV2010Message, *string, error) {
		page, err := api.PageMessage(params, at.token, at.number)
		if err != nil {
			return nil, nil, err
		}
		return page.Messages, page.NextPageUri, nil
	})
}

// withOutbound puts our own id of the send into a callback's query, where the webhook reads it back.
func withOutbound(callback, id string) string {
	parsed, err := url.Parse(callback)
	if err != nil || id == "" {
		return callback
	}
	query := parsed.Query()
	query.Set("outbound", id)
	parsed.RawQuery = query.Encode()
	return parsed.String()
}
