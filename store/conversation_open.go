package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/conversation"
	"countersign/core/template"
	"countersign/core/ticket"
	"countersign/store/db"
)

// JoinConversation puts an inbound SMS into the open conversation of our number and theirs, and opens one where the channel lets people begin.
// The message counts as routed then; asked again for the same message it answers the same. ErrNotFound when the number is no channel's, or none may be opened;
// ErrConflict when the message was taken for something else.
func (s *Store) JoinConversation(ctx context.Context, tenant, messageID uuid.UUID) (Conversation, error) {
	var joined Conversation
	err := s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		id, err := tx.joinConversation(ctx, messageID, Now())
		if err != nil {
			return err
		}
		joined, err = tx.Conversation(ctx, id)
		return err
	})
	return joined, err
}

func (tx Tx) joinConversation(ctx context.Context, messageID uuid.UUID, at time.Time) (uuid.UUID, error) {
	message, err := tx.LockInboundMessage(ctx, messageID)
	switch {
	case err != nil:
		return uuid.Nil, err
	case message.ConversationID != nil:
		return *message.ConversationID, nil
	case message.Route != nil:
		return uuid.Nil, ErrConflict
	case message.Transport != string(channel.SMS):
		return uuid.Nil, ErrNotFound
	}
	smsChannel, err := tx.ChannelOfNumber(ctx, message.OurPoint)
	if err != nil {
		return uuid.Nil, err
	}
	row, opened, err := tx.openConversation(ctx, smsChannel, smsChannel.UsersMayStart, func() (db.InsertConversationParams, error) {
		return tx.conversationOfStranger(ctx, smsChannel, message)
	})
	if err != nil {
		return uuid.Nil, err
	}
	if err := tx.TakeMessage(ctx, db.TakeMessageParams{ID: message.ID, ConversationID: &row.ID, At: &at}); err != nil {
		return uuid.Nil, err
	}
	if err := tx.TouchConversation(ctx, db.TouchConversationParams{ID: row.ID, At: message.At, Unread: 1}); err != nil {
		return uuid.Nil, err
	}
	if opened {
		err = tx.auditOpened(ctx, row, Actor{Kind: "contact", Name: ThePerson})
	} else if smsChannel.ConfirmMessages {
		err = tx.acknowledge(ctx, row, smsChannel, at)
	}
	return row.ID, errors.Join(err, tx.emitConversation(ctx, row.ID, row.ContactID, row.CompanyID))
}

// openConversation finds the open conversation and locks it, or opens the one that fresh describes. Of many who try at once one opens it.
func (tx Tx) openConversation(ctx context.Context, smsChannel db.SMSChannel, mayOpen bool, fresh func() (db.InsertConversationParams, error)) (row db.Conversation, opened bool, err error) {
	params, err := fresh()
	if err != nil {
		return row, false, err
	}
	for {
		id, err := tx.OpenConversationWith(ctx, db.OpenConversationWithParams{ChannelID: smsChannel.ID, TheirIndex: params.TheirIndex})
		switch {
		case err == nil:
		case !errors.Is(err, ErrNotFound):
			return row, false, err
		case !mayOpen:
			return row, false, ErrNotFound
		default:
			inserted, err := tx.InsertConversation(ctx, params)
			if err != nil {
				return row, false, err
			}
			if inserted == 0 {
				continue // another transaction opened it between the two statements
			}
			id, opened = params.ID, true
		}
		if row, err = tx.LockConversation(ctx, id); err != nil {
			return row, false, err
		}
		if row.Status == ConversationOpen {
			return row, opened, nil
		}
		// It was closed between the two statements: try again.
	}
}

// conversationOfStranger is the conversation that a message would open.
func (tx Tx) conversationOfStranger(ctx context.Context, smsChannel db.SMSChannel, message db.Message) (db.InsertConversationParams, error) {
	number, err := tx.messageNumber(message)
	if err != nil {
		return db.InsertConversationParams{}, err
	}
	owners, err := tx.OwnersOfNumber(ctx, message.TheirIndex)
	if err != nil {
		return db.InsertConversationParams{}, err
	}
	people := make([]conversation.Person, len(owners))
	for i, owner := range owners {
		people[i] = conversation.Person{Contact: owner.ID, Company: owner.CompanyID}
	}
	contact, company := conversation.Owner(people, smsChannel.DefaultCompany)
	id := NewID()
	return db.InsertConversationParams{
		TenantID: tx.Tenant, ID: id, ChannelID: smsChannel.ID, TheirIndex: message.TheirIndex, TheirSealed: tx.Seal(conversationTable, theirColumn, id, number),
		TheirMasked: message.TheirMasked, ContactID: contact, CompanyID: company, TicketReference: ticket.Reference(id), At: message.At,
	}, nil
}

func (tx Tx) auditOpened(ctx context.Context, row db.Conversation, actor Actor) error {
	entry := AuditEntry{
		ActorKind: actor.Kind, ActorName: actor.Name, Action: "conversation.opened", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID,
		Details: map[string]any{"channel": row.ChannelID, "contact_point": row.TheirMasked},
	}
	if actor.ID != uuid.Nil {
		entry.ActorID = &actor.ID
	}
	return tx.Audit(ctx, entry)
}

// acknowledge says that a message has arrived.
func (tx Tx) acknowledge(ctx context.Context, row db.Conversation, smsChannel db.SMSChannel, at time.Time) error {
	said, err := tx.CountMessagesOfKind(ctx, db.CountMessagesOfKindParams{ConversationID: &row.ID, Kind: string(template.ConversationReceived), Since: at.Add(-time.Hour)})
	if err != nil || !conversation.Acknowledges(int(said)) {
		return err
	}
	return tx.writeAutomaticText(ctx, row, smsChannel.Number, template.ConversationReceived, at)
}
