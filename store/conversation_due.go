package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/core/template"
	"countersign/store/db"
)

// ConversationRecorder implements conversation.Recorder.
type ConversationRecorder struct{ Store *Store }

var _ conversation.Recorder = ConversationRecorder{}

const (
	// dueBatch bounds what one look at a conversation brings; the next look brings the rest.
	dueBatch = 200
	// gaveUp is the error of a message that no provider took in time.
	gaveUp = "gave_up"
)

func conversationState(row db.Conversation) conversation.State {
	return conversation.State{
		Open: row.Status == ConversationOpen, Erased: row.TheirSealed == nil, Announced: row.AnnouncedAt != nil, OpenedAt: row.OpenedAt, Ticket: Text(row.TicketID),
		Contact: row.ContactID, Company: row.CompanyID,
	}
}

// Due implements conversation.Recorder.
func (r ConversationRecorder) Due(ctx context.Context, tenant, id uuid.UUID) (due conversation.Due, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		answers, err := tx.conversationAnswers(ctx, row)
		if err != nil {
			return err
		}
		outbound, err := tx.WaitingMessages(ctx, db.WaitingMessagesParams{ConversationID: &id, AtMost: dueBatch})
		if err != nil {
			return err
		}
		var unnoted []conversation.Message
		if smsChannel.IntegrationID != nil {
			if unnoted, _, err = tx.unnotedMessages(ctx, id); err != nil {
				return err
			}
		}
		due = conversation.DueOf(conversationState(row), answers, len(smsChannel.NotifyUsers) > 0, outbound, unnoted)
		return nil
	})
	return due, err
}

// conversationAnswers are the facts about the first answer; none once the client is erased.
func (tx Tx) conversationAnswers(ctx context.Context, row db.Conversation) (a conversation.Answers, err error) {
	if row.TheirSealed == nil {
		return a, nil
	}
	found, err := tx.AnswersOfConversation(ctx, db.AnswersOfConversationParams{ConversationID: &row.ID, Kind: string(template.ConversationFirst)})
	return conversation.Answers{Inbound: found.Inbound, First: int(found.Answers)}, err
}

// unnotedMessages are the oldest messages that are not in the ticket's queue, without their texts, and their rows.
func (tx Tx) unnotedMessages(ctx context.Context, id uuid.UUID) ([]conversation.Message, map[uuid.UUID]db.Message, error) {
	rows, err := tx.UnnotedMessages(ctx, db.UnnotedMessagesParams{ConversationID: &id, AtMost: dueBatch})
	if err != nil {
		return nil, nil, err
	}
	messages, byID := make([]conversation.Message, len(rows)), make(map[uuid.UUID]db.Message, len(rows))
	for i, row := range rows {
		pictures, err := readPictures(row)
		if err != nil {
			return nil, nil, err
		}
		byID[row.ID] = row
		messages[i] = conversation.Message{
			Arrival: arrivalOf(row.Direction, row.At, row.ProviderAt), ID: row.ID, Manual: row.Kind == messageKind, By: Text(row.SentByName), Failed: row.Status == string(message.Failed), Pictures: pictures,
		}
	}
	return messages, byID, nil
}

func arrivalOf(direction string, at time.Time, providerAt *time.Time) conversation.Arrival {
	return conversation.Arrival{Inbound: direction == "inbound", At: at, ProviderAt: Value(providerAt)}
}

// AnswerFirst implements conversation.Recorder.
func (r ConversationRecorder) AnswerFirst(ctx context.Context, tenant, id uuid.UUID) error {
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		answers, err := tx.conversationAnswers(ctx, row)
		if err != nil || !conversationState(row).LacksFirstAnswer(answers) {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		if err := tx.writeAutomaticText(ctx, row, smsChannel.Number, template.ConversationFirst, Now()); err != nil {
			return err
		}
		return tx.emitConversation(ctx, id, row.ContactID, row.CompanyID)
	})
}

// writeAutomaticText writes a text of the MSP into a conversation.
func (tx Tx) writeAutomaticText(ctx context.Context, row db.Conversation, ourNumber string, kind template.Kind, at time.Time) error {
	version, err := tx.Template(ctx, kind)
	if err != nil {
		return err
	}
	words := conversation.Words{Text: version.Text, Ticket: Text(row.TicketID)}
	if words.Branding, err = tx.Branding(ctx); err != nil {
		return err
	}
	if words.Person, words.Company, err = tx.clientOf(ctx, row); err != nil {
		return err
	}
	body, err := conversation.Render(kind, words)
	if err != nil {
		return err
	}
	_, err = tx.addMessage(ctx, row, newMessage{From: ourNumber, Kind: string(kind), Body: body, By: "system", At: at})
	return err
}

// GiveUpMessage implements message.Box.
func (s *Store) GiveUpMessage(ctx context.Context, tenant, id uuid.UUID) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.GetMessage(ctx, id)
		if err != nil {
			return err
		}
		changed, err := tx.FailWaitingMessage(ctx, db.FailWaitingMessageParams{ID: id, ErrorCode: new(gaveUp)})
		if err != nil || changed == 0 {
			return err
		}
		return tx.emitMessage(ctx, row)
	})
}

// Pictures implements conversation.Recorder.
func (r ConversationRecorder) Pictures(ctx context.Context, tenant, id uuid.UUID) (pictures []conversation.Picture, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.GetMessage(ctx, id)
		if err != nil {
			return err
		}
		pictures, err = readPictures(row)
		return err
	})
	return pictures, err
}

// SetPictures implements conversation.Recorder.
func (r ConversationRecorder) SetPictures(ctx context.Context, tenant, id uuid.UUID, pictures []conversation.Picture) error {
	body, err := json.Marshal(pictures)
	if err != nil {
		return err
	}
	return r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		return tx.SetMessageMedia(ctx, db.SetMessageMediaParams{ID: id, Media: body})
	})
}

func readPictures(row db.Message) (pictures []conversation.Picture, err error) {
	if err = json.Unmarshal(row.Media, &pictures); err != nil {
		return nil, fmt.Errorf("store: media of message %s: %w", row.ID, err)
	}
	return pictures, nil
}
