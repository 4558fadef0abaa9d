package store

import (
	"context"
	"math"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/core/price"
	"countersign/store/db"
)

// ConversationMessage is a message of a conversation as screens show it. Body is PII.
type ConversationMessage struct {
	ID         uuid.UUID
	Direction  string // inbound | outbound
	Transport  string
	Kind       string // inbound, message, or the kind of an automatic text
	Body       string
	Media      []conversation.Picture
	SentByName string
	At         time.Time
	Status     message.Status
	ErrorCode  string
	Noted      bool
}

const (
	messageTable = "messages"
	bodyColumn   = "body_sealed"
	// messageKind is the kind of what a technician wrote.
	messageKind = "message"
)

// messageBody opens a message's text; "" when it has none.
func (tx Tx) messageBody(id uuid.UUID, sealed []byte) (string, error) {
	if sealed == nil {
		return "", nil
	}
	return tx.Open(messageTable, bodyColumn, id, sealed)
}

// messageNumber opens the number of the other end; "" once it is forgotten.
func (tx Tx) messageNumber(row db.Message) (string, error) {
	if row.TheirSealed == nil {
		return "", nil
	}
	return tx.Open(messageTable, theirColumn, row.ID, row.TheirSealed)
}

// newMessage is a text that goes out.
type newMessage struct {
	From   string // our number
	Kind   string
	Body   string
	By     string // "user/<id>", "api_key/<id>" or "system"
	ByName string
	At     time.Time
}

// addMessage writes an outbound message, to be handed over by the conversation's run.
func (tx Tx) addMessage(ctx context.Context, row db.Conversation, m newMessage) (uuid.UUID, error) {
	number, err := tx.Open(conversationTable, theirColumn, row.ID, row.TheirSealed)
	if err != nil {
		return uuid.Nil, err
	}
	id := NewID()
	err = tx.InsertConversationMessage(ctx, db.InsertConversationMessageParams{
		TenantID: tx.Tenant, ID: id, Kind: m.Kind, OurPoint: m.From, TheirIndex: row.TheirIndex, TheirSealed: tx.Seal(messageTable, theirColumn, id, number),
		TheirMasked: row.TheirMasked, BodySealed: tx.Seal(messageTable, bodyColumn, id, m.Body), At: m.At, ConversationID: &row.ID, SentBy: &m.By, SentByName: Nullable(m.ByName),
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, tx.TouchConversation(ctx, db.TouchConversationParams{ID: row.ID, At: m.At})
}

// SendMessage writes what a technician answers. problem.AlreadyClosed when the conversation is closed, problem.ChannelUnavailable when they replied STOP,
// problem.SpendLimit when the day's money is spent.
func (s *Store) SendMessage(ctx context.Context, tenant, conversation uuid.UUID, body string, by Actor, at time.Time) (ConversationMessage, error) {
	var sent ConversationMessage
	err := s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockConversation(ctx, conversation)
		if err != nil {
			return err
		}
		sent, err = tx.writeMessage(ctx, row, body, by, at)
		return err
	})
	return sent, err
}

// writeMessage writes a technician's message into a conversation that is locked.
func (tx Tx) writeMessage(ctx context.Context, row db.Conversation, body string, by Actor, at time.Time) (ConversationMessage, error) {
	stopped, err := tx.HasOptedOut(ctx, row.TheirIndex)
	if err != nil {
		return ConversationMessage{}, err
	}
	if err := conversationState(row).MayWrite(stopped); err != nil {
		return ConversationMessage{}, err
	}
	smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
	if err != nil {
		return ConversationMessage{}, err
	}
	if err := tx.takeMessage(ctx, row, body, at); err != nil {
		return ConversationMessage{}, err
	}
	id, err := tx.addMessage(ctx, row, newMessage{From: smsChannel.Number, Kind: messageKind, Body: body, By: by.Kind + "/" + by.ID.String(), ByName: by.Name, At: at})
	if err != nil {
		return ConversationMessage{}, err
	}
	if err := tx.emitConversation(ctx, row.ID, row.ContactID, row.CompanyID); err != nil {
		return ConversationMessage{}, err
	}
	written, err := tx.GetMessage(ctx, id)
	if err != nil {
		return ConversationMessage{}, err
	}
	return tx.conversationMessage(written)
}

// takeMessage counts a message against the MSP's minute and the day's money; a person may get as many as they like.
func (tx Tx) takeMessage(ctx context.Context, row db.Conversation, body string, at time.Time) error {
	number, err := tx.Open(conversationTable, theirColumn, row.ID, row.TheirSealed)
	if err != nil {
		return err
	}
	refused, err := tx.takeSend(ctx, sendTake{index: row.TheirIndex, at: at, cents: price.Message(body, countryOf(number))})
	if err != nil || refused == nil {
		return err
	}
	return refused
}

// ConversationMessages lists a page of a conversation's messages, the newest first; next leads to older ones.
func (tx Tx) ConversationMessages(ctx context.Context, conversation uuid.UUID, cursor string, limit int) (items []ConversationMessage, next string, err error) {
	before := int64(math.MaxInt64)
	if cursor != "" {
		last, err := ReadCursor(cursor)
		if err != nil {
			return nil, "", err
		}
		if before, err = tx.PlaceOfMessage(ctx, db.PlaceOfMessageParams{ID: last, ConversationID: &conversation}); err != nil {
			return nil, "", ErrCursor
		}
	}
	limit = PageSize(limit)
	rows, err := tx.MessagesBefore(ctx, db.MessagesBeforeParams{ConversationID: &conversation, Before: before, AtMost: int32(limit + 1)})
	if err != nil {
		return nil, "", err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID.String()
	}
	items = make([]ConversationMessage, len(rows))
	for i, row := range rows {
		if items[i], err = tx.conversationMessage(row); err != nil {
			return nil, "", err
		}
	}
	return items, next, nil
}

func (tx Tx) conversationMessage(row db.Message) (ConversationMessage, error) {
	body, err := tx.messageBody(row.ID, row.BodySealed)
	if err != nil {
		return ConversationMessage{}, err
	}
	media, err := readPictures(row)
	return ConversationMessage{
		ID: row.ID, Direction: row.Direction, Transport: row.Transport, Kind: row.Kind, Body: body, Media: media, SentByName: Text(row.SentByName),
		At: row.At, Status: message.Status(row.Status), ErrorCode: Text(row.ErrorCode), Noted: row.NotedAt != nil,
	}, err
}
