package verify

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/core/problem"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/verify"
)

// StartVerification opens a verification, or joins the one that is open for this contact. After the response it is durable: it continues after a crash.
func (h Verifications) StartVerification(ctx context.Context, request gen.StartVerificationRequestObject) (gen.StartVerificationResponseObject, error) {
	actor, asked := gate.ActorOf(ctx), *request.Body
	named, err := vendors.ReadNamedTicket(ctx, h.Store, h.Ticket, asked.TicketIntegrationID, strings.TrimSpace(respond.Value(asked.TicketID)))
	if err != nil {
		return nil, err
	}
	if named.Contact != nil {
		asked.TicketContactID = named.Contact // what the PSA says of its ticket counts, not what the caller says
	}
	rules, point, err := h.choose(ctx, actor, asked, named)
	if err != nil {
		return nil, err
	}
	id, takenOver := gate.Creates(ctx)
	opened, err := verify.Open(ctx, h.Store, actor.Tenant, verify.NewVerification{
		ID: id, MayExist: takenOver, ContactID: asked.ContactID, ContactPointID: point, Channel: channel.Name(asked.Channel), Policy: rules,
		TicketID: strings.TrimSpace(respond.Value(asked.TicketID)), TicketPSA: named.Integration, TicketContactID: asked.TicketContactID,
		Note:   strings.TrimSpace(respond.Value(asked.Note)),
		Leader: actor.Stored(), At: h.Now(),
	})
	if err != nil {
		return nil, err
	}
	if err := h.ensureRun(ctx, actor.Tenant, opened, rules); err != nil {
		return nil, err
	}
	answer, err := h.answerOf(opened.Verification, actor, opened.Joined)
	if err != nil {
		return nil, err
	}
	if opened.Joined {
		return gen.StartVerification200JSONResponse(answer), nil
	}
	return gen.StartVerification201JSONResponse(answer), nil
}

// choose finds the address that the way leads to, under the policy in force, and asks for a note where the policy does.
func (h Verifications) choose(ctx context.Context, actor gate.Actor, asked gen.NewVerification, named vendors.NamedTicket) (rules policy.Snapshot, point uuid.UUID, err error) {
	err = h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := gate.CheckTicketSystem(ctx, tx, asked.TicketIntegrationID); err != nil {
			return err
		}
		contact, err := people.GetContact(ctx, tx, asked.ContactID)
		if err != nil {
			return err
		}
		if !actor.Sees(contact.Company.ID) {
			return store.ErrNotFound
		}
		if rules, err = settings.PolicyFor(ctx, tx, contact.Company.ID); err != nil {
			return err
		}
		if err := noteRule(rules.Policy, asked, named.OfAnother(contact.ID, contact.Company.ID)); err != nil {
			return err
		}
		options, err := optionsFor(ctx, tx, contact, rules.Policy, h.Now())
		if err != nil {
			return err
		}
		option, err := availability.Choose(options, channel.Name(asked.Channel), respond.Value(asked.AddressID))
		point = option.ContactPoint.ID
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		err = problem.New(problem.NotFound, "There is no such contact, or you may not see it.")
	}
	return rules, point, err
}

// noteRule asks for a note where the policy does, when the person is not the ticket's own contact, or the ticket is another company's.
func noteRule(rules policy.Policy, asked gen.NewVerification, ofAnother bool) error {
	another := ofAnother || asked.TicketContactID != nil && *asked.TicketContactID != asked.ContactID
	if another && rules.NoteRequired && strings.TrimSpace(respond.Value(asked.Note)) == "" {
		return problem.New(problem.NoteRequired, "")
	}
	return nil
}

// ensureRun starts the run of a new verification, and of a joined one whose API died before it could. The caller gets an error when there is none:
// a verification without a run sends nothing.
func (h Verifications) ensureRun(ctx context.Context, tenant uuid.UUID, opened verify.Opened, rules policy.Snapshot) error {
	if opened.Verification.RunID != "" || opened.Verification.Status != verification.Pending {
		return nil
	}
	return h.Dispatch.StartVerification(ctx, runInput(tenant, opened.Verification, rules), opened.Verification.TicketID)
}
