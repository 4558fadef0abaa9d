package messages

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/list"
	"countersign/core/otp"
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/techverify"
)

// TechnicianVerifications answers for the requests of clients who want to know whether a technician is real.
type TechnicianVerifications struct {
	Store    *store.Store
	Now      func() time.Time
	Dispatch *dispatch.Dispatcher
	Ticket   vendors.TicketReader // nil: no ticket can be looked at
	// SignalTicketWrites has a ticket's queue written soon. nil: the sweep does.
	SignalTicketWrites func(ticket.Key)
}

func (h TechnicianVerifications) ListTechnicianVerifications(ctx context.Context, request gen.ListTechnicianVerificationsRequestObject) (gen.ListTechnicianVerificationsResponseObject, error) {
	actor, params := gate.ActorOf(ctx), request.Params
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[techverify.View], error) {
		return techverify.List(ctx, tx, techverify.Query{
			Status: string(respond.Value(params.Status)), Open: params.Open, Contact: params.ContactID, Scope: actor.Scope(), Cursor: respond.Value(params.Cursor), Limit: respond.PageSize(params.Limit),
		}, actor.ID)
	})
	items := list.Of(page.Items, func(r techverify.View) gen.TechnicianVerification { return technicianVerificationAnswer(r, actor) })
	return gen.ListTechnicianVerifications200JSONResponse{Items: items, NextCursor: respond.Present(page.Next)}, err
}

func (h TechnicianVerifications) GetTechnicianVerification(ctx context.Context, request gen.GetTechnicianVerificationRequestObject) (gen.GetTechnicianVerificationResponseObject, error) {
	answer, err := h.read(ctx, request.TechnicianVerificationID)
	return gen.GetTechnicianVerification200JSONResponse(answer), err
}

func (h TechnicianVerifications) read(ctx context.Context, id uuid.UUID) (answer gen.TechnicianVerification, err error) {
	actor := gate.ActorOf(ctx)
	return store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (answer gen.TechnicianVerification, err error) {
		r, err := techverify.Get(ctx, tx, id, actor.Scope(), actor.ID)
		answer = technicianVerificationAnswer(r, actor)
		return answer, err
	})
}

// GetTechnicianVerificationCode shows the code. It is derived, and stands in no other answer; no cache may keep it (secureHeaders).
func (h TechnicianVerifications) GetTechnicianVerificationCode(ctx context.Context, request gen.GetTechnicianVerificationCodeRequestObject) (gen.GetTechnicianVerificationCodeResponseObject, error) {
	actor := gate.ActorOf(ctx)
	code, name, err := techverify.ShowCode(ctx, h.Store, actor.Tenant, request.TechnicianVerificationID, actor.Stored(), actor.Scope(), h.Now())
	return gen.GetTechnicianVerificationCode200JSONResponse{Code: code, Text: fmt.Sprintf("Read %s to %s.", otp.InGroups(code), name)}, err
}
