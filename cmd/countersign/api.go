package main

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"countersign/api"
	"countersign/core/clock"
	"countersign/intake"
	"countersign/integrations/sendgrid"
	"countersign/web"
	"countersign/workflows"
	"countersign/workflows/sealed"
)

func (p *process) serveAPI(ctx context.Context) error {
	webhookKey, err := sendgrid.ParseKey(p.SendGridWebhookKey)
	if err != nil {
		return fmt.Errorf("COUNTERSIGN_SENDGRID_WEBHOOK_KEY: %w", err)
	}
	arrivals := intake.NewQueue(p.router().Route, p.log)
	go arrivals.Run(ctx)
	handler, err := api.New(api.Deps{
		Store: p.store, Temporal: p.temporal, Codec: sealed.NewCodec(p.ring), Metrics: p.metrics, Log: p.log, Now: clock.Now,
		Notify: p.notify, Converse: p.tickets.Converse, PSAs: p.desks, Ticket: p.desks.Ticket, WakeTicket: p.tickets.Nudge, Arrived: arrivals.Offer, SMSNumber: p.TwilioFrom, Twilio: twilioWebhook{p.twilio}, SendGrid: sendGridWebhook{webhookKey},
		PublicURL: p.PublicURL, SandboxURL: p.SandboxURL, UIOrigin: p.TemporalUIOrigin, PodAncestors: p.PodAncestors, TrustedProxies: p.TrustedProxies,
		ConsoleFS: web.Dist,
	})
	if err != nil {
		return err
	}
	return p.listen(ctx, p.Listen, handler)
}

// router takes what clients write to whoever waits for it.
func (p *process) router() intake.Router {
	return intake.Router{Store: p.store, Temporal: p.temporal}
}

// notify starts the workflow that mails a notice. It may be repeated.
func (p *process) notify(ctx context.Context, tenant, notice uuid.UUID) error {
	_, err := p.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: workflows.NoticeID(tenant, notice), TaskQueue: workflows.QueueCore, WorkflowRunTimeout: 3 * time.Hour,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.NoticeName, workflows.NoticeInput{Tenant: tenant, Notice: notice})
	return err
}
