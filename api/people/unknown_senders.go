package people

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/channel"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/messages"
	"countersign/store/people"
)

// AssignUnknownSender puts a sender on file at a contact, as a change of that contact: the point cools off.
func (h Contacts) AssignUnknownSender(ctx context.Context, request gen.AssignUnknownSenderRequestObject) (gen.AssignUnknownSenderResponseObject, error) {
	asked := *request.Body
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Contact, err error) {
		point, err := pointOfSender(ctx, tx, request.MessageID, asked.Kind)
		if err != nil {
			return answer, err
		}
		before, err := people.LoadContact(ctx, tx, asked.ContactID)
		if errors.Is(err, store.ErrNotFound) || err == nil && !gate.ActorOf(ctx).Sees(before.CompanyID) {
			return answer, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "contact_id", Message: "There is no such contact, or you may not see it."})
		}
		if err != nil {
			return answer, err
		}
		contact, _, err := people.UpdateContact(ctx, tx, before.ID, people.ContactPatch{Mobile: point.mobile, Phone: point.phone, Email: point.email, By: gate.ActorOf(ctx).Stored()})
		if err != nil {
			return answer, err
		}
		if answer, err = h.answer(ctx, tx, contact); err != nil {
			return answer, err
		}
		return answer, auditContact(ctx, tx, "contact.sender_assigned", contact.ID, contact.Company.ID, senderDetails(request.MessageID, asked.Kind))
	})
	return gen.AssignUnknownSender200JSONResponse(answer), senderProblem(err)
}

// CreateContactOfUnknownSender adds a contact who has the sender's number or address.
func (h Contacts) CreateContactOfUnknownSender(ctx context.Context, request gen.CreateContactOfUnknownSenderRequestObject) (gen.CreateContactOfUnknownSenderResponseObject, error) {
	asked := *request.Body
	answer, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.Contact, err error) {
		point, err := pointOfSender(ctx, tx, request.MessageID, asked.Kind)
		if err != nil {
			return answer, err
		}
		name, wrong := respond.ReadName("name", asked.Name)
		_, none, err := countryOf(ctx, tx, asked.CompanyID)
		if err != nil {
			return answer, err
		}
		if wrong = append(wrong, none...); len(wrong) > 0 {
			return answer, problem.Invalid(problem.ValidationFailed, wrong...)
		}
		contact, err := people.CreateContact(ctx, tx, people.NewContact{
			CompanyID: asked.CompanyID, Name: name, Mobile: respond.Value(point.mobile), Phone: respond.Value(point.phone), Email: respond.Value(point.email), By: gate.ActorOf(ctx).Stored(),
		})
		if err != nil {
			return answer, err
		}
		if answer, err = h.answer(ctx, tx, contact); err != nil {
			return answer, err
		}
		return answer, auditContact(ctx, tx, "contact.created_of_sender", contact.ID, contact.Company.ID, senderDetails(request.MessageID, asked.Kind))
	})
	return gen.CreateContactOfUnknownSender201JSONResponse(answer), senderProblem(err)
}

// senderPoint is a sender's number or address as one kind of contact point; the other two are nil.
type senderPoint struct{ mobile, phone, email *string }

// pointOfSender reads the sender of a listed message as what they are to be on file. A number is no e-mail address, and some are nobody's mobile.
func pointOfSender(ctx context.Context, tx store.Tx, message uuid.UUID, kind gen.SenderKind) (point senderPoint, err error) {
	sender, err := messages.LockUnknownSender(ctx, tx, message)
	if err != nil {
		return point, err
	}
	if (sender.Transport == channel.Email) != (channel.ContactPointKind(kind) == channel.EmailAddress) {
		return point, wrongKind("A number is a mobile or a phone, and an address is an e-mail.")
	}
	switch channel.ContactPointKind(kind) {
	case channel.Mobile:
		point.mobile = &sender.Value
	case channel.Phone:
		point.phone = &sender.Value
	default:
		point.email = &sender.Value
	}
	if wrong := invalidContactPoints(point.mobile, point.phone, point.email, ""); len(wrong) > 0 {
		return point, wrongKind(wrong[0].Message)
	}
	return point, nil
}

func wrongKind(message string) error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "kind", Message: message})
}

// senderDetails name the message whose sender it was; the number or address is in no log.
func senderDetails(message uuid.UUID, kind gen.SenderKind) map[string]any {
	return map[string]any{"message": message, "kind": kind}
}

func senderProblem(err error) error {
	if errors.Is(err, messages.ErrOnFile) {
		return problem.New(problem.Conflict, "This number or address is on file already.")
	}
	return err
}
