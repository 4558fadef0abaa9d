package conversations

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/conversation"
	"countersign/core/list"
	"countersign/core/template"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
	"countersign/store/sendlimit"
)

// Join puts an inbound SMS into the open conversation of our number and theirs, and opens one where the channel lets people begin.
// The message counts as routed then; asked again for the same message it answers the same. ErrNotFound when the number is no channel's, or none may be opened;
// ErrConflict when the message was taken for something else.
func Join(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID) (Conversation, error) {
	return store.InTenant(ctx, s, tenant, func(ctx context.Context, tx store.Tx) (joined Conversation, err error) {
		id, err := join(ctx, tx, messageID, store.Now())
		if err != nil {
			return joined, err
		}
		return GetConversation(ctx, tx, id)
	})
}

func join(ctx context.Context, tx store.Tx, messageID uuid.UUID, at time.Time) (uuid.UUID, error) {
	message, err := db.New(tx).LockInboundMessage(ctx, messageID)
	switch {
	case err != nil:
		return uuid.Nil, err
	case message.ConversationID != nil:
		return *message.ConversationID, nil
	case message.Route != nil:
		return uuid.Nil, store.ErrConflict
	case message.Transport != string(channel.SMS):
		return uuid.Nil, store.ErrNotFound
	}
	smsChannel, err := db.New(tx).ChannelOfNumber(ctx, message.OurPoint)
	if err != nil {
		return uuid.Nil, err
	}
	row, opened, err := openOrJoin(ctx, tx, smsChannel, smsChannel.UsersMayStart, func() (newcomer, error) {
		return conversationOfStranger(ctx, tx, smsChannel, message)
	})
	if err != nil {
		return uuid.Nil, err
	}
	if err := db.New(tx).TakeMessage(ctx, db.TakeMessageParams{ID: message.ID, ConversationID: &row.ID, At: &at}); err != nil {
		return uuid.Nil, err
	}
	if err := db.New(tx).HearConversation(ctx, db.HearConversationParams{ID: row.ID, At: message.At}); err != nil {
		return uuid.Nil, err
	}
	if opened {
		err = auditOpened(ctx, tx, row, store.ThePerson)
	} else if smsChannel.ConfirmMessages {
		err = acknowledge(ctx, tx, row, smsChannel, at)
	}
	return row.ID, errors.Join(err, messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID))
}

// openOrJoin finds the open conversation and locks it, or opens the one that fresh describes. Of many who try at once one opens it.
func openOrJoin(ctx context.Context, tx store.Tx, smsChannel db.SMSChannel, mayOpen bool, fresh func() (newcomer, error)) (row db.Conversation, opened bool, err error) {
	params, err := fresh()
	if err != nil {
		return row, false, err
	}
	for {
		id, err := db.New(tx).OpenConversationWith(ctx, db.OpenConversationWithParams{ChannelID: smsChannel.ID, TheirIndex: params.TheirIndex})
		switch {
		case err == nil:
		case !errors.Is(err, store.ErrNotFound):
			return row, false, err
		case !mayOpen:
			return row, false, store.ErrNotFound
		default:
			inserted, err := insertConversation(ctx, tx, params)
			if err != nil {
				return row, false, err
			}
			if inserted == 0 {
				continue // another transaction opened it between the two statements
			}
			id, opened = params.ID, true
		}
		if row, err = db.New(tx).LockConversation(ctx, id); err != nil {
			return row, false, err
		}
		if row.Status == ConversationOpen {
			return row, opened, nil
		}
		// It was closed between the two statements: try again.
	}
}

// newcomer is a conversation that may be opened; a stranger's number is on file nowhere.
type newcomer struct {
	db.InsertConversationParams
	stranger bool
}

// insertConversation opens a conversation; 0 when another transaction has. ErrNotFound when strangers have begun as many as they may: the message goes to the
// unknown senders then.
func insertConversation(ctx context.Context, tx store.Tx, n newcomer) (int64, error) {
	if n.stranger {
		may, err := sendlimit.TakeStranger(ctx, tx, n.At)
		if err != nil {
			return 0, err
		}
		if !may {
			return 0, store.ErrNotFound
		}
	}
	return db.New(tx).InsertConversation(ctx, n.InsertConversationParams)
}

// conversationOfStranger is the conversation that a message would open.
func conversationOfStranger(ctx context.Context, tx store.Tx, smsChannel db.SMSChannel, message db.Message) (newcomer, error) {
	number, err := messages.OpenNumber(tx, message)
	if err != nil {
		return newcomer{}, err
	}
	owners, err := db.New(tx).OwnersOfNumber(ctx, message.TheirIndex)
	if err != nil {
		return newcomer{}, err
	}
	people := list.Of(owners, func(owner db.OwnersOfNumberRow) conversation.Person {
		return conversation.Person{Contact: owner.ID, Company: owner.CompanyID}
	})
	contact, company := conversation.Owner(people, smsChannel.DefaultCompany)
	id := store.NewID()
	return newcomer{stranger: len(owners) == 0, InsertConversationParams: db.InsertConversationParams{
		TenantID: tx.Tenant, ID: id, ChannelID: smsChannel.ID, TheirIndex: message.TheirIndex, TheirSealed: tx.Seal(conversationTable, messages.TheirColumn, id, number),
		TheirMasked: message.TheirMasked, ContactID: contact, CompanyID: company, TicketReference: ticket.Reference(id), At: message.At,
	}}, nil
}

func auditOpened(ctx context.Context, tx store.Tx, row db.Conversation, actor store.Actor) error {
	return tx.Audit(ctx, store.AuditEntry{
		By: actor, Action: "conversation.opened", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID,
		Details: map[string]any{"channel": row.ChannelID, "contact_point": row.TheirMasked},
	})
}

// acknowledge says that a message has arrived.
func acknowledge(ctx context.Context, tx store.Tx, row db.Conversation, smsChannel db.SMSChannel, at time.Time) error {
	said, err := db.New(tx).CountMessagesOfKind(ctx, db.CountMessagesOfKindParams{ConversationID: &row.ID, Kind: string(template.ConversationReceived), Since: at.Add(-time.Hour)})
	if err != nil || !conversation.Acknowledges(int(said)) {
		return err
	}
	return writeAutomaticText(ctx, tx, row, smsChannel.Number, template.ConversationReceived, at)
}
