package activities

import (
	"context"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/technician"
)

// TechnicianVerifications records technician verifications. Rows are the truth; a workflow only asks what is due.
type TechnicianVerifications struct {
	Recorder technician.Recorder
	Now      func() time.Time
}

// Due tells what a technician verification waits for.
func (a *TechnicianVerifications) Due(ctx context.Context, tenant, id uuid.UUID) (technician.Due, error) {
	return a.Recorder.Due(ctx, tenant, id, activity.GetInfo(ctx).WorkflowExecution.RunID)
}

// Reply processes a client's reply.
func (a *TechnicianVerifications) Reply(ctx context.Context, tenant, message uuid.UUID) (technician.Answer, error) {
	return a.Recorder.Reply(ctx, tenant, message, a.Now())
}

// Claim takes a technician verification up for a technician.
func (a *TechnicianVerifications) Claim(ctx context.Context, claim technician.Claim) (technician.Answer, error) {
	claim.At = a.Now()
	return a.Recorder.Claim(ctx, claim)
}

// Reissue sends another code.
func (a *TechnicianVerifications) Reissue(ctx context.Context, tenant, id uuid.UUID) (technician.Answer, error) {
	return a.Recorder.Reissue(ctx, tenant, id, a.Now())
}

// End closes a technician verification.
func (a *TechnicianVerifications) End(ctx context.Context, end technician.End) (technician.Answer, error) {
	end.At = a.Now()
	return a.Recorder.End(ctx, end)
}
