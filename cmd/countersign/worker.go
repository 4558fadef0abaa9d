package main

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"countersign/activities"
	"countersign/connect"
	"countersign/core/channel"
	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/inbound"
	"countersign/store/conversations"
	"countersign/store/messages"
	"countersign/store/notices"
	"countersign/store/psasync"
	"countersign/store/techverify"
	"countersign/store/tickets"
	"countersign/store/verify"
	"countersign/sweep"
	"countersign/worker"
)

// work serves while the worker polls. Activities that run when serving ends may finish.
func (p *process) work(ctx context.Context, serve func(context.Context) error) error {
	stop, err := p.startWorker(ctx)
	if err != nil {
		return err
	}
	defer stop()
	return serve(ctx)
}

// startWorker polls until the returned stop is called, which lets running activities finish.
func (p *process) startWorker(ctx context.Context) (stop func(), err error) {
	metrics := worker.NewMetrics(p.metrics)
	from := map[channel.Transport]string{channel.SMS: p.TwilioFrom, channel.Voice: p.TwilioFrom, channel.Email: p.SendGridFrom}
	accounts := connect.Accounts{Platform: []integration.System{p.twilio, p.sendgrid}, Own: p.opener}
	webhooks := connect.Webhooks{Store: p.store, PublicURL: p.PublicURL, Private: len(p.PSAPrivateNetworks) > 0}
	workers := worker.New(p.temporal, activities.All{
		Sending: &activities.Sending{
			Ledger: worker.Ledger(p.store), Ring: p.ring, PublicURL: p.PublicURL, Callbacks: webhooks.Callbacks, From: from, Now: clock.Now, Sent: metrics.Sent, Senders: accounts.Sender,
		},
		Messages:                &activities.Messages{Outbox: messages.Outbox{Store: p.store, CodeText: techverify.CodeText}, Posted: metrics.Posted, Senders: accounts.Sender, Callbacks: webhooks.Callbacks, From: from, Now: clock.Now},
		TechnicianVerifications: &activities.TechnicianVerifications{Recorder: techverify.Recorder{Store: p.store, Console: p.PublicURL}, Now: clock.Now},
		Recording:               &activities.Recording{Recorder: verify.Recorder{Store: p.store, Console: p.PublicURL}, Build: build, Ended: metrics.Ended, SignalTicketWrites: p.dispatch.SignalTicketWritesLater},
		Mail:                    &activities.Mail{Outbox: notices.Outbox{Store: p.store}, Sender: p.sendgrid, From: p.SendGridFrom},
		Conversations:           &activities.Conversations{Recorder: conversations.Recorder{Store: p.store}, Systems: p.opener, Media: accounts.Media, Console: p.PublicURL, Now: clock.Now},
		Tickets:                 &activities.Tickets{Outbox: tickets.Outbox{Store: p.store}, Systems: p.opener, Files: connect.Files{Accounts: accounts}, Signal: p.dispatch.SignalTicketWrites, Now: clock.Now},
		Checks:                  &activities.Checks{Profiles: tickets.Profiles{Store: p.store}, Systems: p.opener, Right: connect.RightName, Now: clock.Now},
		Syncs:                   &activities.Syncs{Store: psasync.SyncStore{Store: p.store}, Systems: p.opener, Now: clock.Now, WebhookAddress: webhooks.Address},
	})
	if err := workers.Start(); err != nil {
		return nil, err
	}
	missed := inbound.Missed{Store: p.store, Route: p.router().Route, Receiver: accounts.Receiver, Now: clock.Now}
	sweeper := sweep.Sweeper{Store: p.store, Dispatch: p.dispatch, Route: p.router().Route, CatchUp: missed.TakeIn, Build: build, Now: clock.Now, Log: p.log}
	ctx, cancel := context.WithCancel(ctx)
	go worker.FollowClock(ctx, p.temporal)
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		sweeper.Run(ctx)
	}()
	go func() {
		select {
		case err := <-workers.Fatal():
			p.failed(err)
		case <-ctx.Done():
		}
	}()
	return func() {
		cancel()
		<-swept
		workers.Stop()
	}, nil
}

// serveWorkerHealth answers for a process that only works.
func (p *process) serveWorkerHealth(ctx context.Context) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := p.store.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		}
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(p.metrics, promhttp.HandlerOpts{}))
	return p.listen(ctx, p.WorkerListen, mux)
}
