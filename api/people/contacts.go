package people

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
)

// Contacts answers for the people who call.
type Contacts struct {
	Store *store.Store
	Now   func() time.Time
}

func (h Contacts) ListContacts(ctx context.Context, request gen.ListContactsRequestObject) (gen.ListContactsResponseObject, error) {
	actor, asked := gate.ActorOf(ctx), request.Params
	query := people.ContactQuery{
		Words: respond.Value(asked.Query), Phone: respond.Value(asked.Phone), Email: respond.Value(asked.Email), Company: asked.CompanyID,
		Scope: actor.Scope(), Cursor: respond.Value(asked.Cursor), Limit: respond.PageSize(asked.Limit),
	}
	if err := wrongPerson(asked.IntegrationID, asked.ExternalID); err != nil {
		return nil, err
	}
	return store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (answer gen.ListContacts200JSONResponse, err error) {
		var page store.Page[people.Contact]
		if asked.ExternalID != nil {
			page.Items, err = people.FindContactAtPSA(ctx, tx, *asked.IntegrationID, *asked.ExternalID, query.Scope)
		} else {
			page, err = people.ListContacts(ctx, tx, query)
		}
		if err != nil {
			return answer, err
		}
		answer.NextCursor = respond.Present(page.Next)
		if respond.Value(asked.Total) {
			total, err := people.CountPeople(ctx, tx, query.Scope)
			if err != nil {
				return answer, err
			}
			answer.Total = &total
		}
		answer.Items, err = h.answers(ctx, tx, page.Items)
		return answer, err
	})
}

// wrongPerson refuses a PSA without a person there, and a person without their PSA.
func wrongPerson(integration *uuid.UUID, externalID *string) error {
	if (integration == nil) == (externalID == nil) {
		return nil
	}
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "external_id", Message: "Give integration_id and external_id together."})
}

func (h Contacts) CreateContact(ctx context.Context, request gen.CreateContactRequestObject) (gen.CreateContactResponseObject, error) {
	asked := *request.Body
	answer, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Contact, err error) {
		name, wrong := respond.ReadName("name", asked.Name)
		country, none, err := countryOf(ctx, tx, asked.CompanyID)
		if err != nil {
			return answer, err
		}
		wrong = append(wrong, none...)
		wrong = append(wrong, invalidContactPoints(asked.Mobile, asked.Phone, asked.Email, country)...)
		if len(wrong) > 0 {
			return answer, problem.Invalid(problem.ValidationFailed, wrong...)
		}
		contact, err := people.CreateContact(ctx, tx, people.NewContact{CompanyID: asked.CompanyID, Name: name, Email: respond.Value(asked.Email), Mobile: respond.Value(asked.Mobile), Phone: respond.Value(asked.Phone), By: gate.ActorOf(ctx).Stored()})
		if err != nil {
			return answer, err
		}
		if answer, err = h.answer(ctx, tx, contact); err != nil {
			return answer, err
		}
		return answer, auditContact(ctx, tx, "contact.created", contact.ID, contact.Company.ID, nil)
	})
	return gen.CreateContact201JSONResponse(answer), err
}

func (h Contacts) GetContact(ctx context.Context, request gen.GetContactRequestObject) (gen.GetContactResponseObject, error) {
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Contact, err error) {
		contact, err := people.GetContact(ctx, tx, request.ContactID)
		if err != nil {
			return answer, err
		}
		return h.answer(ctx, tx, contact)
	})
	return gen.GetContact200JSONResponse(answer), err
}

func (h Contacts) UpdateContact(ctx context.Context, request gen.UpdateContactRequestObject) (gen.UpdateContactResponseObject, error) {
	asked := *request.Body
	patch := people.ContactPatch{CompanyID: asked.CompanyID, Email: asked.Email, Mobile: asked.Mobile, Phone: asked.Phone, By: gate.ActorOf(ctx).Stored()}
	var answer gen.Contact
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		var wrong []problem.Field
		if asked.Name != nil {
			name, bad := respond.ReadName("name", *asked.Name)
			patch.Name, wrong = &name, bad
		}
		company := gate.Row[people.ContactRow](ctx).CompanyID
		if asked.CompanyID != nil {
			company = *asked.CompanyID
		}
		country, none, err := countryOf(ctx, tx, company)
		if err != nil {
			return err
		}
		wrong = append(wrong, none...)
		wrong = append(wrong, invalidContactPoints(asked.Mobile, asked.Phone, asked.Email, country)...)
		if len(wrong) > 0 {
			return problem.Invalid(problem.ValidationFailed, wrong...)
		}
		contact, changed, err := people.UpdateContact(ctx, tx, request.ContactID, patch)
		if err != nil {
			return err
		}
		if answer, err = h.answer(ctx, tx, contact); err != nil || len(changed) == 0 {
			return err
		}
		return auditContact(ctx, tx, "contact.changed", contact.ID, contact.Company.ID, map[string]any{"fields": changed})
	})
	return gen.UpdateContact200JSONResponse(answer), err
}

func (h Contacts) EraseContact(ctx context.Context, request gen.EraseContactRequestObject) (gen.EraseContactResponseObject, error) {
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := people.EraseContact(ctx, tx, request.ContactID); err != nil {
			return err
		}
		return auditContact(ctx, tx, "contact.erased", request.ContactID, gate.Row[people.ContactRow](ctx).CompanyID, nil)
	})
	if errors.Is(err, people.ErrBeingVerified) {
		err = problem.New(problem.Conflict, "This person is being verified right now. Finish or cancel that, then erase them.")
	}
	return gen.EraseContact204Response{}, err
}

func auditContact(ctx context.Context, tx store.Tx, action string, contact, company uuid.UUID, details map[string]any) error {
	return gate.Audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "contact", SubjectID: contact.String(), CompanyID: &company, Details: details})
}
