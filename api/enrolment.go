package api

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"net/url"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
)

// BeginTOTP makes a secret to scan. It replaces one that was never confirmed, and nothing else: a stolen session must not swap the authenticator.
func (s sessions) BeginTOTP(ctx context.Context, _ gen.BeginTOTPRequestObject) (gen.BeginTOTPResponseObject, error) {
	actor := ActorOf(ctx)
	raw := make([]byte, totpSecretBytes)
	rand.Read(raw) //nolint:errcheck // crypto/rand.Read never fails since Go 1.24
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	var person store.Person
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockUser(ctx, actor.ID)
		if err != nil {
			return err
		}
		if row.TOTPConfirmed {
			return problem.New(problem.Conflict, "An authenticator app is set up already. If it is lost, another Admin can reset it.")
		}
		if err := tx.KeepTOTPSecret(ctx, actor.ID, secret); err != nil {
			return err
		}
		person, err = tx.Person(ctx, actor.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	address := totpURL(person.Email, secret)
	svg, err := qrSVG(address)
	if err != nil {
		return nil, err
	}
	return gen.BeginTOTP200JSONResponse{Secret: secret, URL: address, QrSvg: &svg}, nil
}

// totpURL is the key URI that authenticator apps read.
func totpURL(account, secret string) string {
	query := url.Values{"secret": {secret}, "issuer": {totpIssuer}}
	return "otpauth://totp/" + url.PathEscape(totpIssuer+":"+account) + "?" + query.Encode()
}

// ConfirmTOTP takes the first code, opens the session fully and hands out the recovery codes.
func (s sessions) ConfirmTOTP(ctx context.Context, request gen.ConfirmTOTPRequestObject) (gen.ConfirmTOTPResponseObject, error) {
	actor, now := ActorOf(ctx), s.Now()
	if err := take(ctx, s.Store, now, totpThrottle(s.Store, actor.ID)); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockUser(ctx, actor.ID)
		if err != nil {
			return err
		}
		if row.TOTPConfirmed || row.TOTPSealed == nil {
			return problem.New(problem.Conflict, "There is no authenticator waiting to be confirmed.")
		}
		good, err := authenticatorCode(ctx, tx, row, cleanCode(request.Body.Code), now)
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
	return gen.ConfirmTOTP200JSONResponse{RecoveryCodes: codes}, s.Store.ClearThrottle(ctx, totpThrottle(s.Store, actor.ID))
}

func (s sessions) confirm(ctx context.Context, tx store.Tx, actor Actor, codes []string) error {
	plain := make([]string, len(codes))
	for i, code := range codes {
		plain[i] = cleanCode(code)
	}
	return errors.Join(
		tx.ConfirmUserTOTP(ctx, actor.ID),
		tx.ReplaceRecoveryCodes(ctx, actor.ID, plain),
		tx.OpenSessionFully(ctx, actor.SessionID),
		audit(ctx, tx, store.AuditEntry{Action: "user.totp_enrolled", SubjectKind: "user", SubjectID: actor.ID.String()}),
	)
}

// ResetUserTOTP forgets a lost authenticator. It takes a second Admin, in person: whoever could do it alone, or by a key, would need only a password.
func (u users) ResetUserTOTP(ctx context.Context, request gen.ResetUserTOTPRequestObject) (gen.ResetUserTOTPResponseObject, error) {
	actor := ActorOf(ctx)
	if actor.Session != SessionConsole {
		return nil, problem.New(problem.Forbidden, "A second Admin does this, signed in to the console.")
	}
	if actor.ID == request.UserID {
		return nil, problem.New(problem.Forbidden, "Nobody resets their own authenticator. Ask another Admin, or use a recovery code.")
	}
	var notice uuid.UUID
	err := u.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockUser(ctx, request.UserID)
		if err != nil {
			return err
		}
		if err := errors.Join(tx.ForgetUserTOTP(ctx, row.ID), tx.DeleteRecoveryCodes(ctx, row.ID), tx.DeleteSessionsOfUser(ctx, row.ID)); err != nil {
			return err
		}
		branding, err := tx.Branding(ctx)
		if err != nil {
			return err
		}
		if notice, err = u.Mails.totpForgotten(ctx, tx, row.ID, branding.MSPName, actor.Name); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "user.totp_reset", SubjectKind: "user", SubjectID: row.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	u.Mails.post(ctx, actor.Tenant, notice)
	return gen.ResetUserTOTP204Response{}, nil
}
