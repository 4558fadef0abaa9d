package account

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store"
	"countersign/store/account"
)

// ListMySessions lists where the person is signed in.
func (s Sessions) ListMySessions(ctx context.Context, _ gen.ListMySessionsRequestObject) (gen.ListMySessionsResponseObject, error) {
	actor, items := gate.ActorOf(ctx), []gen.MySession{}
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := account.ListSessions(ctx, tx, actor.ID, s.Now())
		for _, row := range rows {
			kind := gen.Console
			if row.Kind != account.SessionConsole {
				kind = gen.Pod
			}
			current := row.ID == actor.SessionID || row.FamilyID != nil && actor.SessionFamily != nil && *row.FamilyID == *actor.SessionFamily
			items = append(items, gen.MySession{
				ID: row.ID, Kind: kind, Current: current, Browser: respond.Present(store.Text(row.Agent)), CreatedAt: row.CreatedAt, UsedAt: row.UsedAt, ExpiresAt: row.ExpiresAt,
			})
		}
		return err
	})
	return gen.ListMySessions200JSONResponse{Items: items}, err
}

// EndMySession signs the person out elsewhere, or here. A session of somebody else does not exist.
func (s Sessions) EndMySession(ctx context.Context, request gen.EndMySessionRequestObject) (gen.EndMySessionResponseObject, error) {
	actor := gate.ActorOf(ctx)
	err := s.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := account.EndSession(ctx, tx, actor.ID, request.SessionID); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "session.closed", SubjectKind: "session", SubjectID: request.SessionID.String()})
	})
	return gen.EndMySession204Response{}, err
}
