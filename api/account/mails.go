package account

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"countersign/store"
)

//go:embed mail.html
var mailHTML string

var mailTemplate = template.Must(template.New("mail").Parse(mailHTML))

// postTimeout is how long a request waits for Temporal to take a notice.
const postTimeout = 3 * time.Second

// Mails writes to the MSP's own people.
type Mails struct {
	Log       *slog.Logger
	Now       func() time.Time
	PublicURL string
	Notify    func(ctx context.Context, tenant, notice uuid.UUID) error // starts the workflow that posts a notice
}

// letter is a mail before it is laid out: paragraphs, with at most one button.
type letter struct {
	Subject string
	Hello   string
	Before  string
	Button  string
	Link    string
	After   string
}

func (l letter) mail(from string) (store.Mail, error) {
	var html bytes.Buffer
	if err := mailTemplate.Execute(&html, l); err != nil {
		return store.Mail{}, err
	}
	text := l.Hello + "\n\n" + l.Before + "\n\n"
	if l.Link != "" {
		text += l.Link + "\n\n"
	}
	return store.Mail{FromName: from, Subject: l.Subject, Text: text + l.After + "\n", HTML: html.String()}, nil
}

// invite makes a new invitation, which voids the former, and the mail that brings it.
func (m Mails) invite(ctx context.Context, tx store.Tx, user uuid.UUID, msp string) (notice uuid.UUID, err error) {
	token, err := tx.OpenPasswordToken(ctx, user, store.PurposeInvitation, m.Now().Add(invitationLife))
	if err != nil {
		return uuid.Nil, err
	}
	return m.keep(ctx, tx, store.NoticeInvitation, user, msp, letter{
		Subject: msp + " invites you to Countersign",
		Hello:   "Hello,",
		Before:  msp + " uses Countersign to make sure who is calling the help desk. An account is ready for you: choose a password, and you are in.",
		Button:  "Choose a password",
		Link:    m.link(token),
		After:   "The link works once, within seven days. If you do not know " + msp + ", ignore this mail: without a password the account stays closed.",
	})
}

// reset makes a token to choose a new password with, and the mail that brings it.
func (m Mails) reset(ctx context.Context, tx store.Tx, user uuid.UUID, msp string) (notice uuid.UUID, err error) {
	token, err := tx.OpenPasswordToken(ctx, user, store.PurposeReset, m.Now().Add(resetLife))
	if err != nil {
		return uuid.Nil, err
	}
	return m.keep(ctx, tx, store.NoticeReset, user, msp, letter{
		Subject: "Choose a new password for Countersign",
		Hello:   "Hello,",
		Before:  "Somebody, most likely you, asked for a new password for your account at " + msp + ".",
		Button:  "Choose a new password",
		Link:    m.link(token),
		After:   "The link works once, within an hour. If it was not you, ignore this mail: your password stays as it is.",
	})
}

// totpForgotten tells somebody that their authenticator was reset: if they did not ask for it, something is wrong.
func (m Mails) totpForgotten(ctx context.Context, tx store.Tx, user uuid.UUID, msp, by string) (notice uuid.UUID, err error) {
	return m.keep(ctx, tx, store.NoticeAlert, user, msp, letter{
		Subject: "Your authenticator app was reset",
		Hello:   "Hello,",
		Before:  by + " reset the authenticator app of your account at " + msp + ". You set up a new one the next time you sign in.",
		After:   "If you did not ask for this, call your colleagues now.",
	})
}

func (m Mails) keep(ctx context.Context, tx store.Tx, kind string, user uuid.UUID, msp string, l letter) (uuid.UUID, error) {
	mail, err := l.mail(msp)
	if err != nil {
		return uuid.Nil, err
	}
	return tx.AddNotice(ctx, kind, user, mail, m.Now())
}

// link carries the token behind the #, which no server and no log ever sees.
func (m Mails) link(token string) string {
	return m.PublicURL + "/set-password#token=" + token
}

// post starts the workflow that sends a notice, once its transaction has committed. When that fails the sweep does it later; the request has done its part.
func (m Mails) post(ctx context.Context, tenant, notice uuid.UUID) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), postTimeout)
	defer cancel()
	if err := m.Notify(ctx, tenant, notice); err != nil {
		m.Log.WarnContext(ctx, "a notice waits for the sweep", slog.String("tenant", tenant.String()), slog.String("notice", notice.String()), slog.String("error", err.Error()))
	}
}
