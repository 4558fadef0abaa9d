package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/store/db"
)

// TicketOrder implements conversation.Recorder.
func (r ConversationRecorder) TicketOrder(ctx context.Context, tenant, id uuid.UUID) (order conversation.TicketOrder, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		order = conversation.TicketOrder{TicketID: Text(row.TicketID), TriedAt: Value(row.TicketTriedAt)}
		if smsChannel.IntegrationID == nil {
			return ErrNotFound
		}
		order.Integration = *smsChannel.IntegrationID
		defaults, err := tx.ticketDefaults(ctx, smsChannel)
		if err != nil {
			return err
		}
		who, err := tx.whoWrites(ctx, row)
		if err != nil {
			return err
		}
		order.New = conversation.NewTicket(row.TicketReference, row.Subject, who, smsChannel.Name, defaults)
		order.New.ContactID, order.New.CompanyID, err = tx.AtPSA(ctx, order.Integration, row.ContactID, row.CompanyID)
		return err
	})
	return order, err
}

// TryTicket implements conversation.Recorder.
func (r ConversationRecorder) TryTicket(ctx context.Context, tenant, id uuid.UUID, seen, at time.Time) (mine bool, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		rows, err := tx.TryConversationTicket(ctx, db.TryConversationTicketParams{ID: id, At: &at, Seen: stamp(seen)})
		mine = rows == 1
		return err
	})
	return mine, err
}

// SetTicket implements conversation.Recorder.
func (r ConversationRecorder) SetTicket(ctx context.Context, tenant, id uuid.UUID, ticketID string) error {
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		rows, err := tx.SetConversationTicket(ctx, db.SetConversationTicketParams{ID: id, TicketID: &ticketID})
		if err != nil || rows == 0 {
			return err
		}
		row, err := tx.ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		return tx.emitConversation(ctx, id, row.ContactID, row.CompanyID)
	})
}
