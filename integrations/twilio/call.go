package twilio

import (
	"context"
	"net/http"
	"time"

	openapi "github.com/twilio/twilio-go/rest/api/v2010"

	"countersign/core/message"
)

// Voice places calls that fetch what to say from Outbound.AnswerURL.
type Voice struct{ *Client }

var (
	_ message.Sender = Voice{}
	_ message.Finder = Voice{}
)

// callEvents are the turns of a call we want to hear about; Twilio reports only "completed" unless asked.
var callEvents = []string{"initiated", "ringing", "answered", "completed"}

// Send places one call. Its error is a *provider.Error. Twilio knows no idempotency key: after provider.Ambiguous ask Find.
func (v Voice) Send(ctx context.Context, out message.Outbound) (message.Receipt, error) {
	params := &openapi.CreateCallParams{}
	params.SetTo(out.To).SetFrom(out.From).SetUrl(out.AnswerURL).SetMethod(http.MethodPost)
	if out.CallbackURL != "" {
		params.SetStatusCallback(withOutbound(out.CallbackURL, out.ID)).
			SetStatusCallbackMethod(http.MethodPost).
			SetStatusCallbackEvent(callEvents)
	}
	taken, err := v.api(ctx).CreateCall(params)
	if err != nil {
		return message.Receipt{}, failure(err)
	}
	return receipt(taken.Sid, taken.Status)
}

// Find looks for a call whose answer was lost. A call's row shows neither its URL nor what was said, so only a single call between
// the two numbers since then (less clockSkew) can be taken for ours; several are ambiguous.
func (v Voice) Find(ctx context.Context, out message.Outbound, since time.Time) (message.Receipt, bool, error) {
	listed, err := v.listed(ctx, out)
	if err != nil {
		return message.Receipt{}, false, err
	}
	var matches []openapi.ApiV2010Call
	for _, call := range listed {
		if inWindow(call.DateCreated, since) {
			matches = append(matches, call)
		}
	}
	return single(matches, func(one openapi.ApiV2010Call) (sid, status *string) { return one.Sid, one.Status })
}

// listed reads every call between the two numbers. It sets no StartTime filter: a call that waits in Twilio's queue (one a second is the
// default) has no start time yet, and a call missed here would ring twice.
func (v Voice) listed(ctx context.Context, out message.Outbound) ([]openapi.ApiV2010Call, error) {
	params := &openapi.ListCallParams{}
	params.SetTo(out.To).SetFrom(out.From).SetPageSize(pageSize)
	api := v.api(ctx)
	return every(func(at pageRef) ([]openapi.ApiV2010Call, *string, error) {
		page, err := api.PageCall(params, at.token, at.number)
		if err != nil {
			return nil, nil, err
		}
		return page.Calls, page.NextPageUri, nil
	})
}
