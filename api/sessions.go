package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/db"
)

// How long things of a sign-in live.
const (
	consoleLife    = 12 * time.Hour
	totpTicketLife = 5 * time.Minute
	totpTries      = 5 // per ticket
)

// sessions answers signing in and out.
type sessions struct {
	Store      *store.Store
	Now        func() time.Time
	SandboxURL string                // shown to people when the providers are fakes; may be empty
	Decoy      func(password string) // costs what comparing a password costs
}

// signer is somebody who has shown who they are, at least by password.
type signer struct {
	tenant, id    uuid.UUID
	name          string
	useMFA        bool
	totpConfirmed bool
}

func signerOf(u store.LoginUser) signer {
	return signer{tenant: u.TenantID, id: u.ID, name: u.Name, useMFA: u.UseMFA, totpConfirmed: u.TOTPConfirmed}
}

// proceed goes on after the password: to the second step, to setting one up, or in.
func proceed(ctx context.Context, s *store.Store, now time.Time, who signer) (gen.SessionStep, error) {
	if !who.totpConfirmed {
		return enter(ctx, s, now, who)
	}
	var ticket string
	err := s.InTenant(ctx, who.tenant, func(ctx context.Context, tx store.Tx) (err error) {
		_, ticket, err = tx.OpenSession(ctx, store.NewSession{User: who.id, Kind: store.SessionTOTP, At: now, ExpiresAt: now.Add(totpTicketLife)})
		return err
	})
	return gen.SessionStep{Step: gen.Totp, Ticket: &ticket}, err
}

// enter opens the console; only its enrolment, for somebody who needs a second factor and has none.
func enter(ctx context.Context, s *store.Store, now time.Time, who signer) (gen.SessionStep, error) {
	enrolOnly := who.useMFA && !who.totpConfirmed
	ctx = withActor(ctx, Actor{Kind: ActorUser, ID: who.id, Name: who.name, Tenant: who.tenant})
	var token string
	err := s.InTenant(ctx, who.tenant, func(ctx context.Context, tx store.Tx) error {
		id, opened, err := tx.OpenSession(ctx, store.NewSession{User: who.id, Kind: store.SessionConsole, EnrolOnly: enrolOnly, At: now, ExpiresAt: now.Add(consoleLife)})
		if err != nil {
			return err
		}
		token = opened
		if err := tx.SeeUser(ctx, db.SeeUserParams{ID: who.id, At: &now}); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "session.opened", SubjectKind: "session", SubjectID: id.String(), Details: map[string]any{"second_step": who.totpConfirmed}})
	})
	if err != nil {
		return gen.SessionStep{}, err
	}
	setConsoleCookie(ctx, token, now.Add(consoleLife))
	if enrolOnly {
		return gen.SessionStep{Step: gen.EnrolTotp}, nil
	}
	return gen.SessionStep{Step: gen.Done}, nil
}

// GetSession says who is signed in.
func (s sessions) GetSession(ctx context.Context, _ gen.GetSessionRequestObject) (gen.GetSessionResponseObject, error) {
	actor := ActorOf(ctx)
	var person store.Person
	var look template.Branding
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if person, err = tx.Person(ctx, actor.ID); err != nil {
			return err
		}
		look, err = tx.Branding(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	scopes := make([]gen.Scope, len(actor.Scopes))
	for i, scope := range actor.Scopes {
		scopes[i] = gen.Scope(scope)
	}
	return gen.GetSession200JSONResponse{
		User: userOf(person), Tenant: gen.Ref{ID: actor.Tenant, Name: actor.TenantName}, Scopes: scopes,
		TotpEnrolled: person.TOTPConfirmed, EnrolTotp: actor.EnrolOnly,
		Accent: present(look.Accent), Logo: present(look.Logo), SandboxURL: present(s.SandboxURL),
	}, nil
}

// SignOut ends the session; a pod's ends with its whole family.
func (s sessions) SignOut(ctx context.Context, _ gen.SignOutRequestObject) (gen.SignOutResponseObject, error) {
	actor := ActorOf(ctx)
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if actor.SessionFamily != nil {
			if err := tx.DeleteSessionFamily(ctx, actor.SessionFamily); err != nil {
				return err
			}
		} else if _, err := tx.DeleteSession(ctx, actor.SessionID); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "session.closed", SubjectKind: "session", SubjectID: actor.SessionID.String()})
	})
	if err != nil {
		return nil, err
	}
	if actor.Session == SessionPod {
		dropPodCookie(ctx)
	} else {
		dropConsoleCookie(ctx)
	}
	return gen.SignOut204Response{}, nil
}
