package account

import (
	"context"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/password"
	"countersign/core/problem"
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
	throttles := gate.SignInThrottles(ctx, s.Store, "sign-in", request.Body.Email)
	if err := gate.Take(ctx, s.Store, now, throttles...); err != nil {
		return nil, err
	}
	matching, err := s.matching(ctx, *request.Body)
	if err != nil {
		return nil, err
	}
	if len(matching) == 0 {
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
func (s Sessions) matching(ctx context.Context, given gen.SignIn) ([]account.LoginUser, error) {
	found, err := account.ListLoginUsers(ctx, s.Store, account.EmailIndex(s.Store, given.Email))
	if err != nil {
		return nil, err
	}
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
	return matching, nil
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
