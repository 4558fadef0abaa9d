package verify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/list"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/verify"
	"countersign/workflows"
)

// Verifications answers for what callers are asked and how they answered.
type Verifications struct {
	Store    *store.Store
	Now      func() time.Time
	Dispatch *dispatch.Dispatcher
	Ticket   vendors.TicketReader // nil: no ticket can be looked at
	Log      *slog.Logger

	// Notify starts the workflow that posts a notice.
	Notify    func(ctx context.Context, tenant, notice uuid.UUID) error
	PublicURL string // of the console
	Build     string // of the binary
	// SignalTicketWrites has a ticket's queue written soon, without waiting for it. nil: the sweep does.
	SignalTicketWrites func(ticket.Key)
}

func (h Verifications) ListVerifications(ctx context.Context, request gen.ListVerificationsRequestObject) (gen.ListVerificationsResponseObject, error) {
	actor, params := gate.ActorOf(ctx), request.Params
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[verify.Verification], error) {
		return verify.ListVerifications(ctx, tx, verify.Query{
			Contact: params.ContactID, Company: params.CompanyID, Status: string(respond.Value(params.Status)), Scope: actor.Scope(),
			Cursor: respond.Value(params.Cursor), Limit: respond.PageSize(params.Limit),
		})
	})
	items := list.Of(page.Items, func(v verify.Verification) gen.Verification { return verificationAnswer(v, actor, false) })
	return gen.ListVerifications200JSONResponse{Items: items, NextCursor: respond.Present(page.Next)}, err
}

func (h Verifications) GetVerification(ctx context.Context, request gen.GetVerificationRequestObject) (gen.GetVerificationResponseObject, error) {
	actor := gate.ActorOf(ctx)
	var told verify.Record
	v, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (verify.Verification, error) {
		v, err := verify.GetVerification(ctx, tx, request.VerificationID)
		if err == nil {
			told, err = verify.ReadRecord(ctx, tx, v)
		}
		return v, err
	})
	if err != nil {
		return nil, err
	}
	answer, err := h.answerOf(v, actor, false)
	return gen.GetVerification200JSONResponse(withRecord(answer, told)), err
}

func (h Verifications) load(ctx context.Context, tenant, id uuid.UUID) (verify.Verification, error) {
	return store.InTenant(ctx, h.Store, tenant, func(ctx context.Context, tx store.Tx) (verify.Verification, error) {
		return verify.GetVerification(ctx, tx, id)
	})
}

// open is the verification of the path. It refuses actors who only watch, and verifications that have ended.
func (h Verifications) open(ctx context.Context) (verify.Row, error) {
	row := gate.Row[verify.Row](ctx)
	switch {
	case verification.Status(row.Status).Closed():
		return row, closedRowProblem(row)
	case !leadsRow(gate.ActorOf(ctx), row):
		return row, problem.New(problem.Watching, watchingWarning(row.LeaderName))
	}
	return row, nil
}

// ask sends an update to the run. A run that ended meanwhile is answered for by its row.
func (h Verifications) ask(ctx context.Context, row verify.Row, name string, request any) (workflows.Answer, error) {
	answer, err := h.Dispatch.UpdateVerification(ctx, runOf(row), name, gate.IdempotencyOf(ctx), request)
	if errors.Is(err, dispatch.ErrGone) {
		return answer, h.afterTheEnd(ctx, row)
	}
	if err != nil {
		return answer, err
	}
	return answer, refusal(answer)
}

func (h Verifications) afterTheEnd(ctx context.Context, row verify.Row) error {
	v, err := h.load(ctx, row.TenantID, row.ID)
	if err != nil {
		return err
	}
	if v.Status == verification.Pending {
		return problem.New(problem.Closing, "")
	}
	return closedProblem(v.Status, v.Reason)
}

// runInput is what the run of a verification begins with.
func runInput(tenant uuid.UUID, v verify.Verification, rules policy.Snapshot) workflows.VerificationInput {
	return workflows.VerificationInput{
		Tenant: tenant, Verification: v.ID, Contact: v.Contact.ID, Company: v.Company.ID, Channel: v.Channel, ContactPoint: v.ContactPointID,
		Policy: rules, KeyID: v.KeyID, OpenedAt: v.OpenedAt, EndsAt: v.EndsAt, By: v.Leader.Ref(),
	}
}

func runOf(row verify.Row) dispatch.VerificationRun {
	return dispatch.VerificationRun{Tenant: row.TenantID, Contact: row.ContactID, Verification: row.ID, ID: respond.Value(row.RunID)}
}
