package verify

import (
	"context"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/availability"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
)

// Channels answers which ways to a person are open.
type Channels struct {
	Store *store.Store
	Now   func() time.Time
}

func (h Channels) ListChannels(ctx context.Context, request gen.ListChannelsRequestObject) (gen.ListChannelsResponseObject, error) {
	var answer gen.ListChannels200JSONResponse
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		contact, err := people.GetContact(ctx, tx, request.ContactID)
		if err != nil {
			return err
		}
		rules, err := settings.PolicyFor(ctx, tx, contact.Company.ID)
		if err != nil {
			return err
		}
		options := availability.Options(contact.Reach(rules.Policy, h.Now()))
		answer.Policy = policySummary(rules)
		answer.Items = make([]gen.ChannelOption, len(options))
		for i, option := range options {
			answer.Items[i] = channelAnswer(option)
		}
		return nil
	})
	return answer, err
}
