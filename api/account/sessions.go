package account

import (
	"context"
	"log/slog"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/settings"
)

// Sessions answers signing in and out.
type Sessions struct {
	Store      *store.Store
	Now        func() time.Time
	Log        *slog.Logger
	SandboxURL string                // shown to people when the providers are fakes; may be empty
	Decoy      func(password string) // costs what comparing a password costs
}

// GetSession says who is signed in.
func (s Sessions) GetSession(ctx context.Context, _ gen.GetSessionRequestObject) (gen.GetSessionResponseObject, error) {
	actor := gate.ActorOf(ctx)
	var person account.User
	var look template.Branding
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if person, err = account.GetUser(ctx, tx, actor.ID); err != nil {
			return err
		}
		look, err = settings.GetBranding(ctx, tx)
		return err
	})
	return gen.GetSession200JSONResponse{
		User: userAnswer(person), Tenant: gen.Ref{ID: actor.Tenant, Name: actor.TenantName}, Scopes: scopeAnswers(actor.Scopes),
		TotpEnrolled: person.TOTPConfirmed, EnrolTotp: actor.EnrolOnly,
		Accent: respond.Present(look.Accent), Logo: respond.Present(look.Logo), SandboxURL: respond.Present(s.SandboxURL),
	}, err
}

// SignOut ends the session; a pod's ends with its whole family.
func (s Sessions) SignOut(ctx context.Context, _ gen.SignOutRequestObject) (gen.SignOutResponseObject, error) {
	actor := gate.ActorOf(ctx)
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if actor.SessionFamily != nil {
			if err := account.DeleteSessionFamily(ctx, tx, actor.SessionFamily); err != nil {
				return err
			}
		} else if _, err := account.DeleteSession(ctx, tx, actor.SessionID); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "session.closed", SubjectKind: "session", SubjectID: actor.SessionID.String()})
	})
	if err != nil {
		return nil, err
	}
	if actor.Session == account.SessionPodBearer {
		gate.DropPodCookie(ctx)
	} else {
		gate.DropConsoleCookie(ctx)
	}
	return gen.SignOut204Response{}, nil
}
