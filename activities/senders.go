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

// find asks the account that a message was handed to for it. One that has been removed, or that cannot be asked, leaves it Ambiguous.
func (open Senders) find(ctx context.Context, tenant, account uuid.UUID, out message.Outbound, since time.Time) (message.Receipt, bool, error) {
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
