package main

import (
	"context"
	"net/url"

	"countersign/api"
	"countersign/connect"
	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/inbound"
	"countersign/web"
	"countersign/workflows/sealed"
)

func (p *process) serveAPI(ctx context.Context) error {
	p.warnOfNetworks()
	arrivals := inbound.NewQueue(p.router().Route, p.log)
	go arrivals.Run(ctx)
	accounts := connect.Accounts{Platform: []integration.System{p.twilio, p.sendgrid}, Own: p.opener}
	handler, err := api.New(api.Deps{
		Store: p.store, Dispatch: p.dispatch, Codec: sealed.NewCodec(p.ring), Metrics: p.metrics, Log: p.log, Now: clock.Now, Build: build,
		Notify: p.dispatch.StartNotice, SignalConversation: p.dispatch.SignalConversation, SignalTicketWrites: p.dispatch.SignalTicketWritesLater,
		PSAs: p.opener, Ticket: p.opener.Ticket, Media: accounts.Fetch, Arrived: arrivals.Offer, SMSNumber: p.TwilioFrom, Twilio: p.twilio, SendGrid: p.sendgrid,
		PublicURL: p.PublicURL, SandboxURL: p.SandboxURL, UIOrigin: p.TemporalUIOrigin, PodAncestors: p.PodAncestors, TrustedProxies: p.TrustedProxies,
		ConsoleFS: web.Dist,
	})
	if err != nil {
		return err
	}
	return p.listen(ctx, p.Listen, handler)
}

// warnOfNetworks says at the start what would let strangers count as everybody: behind a proxy that is not trusted all requests come from one address.
func (p *process) warnOfNetworks() {
	if address, err := url.Parse(p.PublicURL); len(p.TrustedProxies) == 0 && err == nil && !local(address) {
		p.log.Warn("COUNTERSIGN_TRUSTED_PROXIES is not set: behind a proxy everybody counts as one network, and fifty wrong passwords in a quarter of an hour close the sign-in of unknown browsers for all")
	}
}

// router takes what clients write to the workflows that wait for it.
func (p *process) router() inbound.Router {
	return inbound.Router{Store: p.store, Dispatch: p.dispatch, Console: p.PublicURL}
}
