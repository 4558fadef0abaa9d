package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/core/conversation"
	"countersign/core/template"
	"countersign/store/db"
)

var _ conversation.Book = (*Store)(nil)

const (
	// dueBatch bounds what one look at a conversation brings; the next look brings the rest.
	dueBatch = 200
	// gaveUp is the error of a message that no provider took in time.
	gaveUp = "gave_up"
)

// ConversationDue implements conversation.Book.
func (s *Store) ConversationDue(ctx context.Context, tenant, id uuid.UUID) (due conversation.Due, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ResourceConversation(ctx, id)
		if err != nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		due = conversation.Due{OpenedAt: row.OpenedAt, HasTicket: row.TicketID != nil, Announce: row.AnnouncedAt == nil && len(smsChannel.NotifyUsers) > 0}
		if row.TheirSealed != nil { // once it is forgotten, nobody can be answered
			if due.FirstAnswer, err = tx.lacksFirstAnswer(ctx, id); err != nil {
				return err
			}
		}
		if due.Outbound, err = tx.WaitingMessages(ctx, db.WaitingMessagesParams{ConversationID: &id, AtMost: dueBatch}); err != nil {
			return err
		}
		if smsChannel.IntegrationID == nil {
			return nil
		}
		return tx.dueInTicket(ctx, id, &due)
	})
	return due, err
}

// lacksFirstAnswer reports a conversation that somebody opened by writing in and that was not answered yet.
func (tx Tx) lacksFirstAnswer(ctx context.Context, id uuid.UUID) (bool, error) {
	first, err := tx.FirstDirection(ctx, &id)
	if errors.Is(err, ErrNotFound) || err == nil && first != "inbound" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	said, err := tx.CountMessagesOfKind(ctx, db.CountMessagesOfKindParams{ConversationID: &id, Kind: string(template.ConversationFirst)})
	return said == 0, err
}

// dueInTicket adds what is to be noted.
func (tx Tx) dueInTicket(ctx context.Context, id uuid.UUID, due *conversation.Due) error {
	rows, err := tx.UnnotedMessages(ctx, db.UnnotedMessagesParams{ConversationID: &id, AtMost: dueBatch})
	if err != nil || len(rows) == 0 {
		return err
	}
	due.ToNote, due.NeedsTicket = len(rows), !due.HasTicket
	ordered, err := inOrder(rows)
	if err != nil {
		return err
	}
	due.NoteAt = ordered[0].row.At.Add(conversation.Hold)
	for _, m := range ordered {
		if !m.judged() {
			due.Pictures = append(due.Pictures, m.row.ID)
		}
	}
	return nil
}

// AnswerFirst implements conversation.Book.
func (s *Store) AnswerFirst(ctx context.Context, tenant, id uuid.UUID) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		lacks, err := tx.lacksFirstAnswer(ctx, id)
		if err != nil || !lacks || row.TheirSealed == nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		return errors.Join(tx.answerByItself(ctx, row, smsChannel.Number, template.ConversationFirst, clock.Now()), tx.emitConversation(ctx, id, row.ContactID, row.CompanyID))
	})
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

// Pictures implements conversation.Book.
func (s *Store) Pictures(ctx context.Context, tenant, id uuid.UUID) (pictures []conversation.Picture, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.GetMessage(ctx, id)
		if err != nil {
			return err
		}
		pictures, err = readPictures(row)
		return err
	})
	return pictures, err
}

// SetPictures implements conversation.Book.
func (s *Store) SetPictures(ctx context.Context, tenant, id uuid.UUID, pictures []conversation.Picture) error {
	body, err := json.Marshal(pictures)
	if err != nil {
		return err
	}
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		return tx.SetMessageMedia(ctx, db.SetMessageMediaParams{ID: id, Media: body})
	})
}

func readPictures(row db.Message) (pictures []conversation.Picture, err error) {
	if err = json.Unmarshal(row.Media, &pictures); err != nil {
		return nil, fmt.Errorf("store: media of message %s: %w", row.ID, err)
	}
	return pictures, nil
}
