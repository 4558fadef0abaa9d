package activities

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/provider"
)

// Senders opens the sender of a transport at an account: an MSP's own, or the platform's for uuid.Nil. It makes no request.
// Its errors are *provider.Error: Unavailable when it may open another time.
type Senders func(ctx context.Context, tenant, account uuid.UUID, transport channel.Transport) (message.Sender, error)

// send hands a message to an account.
func (open Senders) send(ctx context.Context, tenant, account uuid.UUID, out message.Outbound) (message.Receipt, error) {
	sender, err := open(ctx, tenant, account, out.Transport)
	if err != nil {
		return message.Receipt{}, err
	}
	return sender.Send(ctx, out)
}

// fate is what a search has shown of a message whose receipt is missing.
type fate struct {
	status     message.Status // Accepted or Unknown; "" while it is open, or where the message surely never arrived
	providerID string
	wait       time.Duration // before it is asked again; 0: it surely never arrived and may be sent again
}

// find asks the account that a message was handed to what became of it. One that has been removed, or that cannot be asked, leaves it Unknown.
func (open Senders) find(ctx context.Context, tenant, account uuid.UUID, out message.Outbound, handedAt, now time.Time) fate {
	receipt, found, err := open.search(ctx, tenant, account, out, handedAt)
	switch {
	case err == nil && found:
		return fate{status: message.Accepted, providerID: receipt.ProviderID}
	case err == nil:
		return fate{wait: max(handedAt.Add(settleWindow).Sub(now), 0)}
	case provider.KindOf(err) == provider.Ambiguous:
		return fate{status: message.Unknown}
	default:
		return fate{wait: max(handedAt.Add(settleWindow).Sub(now), provider.RetryAfter(err), time.Second)}
	}
}

func (open Senders) search(ctx context.Context, tenant, account uuid.UUID, out message.Outbound, since time.Time) (message.Receipt, bool, error) {
	sender, err := open(ctx, tenant, account, out.Transport)
	if err != nil && provider.KindOf(err) == provider.Unavailable {
		return message.Receipt{}, false, err
	}
	finder, ok := sender.(message.Finder)
	if err != nil || !ok {
		return message.Receipt{}, false, &provider.Error{Kind: provider.Ambiguous, Code: "no_search"}
	}
	return finder.Find(ctx, out, since)
}
