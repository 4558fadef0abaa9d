package account

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/core/totp"
	"countersign/store"
	"countersign/store/account"
)

// SignInTOTP is the second step.
func (s Sessions) SignInTOTP(ctx context.Context, request gen.SignInTOTPRequestObject) (gen.SignInTOTPResponseObject, error) {
	held, err := account.FindSession(ctx, s.Store, account.SessionTOTP, request.Body.Ticket)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errTicketOver
	}
	if err != nil {
		return nil, err
	}
	now := s.Now()
	throttle := gate.TOTPThrottle(s.Store, held.UserID)
	if err := gate.Take(ctx, s.Store, now, throttle); err != nil {
		return nil, err
	}
	outcome, err := store.InTenant(ctx, s.Store, held.TenantID, func(ctx context.Context, tx store.Tx) (ticketOutcome, error) {
		return useTicket(ctx, tx, held, request.Body.Code, now)
	})
	switch {
	case err != nil:
		return nil, err
	case outcome == ticketOver:
		return nil, errTicketOver
	case outcome == ticketWrong:
		return nil, problem.New(problem.WrongCredentials, "That is not the code that the app shows now. Each code is good once; wait for the next one.")
	}
	if err := account.ClearThrottle(ctx, s.Store, throttle); err != nil {
		return nil, err
	}
	step, err := enter(ctx, s.Store, now, signer{tenant: held.TenantID, id: held.UserID, name: held.UserName, useMFA: held.UseMFA, totpConfirmed: true})
	return gen.SignInTOTP200JSONResponse(step), err
}

var errTicketOver = problem.New(problem.Unauthorized, "This sign-in took too long or had too many wrong codes. Start again with your password.")

type ticketOutcome int

const (
	ticketGood ticketOutcome = iota
	ticketWrong
	ticketOver
)

// useTicket counts the try first, on the ticket's locked row: tries at the same time wait for each other. A good code spends the ticket.
func useTicket(ctx context.Context, tx store.Tx, held account.SignedIn, code string, now time.Time) (ticketOutcome, error) {
	tries, err := account.CountSessionTry(ctx, tx, held.ID)
	if err != nil {
		if errors.Is(err, pgx.ErrNoRows) {
			return ticketOver, nil
		}
		return ticketOver, err
	}
	if tries > totpTries {
		_, err := account.DeleteSession(ctx, tx, held.ID)
		return ticketOver, err
	}
	good, err := secondFactor(ctx, tx, held.UserID, code, now)
	if err != nil || !good {
		return ticketWrong, err
	}
	_, err = account.DeleteSession(ctx, tx, held.ID)
	return ticketGood, err
}

// secondFactor checks an authenticator's code, or spends a recovery code.
func secondFactor(ctx context.Context, tx store.Tx, user uuid.UUID, given string, now time.Time) (bool, error) {
	code := totp.Clean(given)
	row, err := account.GetUserRow(ctx, tx, user)
	if err != nil || !row.TOTPConfirmed {
		return false, err
	}
	if len(code) != 6 {
		spent, err := account.SpendRecoveryCode(ctx, tx, user, code)
		if err != nil || !spent {
			return false, err
		}
		return true, gate.Audit(gate.WithActor(ctx, gate.Actor{Kind: gate.ActorUser, ID: user, Name: row.Name}), tx, store.AuditEntry{Action: "user.recovery_code_used", SubjectKind: "user", SubjectID: user.String()})
	}
	return authenticatorCode(ctx, tx, row, code, now)
}

// authenticatorCode checks a code and spends its time step: a code that was seen over a shoulder is of no use.
func authenticatorCode(ctx context.Context, tx store.Tx, row account.UserRow, code string, now time.Time) (bool, error) {
	secret, err := account.OpenTOTPSecret(tx, row)
	if err != nil {
		return false, err
	}
	step, ok := totp.Step(secret, code, now)
	if !ok {
		return false, nil
	}
	return account.SpendTOTPStep(ctx, tx, row.ID, step)
}
