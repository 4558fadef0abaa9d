package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/availability"
	"countersign/core/list"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
	"countersign/store/verify"
)

// Channels answers which ways to a person are open.
type Channels struct {
	Store *store.Store
	Now   func() time.Time
}

func (h Channels) ListChannels(ctx context.Context, request gen.ListChannelsRequestObject) (gen.ListChannelsResponseObject, error) {
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.ListChannels200JSONResponse, err error) {
		contact, err := people.GetContact(ctx, tx, request.ContactID)
		if err != nil {
			return answer, err
		}
		rules, err := settings.PolicyFor(ctx, tx, contact.Company.ID)
		if err != nil {
			return answer, err
		}
		options, err := optionsFor(ctx, tx, contact, rules.Policy, h.Now())
		if err != nil {
			return answer, err
		}
		return gen.ListChannels200JSONResponse{Policy: policySummary(rules), Items: list.Of(options, channelAnswer)}, nil
	})
}

// optionsFor lists the ways to a contact under a policy.
func optionsFor(ctx context.Context, tx store.Tx, contact people.Contact, rules policy.Policy, now time.Time) ([]availability.Option, error) {
	person := contact.Reach(rules, now)
	closed, err := verify.CodesClosedUntil(ctx, tx, contact.ID, rules, now)
	person.CodesClosedUntil = closed
	return availability.Options(person), err
}

func channelAnswer(o availability.Option) gen.ChannelOption {
	answer := gen.ChannelOption{Channel: gen.ChannelName(o.Channel), Available: o.Open(), Assurance: gen.Assurance(o.Assurance), Reason: respond.Present(o.Reason)}
	if !o.Open() {
		answer.ReasonCode = new(gen.ChannelOptionReasonCode(o.Code))
	}
	if !o.Until.IsZero() {
		answer.Until = &o.Until
	}
	if o.ContactPoint.ID != uuid.Nil {
		answer.AddressID, answer.Kind, answer.Masked = &o.ContactPoint.ID, new(gen.ChannelOptionKind(o.ContactPoint.Kind)), &o.ContactPoint.Masked
	}
	return answer
}

// policySummary is what a technician has to know of the rules.
func policySummary(rules policy.Snapshot) gen.PolicySummary {
	p := rules.Policy
	return gen.PolicySummary{Version: rules.Version, Banner: respond.Present(p.Banner), HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, ShowOnLoad: p.ShowOnLoad, ShieldMinutes: p.ShieldMinutes}
}
