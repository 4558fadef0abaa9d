package account

import (
	"context"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/store"
	"countersign/store/account"
)

// How long things of a sign-in live.
const (
	consoleLife    = 12 * time.Hour
	totpTicketLife = 5 * time.Minute
	totpTries      = 5 // per ticket
)

// proceed continues a sign-in after the password: with the second step, with its enrolment, or with a session.
func proceed(ctx context.Context, s *store.Store, now time.Time, who signer) (gen.SessionStep, error) {
	if !who.totpConfirmed {
		return enter(ctx, s, now, who)
	}
	ticket, err := store.InTenant(ctx, s, who.tenant, func(ctx context.Context, tx store.Tx) (ticket string, err error) {
		_, ticket, err = account.CreateSession(ctx, tx, account.NewSession{User: who.id, Kind: account.SessionTOTP, At: now, ExpiresAt: now.Add(totpTicketLife)})
		return ticket, err
	})
	return gen.SessionStep{Step: gen.Totp, Ticket: &ticket}, err
}

// enter opens the console. A person who needs a second factor and has none gets a session for the enrolment only.
func enter(ctx context.Context, s *store.Store, now time.Time, who signer) (gen.SessionStep, error) {
	enrolOnly := who.useMFA && !who.totpConfirmed
	ctx = gate.WithActor(ctx, gate.Actor{Kind: gate.ActorUser, ID: who.id, Name: who.name, Tenant: who.tenant})
	token, err := store.InTenant(ctx, s, who.tenant, func(ctx context.Context, tx store.Tx) (token string, err error) {
		id, opened, err := account.CreateSession(ctx, tx, account.NewSession{User: who.id, Kind: account.SessionConsole, EnrolOnly: enrolOnly, Agent: gate.VisitOf(ctx).Agent, At: now, ExpiresAt: now.Add(consoleLife)})
		if err != nil {
			return token, err
		}
		token = opened
		if err := account.MarkSignIn(ctx, tx, who.id, now); err != nil {
			return token, err
		}
		return token, gate.Audit(ctx, tx, store.AuditEntry{Action: "session.opened", SubjectKind: "session", SubjectID: id.String(), Details: map[string]any{"second_step": who.totpConfirmed}})
	})
	if err != nil {
		return gen.SessionStep{}, err
	}
	gate.SetConsoleCookie(ctx, token, now.Add(consoleLife))
	gate.RememberDevice(ctx, s, who.id, now)
	if enrolOnly {
		return gen.SessionStep{Step: gen.EnrolTotp}, nil
	}
	return gen.SessionStep{Step: gen.Done}, nil
}
