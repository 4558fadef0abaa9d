package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/mail"
	"countersign/core/message"
	"countersign/store/db"
)

// The kinds of notice.
const (
	NoticeInvitation   = "invitation"
	NoticeReset        = "reset"
	NoticeAlert        = "alert"
	NoticeConversation = "conversation" // a new conversation
)

const noticeTable, noticeColumn = "notices", "body_sealed"

// AddNotice stores a mail to a person, sealed until it is sent: it may hold a one-time link. Once the transaction has committed, the workflow that posts it
// is to be started.
func (tx Tx) AddNotice(ctx context.Context, kind string, user uuid.UUID, m mail.Mail, at time.Time) (id uuid.UUID, err error) {
	row, err := tx.notice(NewID(), user, kind, m, at)
	if err != nil {
		return uuid.Nil, err
	}
	return row.ID, tx.InsertNotice(ctx, row)
}

func (tx Tx) notice(id, user uuid.UUID, kind string, m mail.Mail, at time.Time) (db.InsertNoticeParams, error) {
	body, err := json.Marshal(m)
	return db.InsertNoticeParams{TenantID: tx.Tenant, ID: id, UserID: user, Kind: kind, BodySealed: tx.Seal(noticeTable, noticeColumn, id, string(body)), At: at}, err
}

// noticesAbout are the rows of one mail about a subject to several people.
func (tx Tx) noticesAbout(ctx context.Context, subject uuid.UUID, people []uuid.UUID, kind string, content mail.Content, at time.Time) ([]db.InsertNoticeParams, error) {
	branding, err := tx.Branding(ctx)
	if err != nil {
		return nil, err
	}
	m, err := mail.Render(branding.Mail(""), content)
	if err != nil {
		return nil, err
	}
	rows := make([]db.InsertNoticeParams, len(people))
	for i, person := range people {
		if rows[i], err = tx.notice(noticeID(subject, person), person, kind, m, at); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// noticeID is the same for the same person and subject, so that a repeated step names the same mails.
func noticeID(subject, person uuid.UUID) uuid.UUID { return uuid.NewSHA1(subject, person[:]) }

// ClaimNotice returns the mail to send. due is false when it was sent, or may have been: a claim that was never settled counts as sent, and is noted as unknown.
func (s *Store) ClaimNotice(ctx context.Context, tenant, notice uuid.UUID) (out message.Outbound, due bool, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		due = false
		row, err := tx.LockNotice(ctx, notice)
		if err != nil || row.Status != string(message.Claimed) {
			return err
		}
		if row.HandedAt != nil {
			return tx.Queries.SettleNotice(ctx, db.SettleNoticeParams{ID: notice, Status: string(message.Unknown)})
		}
		if out, err = tx.openNotice(ctx, row); err != nil {
			return err
		}
		due = true
		now := Now()
		return tx.HandNotice(ctx, db.HandNoticeParams{ID: notice, At: &now})
	})
	return out, due && err == nil, err
}

func (tx Tx) openNotice(ctx context.Context, row db.Notice) (message.Outbound, error) {
	person, err := tx.Person(ctx, row.UserID)
	if err != nil {
		return message.Outbound{}, err
	}
	plain, err := tx.Open(noticeTable, noticeColumn, row.ID, row.BodySealed)
	if err != nil {
		return message.Outbound{}, err
	}
	var m mail.Mail
	if err := json.Unmarshal([]byte(plain), &m); err != nil {
		return message.Outbound{}, fmt.Errorf("store: the body of notice %s: %w", row.ID, err)
	}
	return message.Outbound{
		ID: "notice-" + row.ID.String(), Transport: channel.Email, To: person.Email,
		FromName: m.FromName, Subject: m.Subject, Text: m.Text, HTML: m.HTML,
	}, nil
}

// SettleNotice records the end of a mail and empties its text.
func (s *Store) SettleNotice(ctx context.Context, tenant, notice uuid.UUID, status message.Status) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockNotice(ctx, notice)
		if err != nil || !message.Advances(message.Status(row.Status), status) {
			return err
		}
		return tx.Queries.SettleNotice(ctx, db.SettleNoticeParams{ID: notice, Status: string(status)})
	})
}

// ReleaseNotice gives a claim back: the mail surely did not leave us.
func (s *Store) ReleaseNotice(ctx context.Context, tenant, notice uuid.UUID) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		return tx.Queries.ReleaseNotice(ctx, notice)
	})
}

// NoticeRef names a notice.
type NoticeRef struct {
	TenantID uuid.UUID
	ID       uuid.UUID
}

// OrphanedNotices lists mails that nobody has taken up since before: their workflow was never started.
func (s *Store) OrphanedNotices(ctx context.Context, before time.Time, atMost int) ([]NoticeRef, error) {
	return All[NoticeRef](ctx, s, `SELECT * FROM door.stray_notices($1, $2)`, before, atMost)
}
