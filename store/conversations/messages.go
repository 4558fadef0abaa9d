package conversations

import (
	"context"
	"math"
	"time"

	"github.com/google/uuid"

	"countersign/core/admission"
	"countersign/core/list"
	"countersign/core/phone"
	"countersign/core/price"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
	"countersign/store/sendlimit"
	"countersign/store/settings"
)

// messageKind is the kind of what a technician wrote.
const messageKind = "message"

// newMessage is a text that goes out.
type newMessage struct {
	From   string // our number
	Kind   string
	Body   string
	By     string // "user/<id>", "api_key/<id>" or "system"
	ByName string
	At     time.Time

	AdmittedAt *time.Time // when it was counted; nil: when it is handed over
}

// addMessage writes an outbound message, to be handed over by the conversation's run.
func addMessage(ctx context.Context, tx store.Tx, row db.Conversation, m newMessage) (uuid.UUID, error) {
	number, err := tx.Open(conversationTable, messages.TheirColumn, row.ID, row.TheirSealed)
	if err != nil {
		return uuid.Nil, err
	}
	id := store.NewID()
	err = db.New(tx).InsertConversationMessage(ctx, db.InsertConversationMessageParams{
		TenantID: tx.Tenant, ID: id, Kind: m.Kind, OurPoint: m.From, TheirIndex: row.TheirIndex, TheirSealed: tx.Seal(messages.Table, messages.TheirColumn, id, number),
		TheirMasked: row.TheirMasked, BodySealed: tx.Seal(messages.Table, messages.BodyColumn, id, m.Body), At: m.At, ConversationID: &row.ID, SentBy: &m.By, SentByName: store.Nullable(m.ByName), AdmittedAt: m.AdmittedAt,
	})
	if err != nil {
		return uuid.Nil, err
	}
	return id, db.New(tx).TouchConversation(ctx, db.TouchConversationParams{ID: row.ID, At: m.At})
}

// Send writes what a technician answers. problem.AlreadyClosed when the conversation is closed, problem.ChannelUnavailable when they replied STOP,
// problem.CountryNotAllowed, problem.SendLimit or problem.SpendLimit when it was not admitted.
func Send(ctx context.Context, tx store.Tx, conversation uuid.UUID, body string, by store.Actor, at time.Time) (messages.Message, error) {
	row, err := db.New(tx).LockConversation(ctx, conversation)
	if err != nil {
		return messages.Message{}, err
	}
	return writeMessage(ctx, tx, row, body, by, at)
}

// writeMessage writes a technician's message into a conversation that is locked.
func writeMessage(ctx context.Context, tx store.Tx, row db.Conversation, body string, by store.Actor, at time.Time) (messages.Message, error) {
	stopped, err := db.New(tx).HasOptedOut(ctx, row.TheirIndex)
	if err != nil {
		return messages.Message{}, err
	}
	if err := stateOf(row).MayWrite(stopped); err != nil {
		return messages.Message{}, err
	}
	smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
	if err != nil {
		return messages.Message{}, err
	}
	if err := takeMessage(ctx, tx, row, body, at); err != nil {
		return messages.Message{}, err
	}
	id, err := addMessage(ctx, tx, row, newMessage{From: smsChannel.Number, Kind: messageKind, Body: body, By: by.Kind + "/" + by.ID.String(), ByName: by.Name, At: at, AdmittedAt: &at})
	if err != nil {
		return messages.Message{}, err
	}
	if err := db.New(tx).AnswerConversation(ctx, row.ID); err != nil {
		return messages.Message{}, err
	}
	if err := messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID); err != nil {
		return messages.Message{}, err
	}
	written, err := db.New(tx).GetMessage(ctx, id)
	if err != nil {
		return messages.Message{}, err
	}
	return messages.Read(tx, written)
}

// takeMessage admits what a technician wrote, and counts it.
func takeMessage(ctx context.Context, tx store.Tx, row db.Conversation, body string, at time.Time) error {
	number, err := tx.Open(conversationTable, messages.TheirColumn, row.ID, row.TheirSealed)
	if err != nil {
		return err
	}
	rules, err := settings.PolicyFor(ctx, tx, store.Value(row.CompanyID))
	if err != nil {
		return err
	}
	country := phone.CountryOf(number)
	refused, err := sendlimit.Take(ctx, tx, sendlimit.Send{Index: row.TheirIndex, Send: admission.Send{
		Countries: []string{country}, Allowed: rules.Policy.Countries, At: at, Cents: price.Message(body, country),
	}})
	if err != nil || refused == nil {
		return err
	}
	return refused
}

// ListMessages lists a page of a conversation's messages, the newest first.
func ListMessages(ctx context.Context, tx store.Tx, conversation uuid.UUID, cursor string, limit int) (page store.Page[messages.Message], err error) {
	before := int64(math.MaxInt64)
	if cursor != "" {
		last, err := store.ReadCursor(cursor)
		if err != nil {
			return page, err
		}
		if before, err = db.New(tx).PlaceOfMessage(ctx, db.PlaceOfMessageParams{ID: last, ConversationID: &conversation}); err != nil {
			return page, store.ErrCursor
		}
	}
	limit = store.PageSize(limit)
	rows, err := db.New(tx).MessagesBefore(ctx, db.MessagesBeforeParams{ConversationID: &conversation, Before: before, AtMost: int32(limit + 1)})
	if err != nil {
		return page, err
	}
	of := store.CutPage(rows, limit, func(r db.Message) string { return r.ID.String() })
	return store.ReadPage(of, func(rows []db.Message) ([]messages.Message, error) {
		return list.Read(rows, func(row db.Message) (messages.Message, error) { return messages.Read(tx, row) })
	})
}
