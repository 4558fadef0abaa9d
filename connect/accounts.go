package connect

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/store"
)

// Accounts opens the accounts that carry messages: the platform's, by the id uuid.Nil, and MSPs' own, by the ids of their rows.
type Accounts struct {
	Platform []integration.System
	Own      *Opener
}

// Sender is the sender of a transport at an account. It makes no request. Its errors are *provider.Error: Unavailable when it may open another time,
// Refused for an account that has been removed.
func (a Accounts) Sender(ctx context.Context, tenant, account uuid.UUID, transport channel.Transport) (message.Sender, error) {
	return choose(ctx, a, tenant, account, func(carrier message.Carrier) message.Sender { return carrier.Sender(transport) })
}

// Media is what reads received files at an account. It makes no request; its errors are Sender's.
func (a Accounts) Media(ctx context.Context, tenant, account uuid.UUID) (message.MediaFetcher, error) {
	return choose(ctx, a, tenant, account, func(media message.MediaFetcher) message.MediaFetcher { return media })
}

// Receiver is what lists the received messages of an account. It makes no request; its errors are Sender's.
func (a Accounts) Receiver(ctx context.Context, tenant, account uuid.UUID) (message.Receiver, error) {
	return choose(ctx, a, tenant, account, func(received message.Receiver) message.Receiver { return received })
}

// choose takes the port of an account. Nothing stands in for an MSP's own account: what it has taken, no other one has.
func choose[Port, Part any](ctx context.Context, a Accounts, tenant, account uuid.UUID, part func(Port) Part) (found Part, err error) {
	systems := a.Platform
	if account != uuid.Nil {
		system, err := a.Own.Open(ctx, tenant, account)
		switch _, told := errors.AsType[*provider.Error](err); {
		case errors.Is(err, store.ErrNotFound):
			return found, refused
		case err != nil && !told:
			return found, errors.Join(&provider.Error{Kind: provider.Unavailable, Code: "account"}, err)
		case err != nil:
			return found, err
		}
		systems = []integration.System{system}
	}
	for _, system := range systems {
		if port, ok := system.(Port); ok {
			if part := part(port); any(part) != nil {
				return part, nil
			}
		}
	}
	return found, refused
}

// refused is what an account that has been removed, or that carries nothing of the kind, is met with.
var refused = &provider.Error{Provider: "account", Kind: provider.Refused, Code: "no_account"}
