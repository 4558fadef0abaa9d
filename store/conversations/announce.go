package conversations

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/store"
	"countersign/store/db"
	noticesstore "countersign/store/notices"
)

// Announce implements conversation.Recorder.
func (r Recorder) Announce(ctx context.Context, tenant, id uuid.UUID, console string) ([]uuid.UUID, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (notices []uuid.UUID, err error) {
		row, err := db.New(tx).LockConversation(ctx, id)
		if err != nil {
			return notices, err
		}
		smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
		if err != nil {
			return notices, err
		}
		ids := make([]uuid.UUID, len(smsChannel.NotifyUsers))
		for i, user := range smsChannel.NotifyUsers {
			ids[i] = noticesstore.ID(id, user)
		}
		if row.AnnouncedAt == nil {
			if err := announce(ctx, tx, row, smsChannel, console, store.Now()); err != nil {
				return notices, err
			}
		}
		return db.New(tx).NoticesExist(ctx, ids)
	})
}

func announce(ctx context.Context, tx store.Tx, row db.Conversation, smsChannel db.SMSChannel, console string, at time.Time) error {
	people, err := db.New(tx).UsersToAnnounce(ctx, db.UsersToAnnounceParams{Ids: smsChannel.NotifyUsers, CompanyID: store.Value(row.CompanyID)})
	if err != nil {
		return err
	}
	who, err := whoWrites(ctx, tx, row)
	if err != nil {
		return err
	}
	notices, err := noticesstore.About(ctx, tx, row.ID, people, noticesstore.Conversation, conversation.Announcement(who, smsChannel.Name, console+"/messages/"+row.ID.String()), console, at)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx store.Tx) error {
		if err := noticesstore.Insert(ctx, tx, notices); err != nil {
			return err
		}
		return db.New(tx).SetConversationAnnounced(ctx, db.SetConversationAnnouncedParams{ID: row.ID, At: &at})
	})
}
