package conversations

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/list"
	"countersign/core/mail"
	"countersign/store"
	"countersign/store/db"
	noticesstore "countersign/store/notices"
)

// Announce implements conversation.Recorder.
func (r Recorder) Announce(ctx context.Context, tenant, id uuid.UUID, console string) ([]uuid.UUID, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (notices []uuid.UUID, err error) {
		row, smsChannel, err := lockWithChannel(ctx, tx, id)
		if err != nil {
			return notices, err
		}
		if row.AnnouncedAt == nil {
			if err := announce(ctx, tx, row, smsChannel, console, store.Now()); err != nil {
				return notices, err
			}
		}
		return noticesTo(ctx, tx, id, smsChannel.NotifyUsers)
	})
}

func lockWithChannel(ctx context.Context, tx store.Tx, id uuid.UUID) (row db.Conversation, smsChannel db.SMSChannel, err error) {
	if row, err = db.New(tx).LockConversation(ctx, id); err != nil {
		return row, smsChannel, err
	}
	smsChannel, err = db.New(tx).GetSMSChannel(ctx, row.ChannelID)
	return row, smsChannel, err
}

// noticesTo are the mails about a subject that were written to some of these people.
func noticesTo(ctx context.Context, tx store.Tx, subject uuid.UUID, people []uuid.UUID) ([]uuid.UUID, error) {
	return db.New(tx).NoticesExist(ctx, list.Of(people, func(user uuid.UUID) uuid.UUID { return noticesstore.ID(subject, user) }))
}

func announce(ctx context.Context, tx store.Tx, row db.Conversation, smsChannel db.SMSChannel, console string, at time.Time) error {
	people, err := mayBeTold(ctx, tx, row, smsChannel.NotifyUsers)
	if err != nil {
		return err
	}
	return tell(ctx, tx, row, smsChannel, letter{row.ID, people, conversation.Announcement, console, at}, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SetConversationAnnounced(ctx, db.SetConversationAnnouncedParams{ID: row.ID, At: &at})
	})
}

// mayBeTold are those of some people who want mails and may see the conversation.
func mayBeTold(ctx context.Context, tx store.Tx, row db.Conversation, people []uuid.UUID) ([]uuid.UUID, error) {
	return db.New(tx).UsersToAnnounce(ctx, db.UsersToAnnounceParams{Ids: people, CompanyID: store.Value(row.CompanyID)})
}

// letter is one mail to several colleagues. Its subject makes the ids of its notices.
type letter struct {
	subject uuid.UUID
	people  []uuid.UUID
	words   func(who, channelName, link string) mail.Content
	console string
	at      time.Time
}

// tell writes a mail about a conversation to each of some people, together with the mark that says so.
func tell(ctx context.Context, tx store.Tx, row db.Conversation, smsChannel db.SMSChannel, l letter, mark func(ctx context.Context, tx store.Tx) error) error {
	who, err := whoWrites(ctx, tx, row)
	if err != nil {
		return err
	}
	content := l.words(who, smsChannel.Name, l.console+"/messages/"+row.ID.String())
	notices, err := noticesstore.About(ctx, tx, l.subject, l.people, noticesstore.Conversation, content, l.console, l.at)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx store.Tx) error {
		if err := noticesstore.Insert(ctx, tx, notices); err != nil {
			return err
		}
		return mark(ctx, tx)
	})
}

// reminderRepeats is how long after a reminder its step may be repeated and still name the same mails.
const reminderRepeats = conversation.ReadPatience / 2

// Remind implements conversation.Recorder.
func (r Recorder) Remind(ctx context.Context, tenant, id uuid.UUID, console string) (conversation.Reminded, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (done conversation.Reminded, err error) {
		row, smsChannel, err := lockWithChannel(ctx, tx, id)
		if err != nil {
			return done, err
		}
		at := store.Now()
		due := stateOf(row).RemindAt()
		switch {
		case !due.IsZero() && at.Before(due):
			return done, nil
		case !due.IsZero():
			err = remind(ctx, tx, row, smsChannel, console, at)
		case row.ToldAt == nil || at.Sub(*row.ToldAt) > reminderRepeats:
			return done, nil
		default:
			at = *row.ToldAt
		}
		if err != nil {
			return done, err
		}
		done.Told = true
		everybody := smsChannel.NotifyUsers
		if row.OwnerID != nil {
			everybody = append(slices.Clone(everybody), *row.OwnerID)
		}
		done.Notices, err = noticesTo(ctx, tx, reminderSubject(id, at), everybody)
		return done, err
	})
}

// reminderSubject makes the mails of one reminder others than those of the next.
func reminderSubject(conversation uuid.UUID, at time.Time) uuid.UUID {
	return uuid.NewSHA1(conversation, []byte("reminder "+strconv.FormatInt(at.UnixMicro(), 10)))
}

// remind writes the mails to the owner, or where they cannot be told, to the colleagues of the channel.
func remind(ctx context.Context, tx store.Tx, row db.Conversation, smsChannel db.SMSChannel, console string, at time.Time) (err error) {
	var people []uuid.UUID
	if row.OwnerID != nil {
		people, err = mayBeTold(ctx, tx, row, []uuid.UUID{*row.OwnerID})
	}
	if err == nil && len(people) == 0 {
		people, err = mayBeTold(ctx, tx, row, smsChannel.NotifyUsers)
	}
	if err != nil {
		return err
	}
	return tell(ctx, tx, row, smsChannel, letter{reminderSubject(row.ID, at), people, conversation.Reminder, console, at}, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SetConversationTold(ctx, db.SetConversationToldParams{ID: row.ID, At: &at})
	})
}
