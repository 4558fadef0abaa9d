package main

import (
	"context"

	"countersign/api"
	"countersign/core/clock"
	"countersign/inbound"
	"countersign/web"
	"countersign/workflows/sealed"
)

func (p *process) serveAPI(ctx context.Context) error {
	arrivals := inbound.NewQueue(p.router().Route, p.log)
	go arrivals.Run(ctx)
	handler, err := api.New(api.Deps{
		Store: p.store, Dispatch: p.dispatch, Codec: sealed.NewCodec(p.ring), Metrics: p.metrics, Log: p.log, Now: clock.Now,
		Notify: p.dispatch.StartNotice, SignalConversation: p.dispatch.SignalConversation, SignalTicketWrites: p.dispatch.SignalTicketWritesLater,
		PSAs: p.opener, Ticket: p.opener.Ticket, Arrived: arrivals.Offer, SMSNumber: p.TwilioFrom, Twilio: p.twilio, SendGrid: p.sendgrid,
		PublicURL: p.PublicURL, SandboxURL: p.SandboxURL, UIOrigin: p.TemporalUIOrigin, PodAncestors: p.PodAncestors, TrustedProxies: p.TrustedProxies,
		ConsoleFS: web.Dist,
	})
	if err != nil {
		return err
	}
	return p.listen(ctx, p.Listen, handler)
}

// router takes what clients write to the workflows that wait for it.
func (p *process) router() inbound.Router {
	return inbound.Router{Store: p.store, Dispatch: p.dispatch}
}
