// Package api is what the product answers over HTTP: the JSON API of schemas/openapi, providers' webhooks, public pages, the codec endpoint and the web itself.
package api

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/sdk/converter"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/messages"
	"countersign/api/operator"
	"countersign/api/public"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/api/webhooks"
	"countersign/core/channel"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
)

// Deps are the dependencies of the API. Each is required unless its comment says otherwise.
type Deps struct {
	Store    *store.Store
	Dispatch *dispatch.Dispatcher
	Codec    converter.PayloadCodec // of Temporal payloads, for operators
	Metrics  *prometheus.Registry   // one for each handler
	Log      *slog.Logger
	Now      func() time.Time

	// Notify starts the workflow that posts a notice. A notice whose workflow could not be started is found by a sweep.
	Notify func(ctx context.Context, tenant, notice uuid.UUID) error

	// Arrived is told of every message of a client that was stored, and must not wait. nil: messages are left to the worker's sweep.
	Arrived func(tenant, message uuid.UUID, by channel.Transport)

	// SignalConversation starts the run of a conversation, or tells it of a message. A message whose run could not be told is found by a sweep; nil: all are.
	SignalConversation func(ctx context.Context, tenant, conversation, message uuid.UUID) error

	// PSAs opens the MSPs' ticket systems. nil: none can be asked.
	PSAs vendors.Opener
	// Ticket reads a ticket from the MSP's ticket system, soon or not at all. nil: none can be read.
	Ticket func(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error)
	// Media reads pictures of clients from the account that received them. nil: none can be read.
	Media messages.Media
	Build string // of the binary; evidence names it
	// SignalTicketWrites has a ticket's queue written soon, without waiting for it. nil: the sweep does.
	SignalTicketWrites func(ticket.Key)

	Twilio   webhooks.TwilioWebhook   // nil: its callbacks are refused
	SendGrid webhooks.SendGridWebhook // nil: its callbacks are refused

	SMSNumber      string   // the platform's, E.164: what clients write to where an MSP has no number of its own; may be empty
	PublicURL      string   // where people and providers reach us, without a slash at the end
	SandboxURL     string   // shown to people when the providers are fakes; may be empty
	UIOrigin       string   // of Temporal's UI, which may ask the codec endpoint; may be empty
	PodAncestors   []string // origins that may frame every pod; may be empty
	TrustedProxies []string // networks whose X-Forwarded-For is believed; may be empty

	ConsoleFS fs.FS // the built web; nil: none is served
}

// New builds the handler. It fails when the API description and the code disagree.
func New(d Deps) (http.Handler, error) {
	gate, err := gate.New(d.Store, d.Now, d.Log, d.PublicURL)
	if err != nil {
		return nil, err
	}
	engine, err := newEngine(d)
	if err != nil {
		return nil, err
	}

	engine.GET("/healthz", public.Health)
	engine.GET("/readyz", public.Ready(d.Store, d.Dispatch, d.Log))
	engine.GET("/metrics", public.Metrics(d.Metrics))

	server := newServer(d)
	operations := engine.Group("", gate.Stand, gate.Once)
	gen.RegisterHandlersWithOptions(operations, gen.NewStrictHandlerWithOptions(server, nil, problemOptions()), gen.GinServerOptions{BaseURL: respond.Base, ErrorHandler: parameterError})

	webhooks.Providers{
		Store: d.Store, Now: d.Now, Log: d.Log, PublicURL: d.PublicURL, Twilio: d.Twilio, SendGrid: d.SendGrid, Own: d.PSAs, Presses: server.Verifications, Arrived: d.Arrived,
	}.Mount(engine)
	webhooks.PSA{Store: d.Store, Now: d.Now, Log: d.Log, PSAs: d.PSAs, Dispatch: d.Dispatch}.Mount(engine)
	public.Landing{Store: d.Store, Now: d.Now, Log: d.Log, PublicURL: d.PublicURL, Verifications: server.Verifications}.Mount(engine)
	public.Logo{Store: d.Store}.Mount(engine)
	(&operator.Operators{Store: d.Store, Now: d.Now, PublicURL: d.PublicURL, UIOrigin: d.UIOrigin, Codec: d.Codec}).Mount(engine)
	public.Web{Files: d.ConsoleFS, Hosts: public.PodHosts{Store: d.Store, Log: d.Log, PSAs: d.PSAs, Ancestors: d.PodAncestors}}.Mount(engine)
	return engine, nil
}

// problemOptions makes every error of a strict handler a problem.
func problemOptions() gen.StrictGinServerOptions {
	return gen.StrictGinServerOptions{
		RequestErrorHandlerFunc: func(c *gin.Context, _ error) { respond.Refuse(c, problem.New(problem.InvalidRequest, "")) },
		HandlerErrorFunc:        respond.Refuse,
		ResponseErrorHandlerFunc: func(c *gin.Context, err error) {
			respond.Refuse(c, fmt.Errorf("api: writing the answer: %w", err))
		},
	}
}

func parameterError(c *gin.Context, _ error, _ int) {
	respond.Refuse(c, problem.New(problem.InvalidRequest, ""))
}

func init() {
	gin.SetMode(gin.ReleaseMode) // a process-wide switch of gin's: its debug mode prints routes
}

func newEngine(d Deps) (*gin.Engine, error) {
	engine := gin.New()
	engine.ContextWithFallback = true // a *gin.Context ends when its request does
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	if err := engine.SetTrustedProxies(d.TrustedProxies); err != nil {
		return nil, fmt.Errorf("api: trusted proxies: %w", err)
	}
	engine.Use(gate.ReadForwarded, respond.NumberRequests(d.Log), logAccess(d.Log), measure(d.Metrics), recoverPanics, respond.SecureHeaders(d.PublicURL), limitBodies)
	engine.NoRoute(respond.NoRoute)
	engine.NoMethod(respond.NoMethod)
	return engine, nil
}
