package api

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/address"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/store"
)

// contacts answers for the people who call.
type contacts struct {
	Store *store.Store
	Now   func() time.Time
}

func (h contacts) ListContacts(ctx context.Context, request gen.ListContactsRequestObject) (gen.ListContactsResponseObject, error) {
	actor, asked := ActorOf(ctx), request.Params
	query := store.ContactQuery{
		Words: value(asked.Query), Phone: value(asked.Phone), Email: value(asked.Email), Company: asked.CompanyID,
		Scope: actor.Scope(), Cursor: value(asked.Cursor), Limit: pageSize(asked.Limit),
	}
	if err := wrongPerson(asked.IntegrationID, asked.ExternalID); err != nil {
		return nil, err
	}
	var answer gen.ListContacts200JSONResponse
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		var items []store.Contact
		var next string
		if asked.ExternalID != nil {
			items, err = tx.ContactAtPSA(ctx, *asked.IntegrationID, *asked.ExternalID, query.Scope)
		} else {
			items, next, err = tx.Contacts(ctx, query)
		}
		if err != nil {
			return err
		}
		answer.NextCursor = present(next)
		answer.Items, err = h.answers(ctx, tx, items)
		return err
	})
	return answer, err
}

// wrongPerson refuses a PSA without a person there, and a person without their PSA.
func wrongPerson(integration *uuid.UUID, externalID *string) error {
	if (integration == nil) == (externalID == nil) {
		return nil
	}
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "external_id", Message: "Give integration_id and external_id together."})
}

func (h contacts) CreateContact(ctx context.Context, request gen.CreateContactRequestObject) (gen.CreateContactResponseObject, error) {
	asked := *request.Body
	var answer gen.Contact
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		name, wrong := readName("name", asked.Name)
		country, none, err := countryOf(ctx, tx, asked.CompanyID)
		if err != nil {
			return err
		}
		wrong = append(wrong, none...)
		wrong = append(wrong, wrongPoints(asked.Mobile, asked.Phone, asked.Email, country)...)
		if len(wrong) > 0 {
			return problem.Invalid(problem.ValidationFailed, wrong...)
		}
		contact, err := tx.CreateContact(ctx, store.NewContact{CompanyID: asked.CompanyID, Name: name, Email: value(asked.Email), Mobile: value(asked.Mobile), Phone: value(asked.Phone), By: ActorOf(ctx).Stored()})
		if err != nil {
			return err
		}
		if answer, err = h.answer(ctx, tx, contact); err != nil {
			return err
		}
		return auditContact(ctx, tx, "contact.created", contact.ID, contact.Company.ID, nil)
	})
	return gen.CreateContact201JSONResponse(answer), err
}

func (h contacts) GetContact(ctx context.Context, request gen.GetContactRequestObject) (gen.GetContactResponseObject, error) {
	var answer gen.Contact
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		contact, err := tx.Contact(ctx, request.ContactID)
		if err != nil {
			return err
		}
		answer, err = h.answer(ctx, tx, contact)
		return err
	})
	return gen.GetContact200JSONResponse(answer), err
}

func (h contacts) UpdateContact(ctx context.Context, request gen.UpdateContactRequestObject) (gen.UpdateContactResponseObject, error) {
	asked := *request.Body
	patch := store.ContactPatch{CompanyID: asked.CompanyID, Email: asked.Email, Mobile: asked.Mobile, Phone: asked.Phone, By: ActorOf(ctx).Stored()}
	var answer gen.Contact
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		var wrong []problem.Field
		if asked.Name != nil {
			name, bad := readName("name", *asked.Name)
			patch.Name, wrong = &name, bad
		}
		company := ContactOf(ctx).CompanyID
		if asked.CompanyID != nil {
			company = *asked.CompanyID
		}
		country, none, err := countryOf(ctx, tx, company)
		if err != nil {
			return err
		}
		wrong = append(wrong, none...)
		wrong = append(wrong, wrongPoints(asked.Mobile, asked.Phone, asked.Email, country)...)
		if len(wrong) > 0 {
			return problem.Invalid(problem.ValidationFailed, wrong...)
		}
		contact, changed, err := tx.ChangeContact(ctx, request.ContactID, patch)
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

func (h contacts) EraseContact(ctx context.Context, request gen.EraseContactRequestObject) (gen.EraseContactResponseObject, error) {
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := tx.EraseContact(ctx, request.ContactID); err != nil {
			return err
		}
		return auditContact(ctx, tx, "contact.erased", request.ContactID, ContactOf(ctx).CompanyID, nil)
	})
	if errors.Is(err, store.ErrBeingVerified) {
		err = problem.New(problem.Conflict, "This person is being verified right now. Finish or cancel that, then erase them.")
	}
	return gen.EraseContact204Response{}, err
}

func auditContact(ctx context.Context, tx store.Tx, action string, contact, company uuid.UUID, details map[string]any) error {
	return audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "contact", SubjectID: contact.String(), CompanyID: &company, Details: details})
}

// countryOf reads the country of a company that a request names; none says that the actor has no such company.
func countryOf(ctx context.Context, tx store.Tx, company uuid.UUID) (country string, none []problem.Field, err error) {
	row, err := tx.Company(ctx, company)
	if errors.Is(err, store.ErrNotFound) || err == nil && !ActorOf(ctx).Sees(company) {
		return "", []problem.Field{{Field: "company_id", Message: "There is no such company, or you may not see it."}}, nil
	}
	return row.Country, nil, err
}

// wrongPoints says why a number or address that somebody types now is not taken. What was imported long ago may be bad; what is typed can be mended at once.
func wrongPoints(mobile, desk, email *string, country string) []problem.Field {
	var wrong []problem.Field
	for _, number := range []struct {
		field string
		typed *string
	}{{"mobile", mobile}, {"phone", desk}} {
		if value(number.typed) == "" {
			continue
		}
		if _, err := phone.Parse(*number.typed, country); err != nil {
			wrong = append(wrong, problem.Field{Field: number.field, Message: reasonOf(err)})
		}
	}
	if value(email) != "" {
		if _, err := address.Email(*email); err != nil {
			wrong = append(wrong, problem.Field{Field: "email", Message: reasonOf(err)})
		}
	}
	return wrong
}

// reasonOf makes a sentence of a reason.
func reasonOf(err error) string {
	reason := err.Error()
	return strings.ToUpper(reason[:1]) + reason[1:] + "."
}
