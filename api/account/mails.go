package account

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/core/mail"
	"countersign/core/plaintext"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/notices"
)

// postTimeout is how long a request waits for Temporal to take a notice.
const postTimeout = 3 * time.Second

// Mails writes to the MSP's own people.
type Mails struct {
	Log       *slog.Logger
	Now       func() time.Time
	PublicURL string
	Notify    func(ctx context.Context, tenant, notice uuid.UUID) error // starts the workflow that posts a notice
}

// newToken makes a one-time token: account.CreatePasswordToken, which voids the former ones, or account.AddPasswordToken.
type newToken func(ctx context.Context, tx store.Tx, user uuid.UUID, purpose string, expiresAt time.Time) (string, error)

// invite makes an invitation and the mail that brings it.
func (m Mails) invite(ctx context.Context, tx store.Tx, user uuid.UUID, brand template.Branding, create newToken) (notice uuid.UUID, err error) {
	token, err := create(ctx, tx, user, account.PurposeInvitation, m.Now().Add(invitationLife))
	if err != nil {
		return uuid.Nil, err
	}
	return m.keep(ctx, tx, notices.Invitation, user, brand, mail.Content{Subject: plaintext.Isolated(brand.MSPName) + " invites you to Countersign", Body: []mail.Block{
		mail.Text("Hello,"),
		mail.Text(plaintext.Isolated(brand.MSPName) + " uses Countersign to make sure who is calling the help desk. An account is ready for you: choose a password, and you are in."),
		mail.Button("Choose a password", m.link(token)),
		mail.Text("The link works once, within seven days. If you do not know " + plaintext.Isolated(brand.MSPName) + ", ignore this mail: without a password the account stays closed."),
	}})
}

// reset makes a token to choose a new password with, and the mail that brings it.
func (m Mails) reset(ctx context.Context, tx store.Tx, user uuid.UUID, brand template.Branding, create newToken) (notice uuid.UUID, err error) {
	token, err := create(ctx, tx, user, account.PurposeReset, m.Now().Add(resetLife))
	if err != nil {
		return uuid.Nil, err
	}
	return m.keep(ctx, tx, notices.Reset, user, brand, mail.Content{Subject: "Choose a new password for Countersign", Body: []mail.Block{
		mail.Text("Hello,"),
		mail.Text("Somebody, most likely you, asked for a new password for your account at " + plaintext.Isolated(brand.MSPName) + "."),
		mail.Button("Choose a new password", m.link(token)),
		mail.Text("The link works once, within an hour. If it was not you, ignore this mail: your password stays as it is."),
	}})
}

// totpForgotten tells a person that their authenticator was reset.
func (m Mails) totpForgotten(ctx context.Context, tx store.Tx, user uuid.UUID, brand template.Branding, by string) (notice uuid.UUID, err error) {
	return m.keep(ctx, tx, notices.Alert, user, brand, mail.Content{Subject: "Your authenticator app was reset", Body: []mail.Block{
		mail.Text("Hello,"),
		mail.Text(plaintext.Isolated(by) + " reset the authenticator app of your account at " + plaintext.Isolated(brand.MSPName) + ". You set up a new one the next time you sign in."),
		mail.Text("If you did not ask for this, call your colleagues now."),
	}})
}

// keyMade tells every Admin of a new API key: one that nobody expects is found the same day.
func (m Mails) keyMade(ctx context.Context, tx store.Tx, key account.APIKey, by gate.Actor) ([]uuid.UUID, error) {
	rows, err := notices.Alerts(ctx, tx, key.ID, by.ID, mail.Content{Subject: "A new API key: " + plaintext.Isolated(key.Name), Body: []mail.Block{
		mail.Text("Hello,"),
		mail.Text(plaintext.Isolated(by.Name) + " made the API key " + plaintext.Isolated(key.Name) + ". It may: " + strings.Join(key.Scopes, ", ") + "."),
		mail.Text("If nobody of you expected it, revoke it under Manage, API keys, and change that person's password."),
	}}, m.PublicURL, m.Now())
	if err != nil {
		return nil, err
	}
	return notices.Add(ctx, tx, rows)
}

func (m Mails) keep(ctx context.Context, tx store.Tx, kind string, user uuid.UUID, brand template.Branding, content mail.Content) (uuid.UUID, error) {
	laid, err := mail.Render(brand.Mail(""), content)
	if err != nil {
		return uuid.Nil, err
	}
	return notices.Create(ctx, tx, kind, user, laid, m.Now())
}

// link carries the token behind the #, which reaches no server and no log.
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
