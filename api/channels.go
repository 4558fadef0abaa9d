package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/policy"
	"countersign/core/reach"
	"countersign/store"
)

// channels answers which ways to a person are open.
type channels struct {
	Store *store.Store
	Now   func() time.Time
}

func (h channels) ListChannels(ctx context.Context, request gen.ListChannelsRequestObject) (gen.ListChannelsResponseObject, error) {
	var answer gen.ListChannels200JSONResponse
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		contact, err := tx.Contact(ctx, request.ContactID)
		if err != nil {
			return err
		}
		rules, err := store.PolicyFor(ctx, tx, contact.Company.ID)
		if err != nil {
			return err
		}
		options := reach.Options(contact.Reach(rules.Policy, h.Now()))
		answer.Policy = policySummary(rules)
		answer.Items = make([]gen.ChannelOption, len(options))
		for i, option := range options {
			answer.Items[i] = channelAnswer(option)
		}
		return nil
	})
	return answer, err
}

func channelAnswer(o reach.Option) gen.ChannelOption {
	answer := gen.ChannelOption{Channel: gen.ChannelName(o.Channel), Available: o.Open(), Assurance: gen.Assurance(o.Assurance), Reason: present(o.Reason)}
	if !o.Open() {
		answer.ReasonCode = new(gen.ChannelOptionReasonCode(o.Code))
	}
	if o.Point.ID != uuid.Nil {
		answer.AddressID, answer.Kind, answer.Masked = &o.Point.ID, new(gen.ChannelOptionKind(o.Point.Kind)), &o.Point.Masked
	}
	return answer
}

// policySummary is what a technician has to know of the rules.
func policySummary(rules policy.Snapshot) gen.PolicySummary {
	p := rules.Policy
	return gen.PolicySummary{Version: rules.Version, Banner: present(p.Banner), HistoryLength: p.HistoryLength, NoteRequired: p.NoteRequired, ShowOnLoad: p.ShowOnLoad, ShieldMinutes: p.ShieldMinutes}
}
