package api

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"image/color"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/hotp"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
)

// RFC 6238, as every authenticator app does it: SHA-1, six digits, steps of 30 seconds; one step to each side for clocks that differ (section 5.2).
const (
	totpStepSeconds = 30
	totpSkew        = 1
	totpSecretBytes = 20
	totpIssuer      = "Countersign"
	recoveryCodes   = 10
)

var errNoRows = pgx.ErrNoRows

// totpStep returns the time step whose code this is. Every step in the window is compared, so the time taken tells nothing.
func totpStep(secret, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / totpStepSeconds
	for candidate := current - totpSkew; candidate <= current+totpSkew; candidate++ {
		want, err := hotp.GenerateCode(secret, uint64(candidate))
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = candidate, true
		}
	}
	return step, ok
}

// secondFactor checks an authenticator's code, or spends a recovery code.
func secondFactor(ctx context.Context, tx store.Tx, user uuid.UUID, given string, now time.Time) (bool, error) {
	code := cleanCode(given)
	row, err := tx.GetUser(ctx, user)
	if err != nil || !row.TOTPConfirmed {
		return false, err
	}
	if len(code) != 6 {
		spent, err := tx.UseRecoveryCode(ctx, user, code)
		if err != nil || !spent {
			return false, err
		}
		return true, audit(withActor(ctx, Actor{Kind: ActorUser, ID: user, Name: row.Name}), tx, store.AuditEntry{Action: "user.recovery_code_used", SubjectKind: "user", SubjectID: user.String()})
	}
	return authenticatorCode(ctx, tx, row, code, now)
}

// authenticatorCode checks a code and spends its time step: a code that was seen over a shoulder is of no use.
func authenticatorCode(ctx context.Context, tx store.Tx, row db.User, code string, now time.Time) (bool, error) {
	secret, err := tx.TOTPSecret(row)
	if err != nil {
		return false, err
	}
	step, ok := totpStep(secret, code, now)
	if !ok {
		return false, nil
	}
	spent, err := tx.SpendTOTPStep(ctx, db.SpendTOTPStepParams{ID: row.ID, Step: step})
	return spent == 1, err
}

// cleanCode strips what people type between the parts of a code.
func cleanCode(given string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToLower(given))
}

// newRecoveryCodes makes codes of 50 bits, in letters that are not mistaken for each other.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		letters := strings.ToLower(rand.Text())
		codes[i] = letters[:5] + "-" + letters[5:10]
	}
	return codes
}

// BeginTOTP makes a secret to scan. It replaces one that was never confirmed, and nothing else: a stolen session must not swap the authenticator.
func (s sessions) BeginTOTP(ctx context.Context, _ gen.BeginTOTPRequestObject) (gen.BeginTOTPResponseObject, error) {
	actor := ActorOf(ctx)
	raw := make([]byte, totpSecretBytes)
	rand.Read(raw) //nolint:errcheck // crypto/rand.Read never fails since Go 1.24
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	var person store.Person
	err := s.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
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
	actor, now := ActorOf(ctx), s.deps.Now()
	if err := take(ctx, s.deps.Store, now, totpThrottle(s.deps.Store, actor.ID)); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err := s.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
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
	return gen.ConfirmTOTP200JSONResponse{RecoveryCodes: codes}, s.deps.Store.ClearThrottle(ctx, totpThrottle(s.deps.Store, actor.ID))
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

// qrSVG draws a QR code with the four modules of quiet zone that ISO/IEC 18004 asks for.
func qrSVG(content string) (string, error) {
	const quiet = 4
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("api: drawing a QR code: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if code.At(x, y) == color.Black {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path d="%[2]s"/></svg>`, size+2*quiet, path.String()), nil
}
