package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/clock"
	"countersign/core/template"
	"countersign/core/ticket"
	"countersign/store/db"
)

// routeConversation is the route of a message that went into a conversation.
const routeConversation = "conversation"

// JoinConversation puts an inbound SMS into the open conversation of our number and theirs, and opens one where the channel lets people begin.
// The message counts as routed then; asked again for the same message it answers the same. ErrNotFound when the number is no channel's, or none may be opened;
// ErrConflict when the message was taken for something else.
func (s *Store) JoinConversation(ctx context.Context, tenant, messageID uuid.UUID) (Conversation, error) {
	var joined Conversation
	err := s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		id, err := tx.joinConversation(ctx, messageID, clock.Now())
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
		err = tx.auditOpened(ctx, row, Actor{Kind: "contact", Name: "The person"})
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
				continue // somebody else opened it between the two statements
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
	contact, company, err := tx.ownerOf(ctx, message.TheirIndex)
	if err != nil {
		return db.InsertConversationParams{}, err
	}
	if company == nil {
		company = smsChannel.DefaultCompany
	}
	id := NewID()
	return db.InsertConversationParams{
		TenantID: tx.Tenant, ID: id, ChannelID: smsChannel.ID, TheirIndex: message.TheirIndex, TheirSealed: tx.Seal(conversationTable, theirColumn, id, number),
		TheirMasked: message.TheirMasked, ContactID: contact, CompanyID: company, TicketReference: ticket.Reference(id), At: message.At,
	}, nil
}

// ownerOf tells whose number it is: the only person who has it on file; the company also when several colleagues share it.
func (tx Tx) ownerOf(ctx context.Context, index []byte) (contact, company *uuid.UUID, err error) {
	owners, err := tx.OwnersOfNumber(ctx, index)
	if err != nil || len(owners) == 0 {
		return nil, nil, err
	}
	for _, owner := range owners {
		if owner.CompanyID != owners[0].CompanyID {
			return nil, nil, nil
		}
	}
	if len(owners) == 1 {
		contact = &owners[0].ID
	}
	return contact, &owners[0].CompanyID, nil
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

// acknowledgementsPerHour bounds what we answer by ourselves: the other end may be a machine that answers by itself too.
const acknowledgementsPerHour = 12

// acknowledge says that a message has arrived.
func (tx Tx) acknowledge(ctx context.Context, row db.Conversation, smsChannel db.SMSChannel, at time.Time) error {
	said, err := tx.CountMessagesOfKind(ctx, db.CountMessagesOfKindParams{ConversationID: &row.ID, Kind: string(template.ConversationReceived), Since: at.Add(-time.Hour)})
	if err != nil || said >= acknowledgementsPerHour {
		return err
	}
	return tx.answerByItself(ctx, row, smsChannel.Number, template.ConversationReceived, at)
}

// answerByItself writes an automatic text of the MSP into a conversation.
func (tx Tx) answerByItself(ctx context.Context, row db.Conversation, ourNumber string, kind template.Kind, at time.Time) error {
	words, err := tx.Template(ctx, kind)
	if err != nil {
		return err
	}
	branding, err := tx.Branding(ctx)
	if err != nil {
		return err
	}
	values := template.Values{MSP: branding.MSPName, Ticket: Text(row.TicketID)}
	if row.ContactID != nil {
		contact, err := tx.Contact(ctx, *row.ContactID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		values.Name, values.Company = contact.Name, contact.Company.Name
	}
	rendered, err := template.Render(kind, words.Text, branding, values)
	if err == nil && rendered.Text == "" { // the MSP's own text speaks of nothing but a ticket or company that is not there
		rendered, err = template.Render(kind, template.BuiltIn(kind), branding, values)
	}
	if err != nil {
		return err
	}
	_, err = tx.addMessage(ctx, row, newMessage{From: ourNumber, Kind: string(kind), Body: rendered.Text, By: "system", At: at})
	return err
}
