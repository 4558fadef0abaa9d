package account

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/password"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

// signer is a person whose password was right, or whose one-time token was.
type signer struct {
	tenant, id    uuid.UUID
	name          string
	useMFA        bool
	totpConfirmed bool
}

func signerOf(u account.LoginUser) signer {
	return signer{tenant: u.TenantID, id: u.ID, name: u.Name, useMFA: u.UseMFA, totpConfirmed: u.TOTPConfirmed}
}

// SignIn checks address and password. How long it takes does not tell whether the address is known.
func (s Sessions) SignIn(ctx context.Context, request gen.SignInRequestObject) (gen.SignInResponseObject, error) {
	now := s.Now()
	found, err := account.ListLoginUsers(ctx, s.Store, account.EmailIndex(s.Store, request.Body.Email))
	if err != nil {
		return nil, err
	}
	throttles := gate.SignInThrottles(ctx, s.Store, "sign-in", request.Body.Email, gate.KnownDevice(ctx, s.Store, idsOf(found)...))
	if err := gate.Take(ctx, s.Store, now, throttles...); err != nil {
		return nil, err
	}
	matching := s.matching(found, *request.Body)
	if len(matching) == 0 {
		s.reportRefused(ctx, found)
		return nil, problem.New(problem.WrongCredentials, "")
	}
	if err := account.ForgiveThrottles(ctx, s.Store, now, throttles...); err != nil {
		return nil, err
	}
	if len(matching) > 1 {
		return gen.SignIn200JSONResponse(chooseTenant(matching)), nil
	}
	step, err := proceed(ctx, s.Store, now, signerOf(matching[0]))
	return gen.SignIn200JSONResponse(step), err
}

// matching lists the accounts that the address and the password fit: one an MSP.
func (s Sessions) matching(found []account.LoginUser, given gen.SignIn) []account.LoginUser {
	matching, compared := []account.LoginUser{}, false
	for _, user := range found {
		if user.Status != string(gen.UserStatusActive) || user.PasswordHash == nil || (given.Tenant != nil && *given.Tenant != user.TenantSlug) {
			continue
		}
		compared = true
		if password.Matches(given.Password, *user.PasswordHash) {
			matching = append(matching, user)
		}
	}
	if !compared {
		s.Decoy(given.Password)
	}
	return matching
}

func idsOf(people []account.LoginUser) []uuid.UUID {
	ids := make([]uuid.UUID, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	return ids
}

// reportTimeout bounds what is written after the answer.
const reportTimeout = 5 * time.Second

// reportRefused writes a refused sign-in into the audit log of each MSP that the address has an account at. The answer does not wait for it: its time would tell
// that the address is known.
func (s Sessions) reportRefused(ctx context.Context, people []account.LoginUser) {
	ctx = context.WithoutCancel(ctx)
	for _, person := range people {
		go func() {
			ctx, cancel := context.WithTimeout(ctx, reportTimeout)
			defer cancel()
			err := s.Store.InTenant(ctx, person.TenantID, func(ctx context.Context, tx store.Tx) error {
				return tx.Audit(ctx, store.AuditEntry{By: store.System, Action: "session.refused", SubjectKind: "user", SubjectID: person.ID.String()})
			})
			if err != nil {
				s.Log.WarnContext(ctx, "a refused sign-in is not in the audit log", slog.String("tenant", person.TenantID.String()), slog.String("user", person.ID.String()), slog.String("error", err.Error()))
			}
		}()
	}
}

func chooseTenant(matching []account.LoginUser) gen.SessionStep {
	tenants := make([]struct {
		Name string `json:"name"`
		Slug string `json:"slug"`
	}, len(matching))
	for i, user := range matching {
		tenants[i].Name, tenants[i].Slug = user.TenantName, user.TenantSlug
	}
	return gen.SessionStep{Step: gen.ChooseTenant, Tenants: &tenants}
}
