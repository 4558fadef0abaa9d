package activities

import (
	"context"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/technician"
)

// Requests keeps technician verifications. Rows are the truth; a workflow only asks what is due.
type Requests struct {
	Recorder technician.Recorder
	Now      func() time.Time
}

// RequestDue tells what a request waits for.
func (r *Requests) RequestDue(ctx context.Context, tenant, request uuid.UUID) (technician.Due, error) {
	return r.Recorder.Due(ctx, tenant, request, activity.GetInfo(ctx).WorkflowExecution.RunID)
}

// HearRequest takes a client's answer.
func (r *Requests) HearRequest(ctx context.Context, tenant, message uuid.UUID) (technician.Answer, error) {
	return r.Recorder.Reply(ctx, tenant, message, r.Now())
}

// ClaimRequest takes a request up for a technician.
func (r *Requests) ClaimRequest(ctx context.Context, claim technician.Claim) (technician.Answer, error) {
	claim.At = r.Now()
	return r.Recorder.Claim(ctx, claim)
}

// ReissueRequest sends another code.
func (r *Requests) ReissueRequest(ctx context.Context, tenant, request uuid.UUID) (technician.Answer, error) {
	return r.Recorder.Reissue(ctx, tenant, request, r.Now())
}

// EndRequest closes a request.
func (r *Requests) EndRequest(ctx context.Context, end technician.End) (technician.Answer, error) {
	end.At = r.Now()
	return r.Recorder.End(ctx, end)
}
