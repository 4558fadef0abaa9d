package account

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/core/password"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
)

// ProveSession lets a person who is signed in prove themselves again, by the password or by a code of the authenticator app. Wrong tries are counted like those of
// a sign-in's second step.
func (s Sessions) ProveSession(ctx context.Context, request gen.ProveSessionRequestObject) (gen.ProveSessionResponseObject, error) {
	actor, now := gate.ActorOf(ctx), s.Now()
	throttle := gate.TOTPThrottle(s.Store, actor.ID)
	if err := gate.Take(ctx, s.Store, now, throttle); err != nil {
		return nil, err
	}
	proven := false
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		proven, err = proves(ctx, tx, actor, *request.Body, s)
		if err != nil || !proven {
			return err
		}
		if err := account.ProveSession(ctx, tx, actor.SessionID, now); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "session.proven", SubjectKind: "session", SubjectID: actor.SessionID.String()})
	})
	if err != nil {
		return nil, err
	}
	if !proven {
		return nil, problem.New(problem.WrongCredentials, "Check the password, or the code, and try again.")
	}
	return gen.ProveSession204Response{}, account.ClearThrottle(ctx, s.Store, throttle)
}

func proves(ctx context.Context, tx store.Tx, actor gate.Actor, given gen.ProveSessionJSONRequestBody, s Sessions) (bool, error) {
	if given.Code != nil && *given.Code != "" {
		return secondFactor(ctx, tx, actor.ID, *given.Code, s.Now())
	}
	row, err := account.GetUserRow(ctx, tx, actor.ID)
	if err != nil || row.PasswordHash == nil || given.Password == nil {
		return false, err
	}
	return password.Matches(*given.Password, *row.PasswordHash), nil
}
