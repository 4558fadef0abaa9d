package account

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/totp"
	"countersign/store"
	"countersign/store/account"
)

// BeginTOTP makes a secret to scan. It replaces one that was never confirmed, and nothing else: a stolen session must not swap the authenticator.
func (s Sessions) BeginTOTP(ctx context.Context, _ gen.BeginTOTPRequestObject) (gen.BeginTOTPResponseObject, error) {
	actor, secret := gate.ActorOf(ctx), totp.NewSecret()
	person, err := store.InTenant(ctx, s.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (person account.User, err error) {
		row, err := account.LockUser(ctx, tx, actor.ID)
		if err != nil {
			return person, err
		}
		if row.TOTPConfirmed {
			return person, problem.New(problem.Conflict, "An authenticator app is set up already. If it is lost, another Admin can reset it.")
		}
		if err := account.KeepTOTPSecret(ctx, tx, actor.ID, secret); err != nil {
			return person, err
		}
		return account.GetUser(ctx, tx, actor.ID)
	})
	if err != nil {
		return nil, err
	}
	address := totp.URL(person.Email, secret)
	svg, err := qrSVG(address)
	return gen.BeginTOTP200JSONResponse{Secret: secret, URL: address, QrSvg: &svg}, err
}

// ConfirmTOTP takes the first code, opens the session fully and hands out the recovery codes.
func (s Sessions) ConfirmTOTP(ctx context.Context, request gen.ConfirmTOTPRequestObject) (gen.ConfirmTOTPResponseObject, error) {
	actor, now := gate.ActorOf(ctx), s.Now()
	if err := gate.Take(ctx, s.Store, now, gate.TOTPThrottle(s.Store, actor.ID)); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := account.LockUser(ctx, tx, actor.ID)
		if err != nil {
			return err
		}
		if row.TOTPConfirmed || row.TOTPSealed == nil {
			return problem.New(problem.Conflict, "There is no authenticator waiting to be confirmed.")
		}
		good, err := authenticatorCode(ctx, tx, row, totp.Clean(request.Body.Code), now)
		if err != nil {
			return err
		}
		if !good {
			return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "code", Message: "That is not the code the app shows now. Check that the phone's clock is right."})
		}
		return s.confirm(ctx, tx, actor, codes)
	})
	if err != nil {
		return nil, err
	}
	return gen.ConfirmTOTP200JSONResponse{RecoveryCodes: codes}, account.ClearThrottle(ctx, s.Store, gate.TOTPThrottle(s.Store, actor.ID))
}

func (s Sessions) confirm(ctx context.Context, tx store.Tx, actor gate.Actor, codes []string) error {
	if err := account.ConfirmTOTP(ctx, tx, actor.ID, actor.SessionID, list.Of(codes, totp.Clean)); err != nil {
		return err
	}
	return gate.Audit(ctx, tx, store.AuditEntry{Action: "user.totp_enrolled", SubjectKind: "user", SubjectID: actor.ID.String()})
}
