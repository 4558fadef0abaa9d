package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.temporal.io/sdk/client"

	"countersign/connect"
	"countersign/core/keys"
	"countersign/core/message"
	"countersign/dispatch"
	"countersign/integrations/sendgrid"
	"countersign/integrations/twilio"
	"countersign/store"
)

// drain is how long open requests may go on once the process is asked to stop.
const drain = 15 * time.Second

type (
	serveCommand  struct{}
	apiCommand    struct{}
	workerCommand struct{}
)

// Run runs both halves over one Temporal client, so that a verification's first task is handed over without a round trip.
func (serveCommand) Run(ctx context.Context) error {
	return run(ctx, func(ctx context.Context, p *process) error { return p.work(ctx, p.serveAPI) })
}

func (apiCommand) Run(ctx context.Context) error {
	return run(ctx, func(ctx context.Context, p *process) error { return p.serveAPI(ctx) })
}

func (workerCommand) Run(ctx context.Context) error {
	return run(ctx, func(ctx context.Context, p *process) error { return p.work(ctx, p.serveWorkerHealth) })
}

// process is what API and worker share.
type process struct {
	config
	log      *slog.Logger
	ring     *keys.Ring
	store    *store.Store
	temporal client.Client
	twilio   *twilio.Client
	sendgrid *sendgrid.Client
	opener   *connect.Opener
	dispatch *dispatch.Dispatcher
	metrics  *prometheus.Registry
	failed   context.CancelCauseFunc
}

// run opens what a process needs, runs it and closes everything. An error that ends one part ends the process.
func run(ctx context.Context, body func(context.Context, *process) error) error {
	ctx, failed := context.WithCancelCause(ctx)
	defer failed(nil)
	p, err := open(ctx, failed)
	if err != nil {
		return err
	}
	defer p.close()
	if err := body(ctx, p); err != nil {
		return err
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

func open(ctx context.Context, failed context.CancelCauseFunc) (_ *process, err error) {
	p := &process{failed: failed, metrics: prometheus.NewRegistry()}
	p.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if p.config, err = loadConfig(); err != nil {
		return nil, err
	}
	if err := p.forServing(); err != nil {
		return nil, err
	}
	if p.log, err = p.logger(); err != nil {
		return nil, err
	}
	if p.ring, err = p.config.ring(); err != nil {
		return nil, err
	}
	if err := p.providers(); err != nil {
		return nil, err
	}
	p.warnOfClearText()
	if p.store, err = store.Open(ctx, p.DatabaseURL, p.ring); err != nil {
		return nil, err
	}
	if p.temporal, err = p.dial(ctx, p.ring, p.log); err != nil {
		p.store.Close()
		return nil, err
	}
	p.opener, p.dispatch = connect.NewOpener(p.store, connect.Dialer{Private: p.PSAPrivateNetworks}, connect.Vendors), dispatch.New(p.temporal, p.log)
	return p, nil
}

// warnOfClearText says at the start what others on the network could read.
func (p *process) warnOfClearText() {
	if store.InClear(p.DatabaseURL) {
		p.log.Warn("COUNTERSIGN_DATABASE_URL names another machine and does not insist on TLS: names of contacts, and what proves this process, could be read on the way. Add sslmode=verify-full and sslrootcert=FILE to it")
	}
	if p.temporalInClear() {
		p.log.Warn("COUNTERSIGN_TEMPORAL_ADDRESS names another machine and TLS is off: whoever is on the way could start and end workflows. Set COUNTERSIGN_TEMPORAL_TLS, or COUNTERSIGN_TEMPORAL_CA_FILE and its neighbours")
	}
}

func (p *process) close() {
	p.temporal.Close()
	p.store.Close()
}

func (p *process) providers() (err error) {
	outbound := &http.Client{Timeout: message.RequestTimeout}
	p.twilio, err = twilio.New(twilio.Config{BaseURL: p.TwilioBaseURL, AccountSID: p.TwilioAccountSID, AuthToken: p.TwilioAuthToken, AuthTokenPrevious: p.TwilioAuthTokenPrevious, HTTPClient: outbound})
	if err != nil {
		return err
	}
	p.sendgrid, err = sendgrid.New(sendgrid.Config{BaseURL: p.SendGridBaseURL, APIKey: p.SendGridAPIKey, EventKey: p.SendGridWebhookKey, HTTPClient: outbound})
	if err != nil {
		return fmt.Errorf("COUNTERSIGN_SENDGRID_*: %w", err)
	}
	return nil
}

// listen serves until ctx ends, then lets open requests finish.
func (p *process) listen(ctx context.Context, address string, handler http.Handler) error {
	server := &http.Server{
		Addr: address, Handler: handler, ErrorLog: slog.NewLogLogger(p.log.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return ctx },                             // event streams end when the process is asked to
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, // no write timeout: event streams stay open
	}
	ended := make(chan error, 1)
	go func() { ended <- server.ListenAndServe() }()
	p.log.Info("listening", "address", address, "build", build)
	select {
	case err := <-ended:
		return fmt.Errorf("cannot listen on %s: %w", address, err)
	case <-ctx.Done():
	}
	shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(shutdown); err != nil {
		return server.Close()
	}
	return nil
}
