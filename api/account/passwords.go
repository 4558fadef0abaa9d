package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/limit"
	"countersign/core/password"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/settings"
)

// How long one-time tokens are good.
const (
	resetLife      = time.Hour
	invitationLife = 7 * 24 * time.Hour
)

// forgotFloor is how long the answer to "I forgot my password" takes at least, so that its time does not tell whether the address is known.
const forgotFloor = 250 * time.Millisecond

// Passwords answers forgotten, set and changed passwords.
type Passwords struct {
	Store *store.Store
	Now   func() time.Time
	Log   *slog.Logger
	Mails Mails
}

// ForgotPassword sends a reset mail for every account of an address, and answers the same whether there is one.
func (p Passwords) ForgotPassword(ctx context.Context, request gen.ForgotPasswordRequestObject) (gen.ForgotPasswordResponseObject, error) {
	if err := gate.Take(ctx, p.Store, p.Now(), gate.MailThrottles(ctx, p.Store, request.Body.Email)...); err != nil {
		return nil, err
	}
	floor := time.NewTimer(forgotFloor)
	defer floor.Stop()
	create, err := p.tokens(ctx, request.Body.Email)
	if err != nil {
		return nil, err
	}
	found, err := account.ListLoginUsers(ctx, p.Store, account.EmailIndex(p.Store, request.Body.Email))
	if err != nil {
		return nil, err
	}
	for _, user := range found {
		if user.Status == string(gen.UserStatusDisabled) {
			continue
		}
		if err := p.remind(ctx, user, create); err != nil {
			p.Log.ErrorContext(ctx, "a reset mail could not be written", slog.String("tenant", user.TenantID.String()), slog.String("user", user.ID.String()), slog.String("error", err.Error()))
		}
	}
	select {
	case <-floor.C:
	case <-ctx.Done():
	}
	return gen.ForgotPassword202Response{}, nil
}

// tokens says how a wish makes its token. Asked again from the same network it voids the former one; the first wish of another network voids nothing, because a
// stranger's must not void the link that the person was mailed.
func (p Passwords) tokens(ctx context.Context, email string) (newToken, error) {
	_, first, err := account.TakeThrottles(ctx, p.Store, p.Now(), gate.FirstMailThrottle(ctx, p.Store, email))
	if first {
		return account.AddPasswordToken, err
	}
	return account.CreatePasswordToken, err
}

// mayRemind: after ten mails in an hour, from whatever networks, a person gets one in five minutes. The newest link is in their inbox and good.
func (p Passwords) mayRemind(ctx context.Context, user account.LoginUser) (ok bool, err error) {
	for _, rule := range []limit.Rule{{Max: 10, Per: time.Hour}, {Max: 1, Per: 5 * time.Minute}} {
		throttle := account.Throttle{Key: account.ThrottleKey(p.Store, fmt.Sprintf("reminders-%d", rule.Max), user.ID.String()), Rule: rule}
		if _, ok, err = account.TakeThrottles(ctx, p.Store, p.Now(), throttle); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// remind mails a reset link, or the invitation again to a person who has not accepted it.
func (p Passwords) remind(ctx context.Context, user account.LoginUser, create newToken) error {
	may, err := p.mayRemind(ctx, user)
	if err != nil || !may {
		return err
	}
	ctx = gate.WithActor(ctx, gate.Actor{Kind: gate.ActorUser, ID: user.ID, Name: user.Name, Tenant: user.TenantID})
	notice, err := store.InTenant(ctx, p.Store, user.TenantID, func(ctx context.Context, tx store.Tx) (notice uuid.UUID, err error) {
		branding, err := settings.GetBranding(ctx, tx)
		if err != nil {
			return notice, err
		}
		if user.Status == string(gen.UserStatusInvited) {
			return p.Mails.invite(ctx, tx, user.ID, branding, create)
		}
		if notice, err = p.Mails.reset(ctx, tx, user.ID, branding, create); err != nil {
			return notice, err
		}
		return notice, gate.Audit(ctx, tx, store.AuditEntry{Action: "user.reset_asked", SubjectKind: "user", SubjectID: user.ID.String()})
	})
	if err == nil {
		p.Mails.post(ctx, user.TenantID, notice)
	}
	return err
}

var errTokenOver = problem.New(problem.TokenInvalid, "")

// LookUpPasswordToken returns whose link it is, for the page behind it.
func (p Passwords) LookUpPasswordToken(ctx context.Context, request gen.LookUpPasswordTokenRequestObject) (gen.LookUpPasswordTokenResponseObject, error) {
	held, person, err := p.holder(ctx, request.Body.Token)
	return gen.LookUpPasswordToken200JSONResponse{
		Purpose: gen.LookUpPasswordToken200JSONResponseBodyPurpose(held.Purpose), Email: person.Email, Name: &person.Name, TenantName: held.TenantName,
	}, err
}

func (p Passwords) holder(ctx context.Context, token string) (held account.PasswordToken, person account.User, err error) {
	held, err = account.FindPasswordToken(ctx, p.Store, store.TokenHash(token))
	if errors.Is(err, store.ErrNotFound) {
		return held, person, errTokenOver
	}
	if err != nil {
		return held, person, err
	}
	err = p.Store.InTenant(ctx, held.TenantID, func(ctx context.Context, tx store.Tx) (err error) {
		person, err = account.GetUser(ctx, tx, held.UserID)
		return err
	})
	if err == nil && person.Status == string(gen.UserStatusDisabled) {
		err = errTokenOver
	}
	return held, person, err
}

// SetPassword takes up an invitation, a set-up link or a reset. A password that is refused does not spend the token.
func (p Passwords) SetPassword(ctx context.Context, request gen.SetPasswordRequestObject) (gen.SetPasswordResponseObject, error) {
	held, person, err := p.holder(ctx, request.Body.Token)
	if err != nil {
		return nil, err
	}
	name := person.Name
	if given := request.Body.Name; given != nil && held.Purpose != account.PurposeReset && strings.TrimSpace(*given) != "" {
		name = strings.TrimSpace(*given)
	}
	if err := checkPassword(request.Body.Password, name, person.Email, held.TenantName); err != nil {
		return nil, err
	}
	hash, err := password.Hash(request.Body.Password)
	if err != nil {
		return nil, err
	}
	ctx = gate.WithActor(ctx, gate.Actor{Kind: gate.ActorUser, ID: person.ID, Name: name, Tenant: held.TenantID})
	now := p.Now()
	err = p.Store.InTenant(ctx, held.TenantID, func(ctx context.Context, tx store.Tx) error {
		if _, _, err := account.SpendPasswordToken(ctx, tx, request.Body.Token, now); errors.Is(err, store.ErrNotFound) {
			return errTokenOver // another request used it first
		} else if err != nil {
			return err
		}
		renamed := person
		renamed.Name, renamed.Status = name, string(gen.UserStatusActive)
		if err := freeNewName(ctx, tx, person.UserRow, renamed.UserRow); err != nil {
			return err
		}
		details := map[string]any{"by": held.Purpose}
		if renamed.Name != person.Name {
			details["before"], details["after"] = map[string]any{"name": person.Name}, map[string]any{"name": renamed.Name}
		}
		person = renamed
		if err := account.SetPassword(ctx, tx, person, hash, uuid.Nil); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "user.password_set", SubjectKind: "user", SubjectID: person.ID.String(), Details: details})
	})
	if err != nil {
		return nil, err
	}
	step, err := proceed(ctx, p.Store, now, signer{tenant: held.TenantID, id: person.ID, name: name, useMFA: person.UseMFA, totpConfirmed: person.TOTPConfirmed})
	return gen.SetPassword200JSONResponse(step), err
}

func checkPassword(chosen, name, email, tenant string) error {
	local, _, _ := strings.Cut(email, "@")
	if err := password.Check(chosen, name, email, local, tenant); err != nil {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "password", Message: err.Error()})
	}
	return nil
}

// ChangePassword changes one's own; every other session of the person ends.
func (p Passwords) ChangePassword(ctx context.Context, request gen.ChangePasswordRequestObject) (gen.ChangePasswordResponseObject, error) {
	actor, now := gate.ActorOf(ctx), p.Now()
	throttle := account.Throttle{Key: account.ThrottleKey(p.Store, "change-password", actor.ID.String()), Rule: gate.SignInsPerAccount}
	if err := gate.Take(ctx, p.Store, now, throttle); err != nil {
		return nil, err
	}
	person, err := store.InTenant(ctx, p.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (account.User, error) {
		return account.GetUser(ctx, tx, actor.ID)
	})
	if err != nil {
		return nil, err
	}
	if person.PasswordHash == nil || !password.Matches(request.Body.Current, *person.PasswordHash) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "current", Message: "That is not your password."})
	}
	if err := checkPassword(request.Body.Password, person.Name, person.Email, actor.TenantName); err != nil {
		return nil, err
	}
	hash, err := password.Hash(request.Body.Password)
	if err != nil {
		return nil, err
	}
	err = p.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := account.SetPassword(ctx, tx, person, hash, actor.SessionID); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "user.password_changed", SubjectKind: "user", SubjectID: person.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	return gen.ChangePassword204Response{}, account.ClearThrottle(ctx, p.Store, throttle)
}
