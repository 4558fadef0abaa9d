package conversations

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
	"countersign/store/tickets"
)

// TicketOrder implements conversation.Recorder.
func (r Recorder) TicketOrder(ctx context.Context, tenant, id uuid.UUID) (conversation.TicketOrder, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (order conversation.TicketOrder, err error) {
		row, err := db.New(tx).ResourceConversation(ctx, id)
		if err != nil {
			return order, err
		}
		smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return order, err
		}
		order = conversation.TicketOrder{TicketID: store.Text(row.TicketID), TriedAt: store.Value(row.TicketTriedAt)}
		if smsChannel.IntegrationID == nil {
			return order, store.ErrNotFound
		}
		order.Integration = *smsChannel.IntegrationID
		defaults, err := ticketDefaults(ctx, tx, smsChannel)
		if err != nil {
			return order, err
		}
		who, err := whoWrites(ctx, tx, row)
		if err != nil {
			return order, err
		}
		words, err := firstWords(ctx, tx, id)
		if err != nil {
			return order, err
		}
		order.New = conversation.NewTicket(row.TicketReference, row.Subject, who, words, smsChannel.Name, defaults)
		order.New.ContactID, order.New.CompanyID, err = tickets.ExternalIDs(ctx, tx, order.Integration, row.ContactID, row.CompanyID)
		return order, err
	})
}

// TryTicket implements conversation.Recorder.
func (r Recorder) TryTicket(ctx context.Context, tenant, id uuid.UUID, seen, at time.Time) (mine bool, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := db.New(tx).TryConversationTicket(ctx, db.TryConversationTicketParams{ID: id, At: &at, Seen: store.NullableTime(seen)})
		mine = rows == 1
		return err
	})
	return mine, err
}

// TicketRefused implements conversation.Recorder.
func (r Recorder) TicketRefused(ctx context.Context, tenant, id uuid.UUID, reason string) error {
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SetChannelProblem(ctx, db.SetChannelProblemParams{ConversationID: id, Problem: &reason})
	})
}

// SetTicket implements conversation.Recorder.
func (r Recorder) SetTicket(ctx context.Context, tenant, id uuid.UUID, ticketID string) error {
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := db.New(tx).SetConversationTicket(ctx, db.SetConversationTicketParams{ID: id, TicketID: &ticketID})
		if err != nil || rows == 0 {
			return err
		}
		if err := db.New(tx).SetChannelProblem(ctx, db.SetChannelProblemParams{ConversationID: id}); err != nil {
			return err
		}
		row, err := db.New(tx).ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		return messages.EmitConversation(ctx, tx, id, row.ContactID, row.CompanyID)
	})
}

// firstWords is the client's first message; "" where we began the conversation, or it was erased.
func firstWords(ctx context.Context, tx store.Tx, conversation uuid.UUID) (string, error) {
	first, err := db.New(tx).FirstInboundOf(ctx, &conversation)
	if errors.Is(err, store.ErrNotFound) || err == nil && first.BodySealed == nil {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return messages.OpenBody(tx, first.ID, first.BodySealed)
}
