package conversations

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/db"
	messagesstore "countersign/store/messages"
	"countersign/store/settings"
)

// Recorder implements conversation.Recorder.
type Recorder struct{ Store *store.Store }

var _ conversation.Recorder = Recorder{}

const (
	// dueBatch bounds what one look at a conversation brings; the next look brings the rest.
	dueBatch = 200
)

func stateOf(row db.Conversation) conversation.State {
	return conversation.State{
		Open: row.Status == ConversationOpen, Erased: row.TheirSealed == nil, Announced: row.AnnouncedAt != nil, OpenedAt: row.OpenedAt, Ticket: store.Text(row.TicketID),
		Contact: row.ContactID, Company: row.CompanyID, Owner: row.OwnerID, Untold: store.Value(row.UntoldSince), Told: store.Value(row.ToldAt),
	}
}

// Due implements conversation.Recorder.
func (r Recorder) Due(ctx context.Context, tenant, id uuid.UUID) (due conversation.Due, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		answers, err := loadAnswers(ctx, tx, row)
		if err != nil {
			return err
		}
		outbound, err := db.New(tx).WaitingMessages(ctx, db.WaitingMessagesParams{ConversationID: &id, AtMost: dueBatch})
		if err != nil {
			return err
		}
		var unnoted []conversation.Message
		if smsChannel.IntegrationID != nil {
			if unnoted, _, err = unnotedMessages(ctx, tx, id); err != nil {
				return err
			}
		}
		due = conversation.DueOf(stateOf(row), answers, len(smsChannel.NotifyUsers) > 0, outbound, unnoted)
		return nil
	})
	return due, err
}

// loadAnswers are the facts about the first answer; none once the client is erased.
func loadAnswers(ctx context.Context, tx store.Tx, row db.Conversation) (a conversation.Answers, err error) {
	if row.TheirSealed == nil {
		return a, nil
	}
	found, err := db.New(tx).AnswersOfConversation(ctx, db.AnswersOfConversationParams{ConversationID: &row.ID, Kind: string(template.ConversationFirst)})
	return conversation.Answers{Inbound: found.Inbound, First: int(found.Answers)}, err
}

// unnotedMessages are the oldest messages that are not in the ticket's queue, without their texts, and their rows.
func unnotedMessages(ctx context.Context, tx store.Tx, id uuid.UUID) ([]conversation.Message, map[uuid.UUID]db.Message, error) {
	rows, err := db.New(tx).UnnotedMessages(ctx, db.UnnotedMessagesParams{ConversationID: &id, AtMost: dueBatch})
	if err != nil {
		return nil, nil, err
	}
	messages, byID := make([]conversation.Message, len(rows)), make(map[uuid.UUID]db.Message, len(rows))
	for i, row := range rows {
		pictures, err := messagesstore.ReadPictures(row)
		if err != nil {
			return nil, nil, err
		}
		byID[row.ID] = row
		messages[i] = conversation.Message{
			Arrival: arrivalOf(row.Direction, row.At, row.ProviderAt), ID: row.ID, Manual: row.Kind == messageKind, By: store.Text(row.SentByName), Failed: row.Status == string(message.Failed), Pictures: pictures,
		}
	}
	return messages, byID, nil
}

func arrivalOf(direction string, at time.Time, providerAt *time.Time) conversation.Arrival {
	return conversation.Arrival{Inbound: direction == "inbound", At: at, ProviderAt: store.Value(providerAt)}
}

// AnswerFirst implements conversation.Recorder.
func (r Recorder) AnswerFirst(ctx context.Context, tenant, id uuid.UUID) error {
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockConversation(ctx, id)
		if err != nil {
			return err
		}
		answers, err := loadAnswers(ctx, tx, row)
		if err != nil || !stateOf(row).LacksFirstAnswer(answers) {
			return err
		}
		smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		if err := writeAutomaticText(ctx, tx, row, smsChannel.Number, template.ConversationFirst, store.Now()); err != nil {
			return err
		}
		return messagesstore.EmitConversation(ctx, tx, id, row.ContactID, row.CompanyID)
	})
}

// writeAutomaticText writes a text of the MSP into a conversation.
func writeAutomaticText(ctx context.Context, tx store.Tx, row db.Conversation, ourNumber string, kind template.Kind, at time.Time) error {
	text, err := settings.TextToSend(ctx, tx, kind)
	if err != nil {
		return err
	}
	words := conversation.Words{Text: text, Ticket: store.Text(row.TicketID)}
	if words.Branding, err = settings.GetBranding(ctx, tx); err != nil {
		return err
	}
	if words.Person, words.Company, err = clientOf(ctx, tx, row); err != nil {
		return err
	}
	body, err := conversation.Render(kind, words)
	if err != nil {
		return err
	}
	_, err = addMessage(ctx, tx, row, newMessage{From: ourNumber, Kind: string(kind), Body: body, By: "system", At: at})
	return err
}

// Pictures implements conversation.Recorder.
func (r Recorder) Pictures(ctx context.Context, tenant, id uuid.UUID) ([]conversation.Picture, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (pictures []conversation.Picture, err error) {
		row, err := db.New(tx).GetMessage(ctx, id)
		if err != nil {
			return pictures, err
		}
		return messagesstore.ReadPictures(row)
	})
}

// SetPictures implements conversation.Recorder.
func (r Recorder) SetPictures(ctx context.Context, tenant, id uuid.UUID, pictures []conversation.Picture) error {
	body, err := json.Marshal(pictures)
	if err != nil {
		return err
	}
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SetMessageMedia(ctx, db.SetMessageMediaParams{ID: id, Media: body})
	})
}
