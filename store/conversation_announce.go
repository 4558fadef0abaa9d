package store

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/store/db"
)

// AnnounceConversation implements conversation.Book. The mail holds no word of the message: it says who wrote, and where to read it.
func (s *Store) AnnounceConversation(ctx context.Context, tenant, id uuid.UUID, console string) (notices []uuid.UUID, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
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
			ids[i] = noticeOf(id, user)
		}
		if row.AnnouncedAt == nil {
			if err := tx.announce(ctx, row, smsChannel, console, clock.Now()); err != nil {
				return err
			}
		}
		notices, err = tx.NoticesExist(ctx, ids)
		return err
	})
	return notices, err
}

func (tx Tx) announce(ctx context.Context, row db.Conversation, smsChannel db.SMSChannel, console string, at time.Time) error {
	company := uuid.Nil
	if row.CompanyID != nil {
		company = *row.CompanyID
	}
	people, err := tx.UsersToAnnounce(ctx, db.UsersToAnnounceParams{Ids: smsChannel.NotifyUsers, CompanyID: company})
	if err != nil {
		return err
	}
	who, err := tx.whoWrites(ctx, row)
	if err != nil {
		return err
	}
	branding, err := tx.Branding(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(conversationMail(who, smsChannel.Name, branding.SenderName, console+"/conversations/"+row.ID.String()))
	if err != nil {
		return err
	}
	for _, person := range people {
		id := noticeOf(row.ID, person)
		err := tx.InsertNotice(ctx, db.InsertNoticeParams{
			TenantID: tx.Tenant, ID: id, UserID: person, Kind: NoticeConversation, BodySealed: tx.Seal(noticeTable, noticeColumn, id, string(body)), At: at,
		})
		if err != nil {
			return err
		}
	}
	return tx.SetConversationAnnounced(ctx, db.SetConversationAnnouncedParams{ID: row.ID, At: &at})
}

// NoticeConversation is the kind of the mail about a new conversation.
const NoticeConversation = "conversation"

// noticeOf is the same for the same person and conversation, so that a repeated announcement names the same mails.
func noticeOf(conversation, user uuid.UUID) uuid.UUID { return uuid.NewSHA1(conversation, user[:]) }

func conversationMail(who, channelName, fromName, link string) Mail {
	line := fmt.Sprintf("%s wrote to %s by SMS and opened a conversation.", who, channelName)
	return Mail{
		FromName: fromName, Subject: "A new SMS conversation", Text: line + "\n\nRead and answer it here:\n" + link + "\n",
		HTML: "<p>" + html.EscapeString(line) + `</p><p><a href="` + html.EscapeString(link) + `">Read and answer it</a></p>`,
	}
}
