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
	switch len(matches) {
	case 0:
		return message.Receipt{}, false, nil
	case 1:
		found, err := receipt(matches[0].Sid, matches[0].Status)
		return found, err == nil, err
	default:
		return message.Receipt{}, false, ambiguous("several_matches")
	}
}

// listed reads every call between the two numbers. It sets no StartTime filter: a call that waits in Twilio's queue (one a second is the
// default) has no start time yet, and a call missed here would ring twice.
func (v Voice) listed(ctx context.Context, out message.Outbound) ([]openapi.ApiV2010Call, error) {
	params := &openapi.ListCallParams{}
	params.SetTo(out.To).SetFrom(out.From).SetPageSize(pageSize)
	var all []openapi.ApiV2010Call
	api, next := v.api(ctx), pageRef{}
	for range maxPages {
		page, err := api.PageCall(params, next.token, next.number)
		if err != nil {
			return nil, untold(err)
		}
		all = append(all, page.Calls...)
		if page.NextPageUri == nil || *page.NextPageUri == "" {
			return all, nil
		}
		if next, err = parsePageRef(*page.NextPageUri); err != nil {
			return nil, untold(err)
		}
	}
	return nil, ambiguous("too_many_to_search")
}
