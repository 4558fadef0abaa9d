// Package notices stores mails to people of the MSP until they are sent.
package notices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/list"
	"countersign/core/mail"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/db"
	"countersign/store/sendlimit"
	"countersign/store/settings"
)

// The kinds of notice.
const (
	Invitation   = "invitation"
	Reset        = "reset"
	Alert        = "alert"
	Conversation = "conversation" // a new conversation
)

const noticeTable, noticeColumn = "notices", "body_sealed"

// Create stores a mail to a person, sealed until it is sent: it may hold a one-time link. Once the transaction has committed, the workflow that posts it
// is to be started.
func Create(ctx context.Context, tx store.Tx, kind string, user uuid.UUID, m mail.Mail, at time.Time) (id uuid.UUID, err error) {
	row, err := prepare(tx, store.NewID(), user, kind, m, at)
	if err != nil {
		return uuid.Nil, err
	}
	return row.ID, db.New(tx).InsertNotice(ctx, row)
}

// Add stores mails and returns their ids.
func Add(ctx context.Context, tx store.Tx, rows []db.InsertNoticeParams) ([]uuid.UUID, error) {
	ids := list.Of(rows, func(row db.InsertNoticeParams) uuid.UUID { return row.ID })
	return ids, tx.Batch(ctx, func(tx store.Tx) error { return Insert(ctx, tx, rows) })
}

func prepare(tx store.Tx, id, user uuid.UUID, kind string, m mail.Mail, at time.Time) (db.InsertNoticeParams, error) {
	body, err := json.Marshal(m)
	return db.InsertNoticeParams{TenantID: tx.Tenant, ID: id, UserID: user, Kind: kind, BodySealed: tx.Seal(noticeTable, noticeColumn, id, string(body)), At: at}, err
}

// About are the rows of one mail about a subject to several people. console is the address of the console, where the logo of the MSP is; "" shows its name instead.
func About(ctx context.Context, tx store.Tx, subject uuid.UUID, people []uuid.UUID, kind string, content mail.Content, console string, at time.Time) ([]db.InsertNoticeParams, error) {
	branding, err := settings.GetBranding(ctx, tx)
	if err != nil {
		return nil, err
	}
	logo := ""
	if console != "" && branding.Logo != "" {
		logo = console + "/brand/" + tx.Tenant.String() + "/logo"
	}
	m, err := mail.Render(branding.Mail(logo), content)
	if err != nil {
		return nil, err
	}
	return list.Read(people, func(person uuid.UUID) (db.InsertNoticeParams, error) {
		return prepare(tx, ID(subject, person), person, kind, m, at)
	})
}

// Insert writes rows that About or Alerts prepared.
func Insert(ctx context.Context, tx store.Tx, mails []db.InsertNoticeParams) error {
	for _, m := range mails {
		if err := db.New(tx).InsertNotice(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// Link is where a screen of the console shows something; "" where the address of the console is not known.
func Link(console, path string, id uuid.UUID) string {
	if console == "" {
		return ""
	}
	return console + path + id.String()
}

// ID is the same for the same person and subject, so that a repeated step names the same mails.
func ID(subject, person uuid.UUID) uuid.UUID { return uuid.NewSHA1(subject, person[:]) }

// Outbox is the outbox of mails to people of the MSP.
type Outbox struct{ Store *store.Store }

// ClaimNotice returns the mail to send. due is false when it was sent, or may have been, or when the person had too many of its kind: a claim that was never settled counts as sent, and is noted as unknown.
func (o Outbox) ClaimNotice(ctx context.Context, tenant, notice uuid.UUID) (out message.Outbound, due bool, err error) {
	err = o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		due = false
		row, err := db.New(tx).LockNotice(ctx, notice)
		if err != nil || row.Status != string(message.Claimed) {
			return err
		}
		if row.HandedAt != nil {
			return db.New(tx).SettleNotice(ctx, db.SettleNoticeParams{ID: notice, Status: string(message.Unknown)})
		}
		now := store.Now()
		count, ok, err := sendlimit.AdmitNotice(ctx, tx, row.Kind, row.UserID, now)
		if err != nil {
			return err
		}
		if !ok {
			return db.New(tx).SettleNotice(ctx, db.SettleNoticeParams{ID: notice, Status: string(message.Failed)})
		}
		if out, err = openNotice(ctx, tx, row); err != nil {
			return err
		}
		due = true
		return tx.Batch(ctx, func(tx store.Tx) error {
			return errors.Join(count(ctx, tx), db.New(tx).HandNotice(ctx, db.HandNoticeParams{ID: notice, At: &now}))
		})
	})
	return out, due && err == nil, err
}

func openNotice(ctx context.Context, tx store.Tx, row db.Notice) (message.Outbound, error) {
	person, err := account.GetUser(ctx, tx, row.UserID)
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
func (o Outbox) SettleNotice(ctx context.Context, tenant, notice uuid.UUID, status message.Status) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockNotice(ctx, notice)
		if err != nil || !message.Advances(message.Status(row.Status), status) {
			return err
		}
		return db.New(tx).SettleNotice(ctx, db.SettleNoticeParams{ID: notice, Status: string(status)})
	})
}

// ReleaseNotice gives a claim back: the mail surely did not leave us.
func (o Outbox) ReleaseNotice(ctx context.Context, tenant, notice uuid.UUID) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).ReleaseNotice(ctx, notice)
	})
}

// Ref names a notice.
type Ref struct {
	TenantID uuid.UUID
	ID       uuid.UUID
}

// Orphaned lists mails that have waited since before: their workflow was never started.
func Orphaned(ctx context.Context, s *store.Store, before time.Time, atMost int) ([]Ref, error) {
	return store.All[Ref](ctx, s, `SELECT * FROM door.stray_notices($1, $2)`, before, atMost)
}

// Alerts are the rows of an alert to a technician and every Admin who wants mail.
func Alerts(ctx context.Context, tx store.Tx, subject, technician uuid.UUID, content mail.Content, console string, at time.Time) ([]db.InsertNoticeParams, error) {
	users, err := db.New(tx).AlertedUsers(ctx, technician)
	if err != nil {
		return nil, err
	}
	people := list.Of(users, func(user db.User) uuid.UUID { return user.ID })
	return About(ctx, tx, subject, people, Alert, content, console, at)
}
