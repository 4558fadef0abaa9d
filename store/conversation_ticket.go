package store

import (
	"cmp"
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/ticket"
	"countersign/store/db"
)

// TicketOrder implements conversation.Book.
func (s *Store) TicketOrder(ctx context.Context, tenant, id uuid.UUID) (order conversation.TicketOrder, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		order = conversation.TicketOrder{TicketID: Text(row.TicketID)}
		if row.TicketTriedAt != nil {
			order.TriedAt = *row.TicketTriedAt
		}
		if smsChannel.IntegrationID == nil {
			return ErrNotFound
		}
		order.Integration = *smsChannel.IntegrationID
		defaults, err := tx.ticketDefaults(ctx, smsChannel)
		if err != nil {
			return err
		}
		who, err := tx.whoWrites(ctx, row)
		order.New = ticket.New{
			Reference: row.TicketReference, Summary: cmp.Or(row.Subject, "SMS from "+who), Defaults: defaults.OfNew(),
			Description: "An SMS conversation with " + who + " through " + smsChannel.Name + ". Every message becomes a note here.",
		}
		if err != nil {
			return err
		}
		order.New.ContactID, order.New.CompanyID, err = tx.AtPSA(ctx, order.Integration, row.ContactID, row.CompanyID)
		return err
	})
	return order, err
}

// TryTicket implements conversation.Book.
func (s *Store) TryTicket(ctx context.Context, tenant, id uuid.UUID, seen, at time.Time) (mine bool, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		params := db.TryConversationTicketParams{ID: id, At: &at}
		if !seen.IsZero() {
			params.Seen = &seen
		}
		rows, err := tx.TryConversationTicket(ctx, params)
		mine = rows == 1
		return err
	})
	return mine, err
}

// SetTicket implements conversation.Book.
func (s *Store) SetTicket(ctx context.Context, tenant, id uuid.UUID, ticketID string) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
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
