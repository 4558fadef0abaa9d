package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/store/db"
)

// Announce implements conversation.Recorder.
func (r ConversationRecorder) Announce(ctx context.Context, tenant, id uuid.UUID, console string) (notices []uuid.UUID, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockConversation(ctx, id)
		if err != nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(smsChannel.NotifyUsers))
		for i, user := range smsChannel.NotifyUsers {
			ids[i] = noticeID(id, user)
		}
		if row.AnnouncedAt == nil {
			if err := tx.announce(ctx, row, smsChannel, console+"/conversations/"+id.String(), Now()); err != nil {
				return err
			}
		}
		notices, err = tx.NoticesExist(ctx, ids)
		return err
	})
	return notices, err
}

func (tx Tx) announce(ctx context.Context, row db.Conversation, smsChannel db.SMSChannel, link string, at time.Time) error {
	people, err := tx.UsersToAnnounce(ctx, db.UsersToAnnounceParams{Ids: smsChannel.NotifyUsers, CompanyID: Value(row.CompanyID)})
	if err != nil {
		return err
	}
	who, err := tx.whoWrites(ctx, row)
	if err != nil {
		return err
	}
	notices, err := tx.noticesAbout(ctx, row.ID, people, NoticeConversation, conversation.Announcement(who, smsChannel.Name, link), at)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx Tx) error {
		for _, n := range notices {
			if err := tx.InsertNotice(ctx, n); err != nil {
				return err
			}
		}
		return tx.SetConversationAnnounced(ctx, db.SetConversationAnnouncedParams{ID: row.ID, At: &at})
	})
}
