package alerts

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/alerts"
)

// Alerts answers for what somebody has to deal with.
type Alerts struct {
	Store *store.Store
	Now   func() time.Time
}

func (h Alerts) ListAlerts(ctx context.Context, request gen.ListAlertsRequestObject) (gen.ListAlertsResponseObject, error) {
	actor, params := gate.ActorOf(ctx), request.Params
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[alerts.View], error) {
		return alerts.List(ctx, tx, alerts.Query{Open: params.Open, Scope: actor.Scope(), Cursor: respond.Value(params.Cursor), Limit: respond.PageSize(params.Limit)})
	})
	items := list.Of(page.Items, func(v alerts.View) gen.Alert { return alertAnswer(v, actor) })
	return gen.ListAlerts200JSONResponse{Items: items, NextCursor: respond.Present(page.Next)}, err
}

func (h Alerts) TakeAlert(ctx context.Context, request gen.TakeAlertRequestObject) (gen.TakeAlertResponseObject, error) {
	answer, err := h.change(ctx, request.AlertID, "alert.taken", func(ctx context.Context, tx store.Tx, by store.Actor) error {
		return alerts.Take(ctx, tx, request.AlertID, by)
	})
	return gen.TakeAlert200JSONResponse(answer), err
}

func (h Alerts) SettleAlert(ctx context.Context, request gen.SettleAlertRequestObject) (gen.SettleAlertResponseObject, error) {
	answer, err := h.change(ctx, request.AlertID, "alert.settled", func(ctx context.Context, tx store.Tx, by store.Actor) error {
		return alerts.Settle(ctx, tx, request.AlertID, by, h.Now())
	})
	return gen.SettleAlert200JSONResponse(answer), err
}

// change makes a step of an alert and answers with how it stands then.
func (h Alerts) change(ctx context.Context, id uuid.UUID, action string, step func(ctx context.Context, tx store.Tx, by store.Actor) error) (gen.Alert, error) {
	actor := gate.ActorOf(ctx)
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (gen.Alert, error) {
		if err := step(ctx, tx, actor.Stored()); err != nil {
			return gen.Alert{}, err
		}
		view, err := alerts.Get(ctx, tx, id, actor.Scope())
		if err != nil {
			return gen.Alert{}, err
		}
		entry := store.AuditEntry{Action: action, SubjectKind: "alert", SubjectID: id.String(), Details: map[string]any{"kind": view.Kind}}
		if len(view.People) == 1 {
			entry.CompanyID = &view.People[0].Company.ID
		}
		return alertAnswer(view, actor), gate.Audit(ctx, tx, entry)
	})
	if errors.Is(err, store.ErrConflict) {
		err = problem.New(problem.Conflict, "Somebody has dealt with this already.")
	}
	return answer, err
}

func shown(by *store.Actor) *gen.Actor {
	if by == nil {
		return nil
	}
	return new(respond.Actor(*by))
}

func alertAnswer(v alerts.View, actor gate.Actor) gen.Alert {
	answer := gen.Alert{
		ID: v.ID, Kind: gen.AlertKind(v.Kind), VerificationID: v.Verification, TechnicianVerificationID: v.TechnicianVerification, Technician: respond.Present(v.Technician),
		Yours: v.TechnicianID != uuid.Nil && v.TechnicianID == actor.ID, TicketID: respond.Present(v.Ticket), RaisedAt: v.RaisedAt,
		Owner: respond.Present(v.Owner), SettledAt: v.SettledAt, SettledBy: respond.Present(v.SettledBy),
	}
	answer.TechnicianActor, answer.OwnerActor, answer.SettledByActor = shown(v.TechnicianActor), shown(v.OwnerActor), shown(v.SettledByActor)
	if v.OwnerID != nil {
		answer.OwnedByYou = new(*v.OwnerID == actor.ID)
	}
	answer.People = make([]struct {
		ClearedAt *time.Time `json:"cleared_at,omitempty"`
		Company   gen.Ref    `json:"company"`
		Contact   gen.Ref    `json:"contact"`
	}, len(v.People))
	for i, p := range v.People {
		answer.People[i].Contact, answer.People[i].Company, answer.People[i].ClearedAt = gen.Ref(p.Contact), gen.Ref(p.Company), p.ClearedAt
	}
	return answer
}
