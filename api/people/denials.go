package people

import (
	"context"
	"errors"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/alerts"
	peoplestore "countersign/store/people"
)

// Denials answers for denials that stand on people.
type Denials struct {
	Store *store.Store
	Now   func() time.Time
}

// ClearDenial takes every denial off a person, by an Admin who says why.
func (h Denials) ClearDenial(ctx context.Context, request gen.ClearDenialRequestObject) (gen.ClearDenialResponseObject, error) {
	reason, wrong := respond.ReadText("reason", request.Body.Reason)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor, row := gate.ActorOf(ctx), gate.Row[peoplestore.ContactRow](ctx)
	if actor.Session == "" {
		return nil, problem.New(problem.Forbidden, "A person who is signed in clears a denial, not an API key.")
	}
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (gen.Contact, error) {
		err := alerts.ClearDenials(ctx, tx, alerts.Person{Contact: row.ID, Company: row.CompanyID}, actor.Stored(), reason, h.Now())
		if err != nil {
			return gen.Contact{}, err
		}
		if err := auditContact(ctx, tx, "contact.denial_cleared", row.ID, row.CompanyID, nil); err != nil {
			return gen.Contact{}, err
		}
		contact, err := peoplestore.GetContact(ctx, tx, row.ID)
		if err != nil {
			return gen.Contact{}, err
		}
		return Contacts(h).answer(ctx, tx, contact)
	})
	if errors.Is(err, store.ErrConflict) {
		err = problem.New(problem.Conflict, "No denial stands on this person.")
	}
	return gen.ClearDenial200JSONResponse(answer), err
}

func denialAnswer(d *peoplestore.Denial) *gen.Denial {
	if d == nil {
		return nil
	}
	return &gen.Denial{
		At: d.At, Kind: gen.AlertKind(d.Kind), AlertID: d.Alert, VerificationID: d.Verification, TechnicianVerificationID: d.TechnicianVerification,
		Technician: respond.Present(d.Technician), TicketID: respond.Present(d.Ticket),
	}
}
