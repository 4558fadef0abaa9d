package api

import (
	"context"

	"countersign/api/gen"
	"countersign/store"
)

// settings answers for the MSP's own switches.
type settings struct{ Store *store.Store }

func (h settings) GetSettings(ctx context.Context, _ gen.GetSettingsRequestObject) (gen.GetSettingsResponseObject, error) {
	var now store.Settings
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		now, err = tx.Settings(ctx)
		return err
	})
	return gen.GetSettings200JSONResponse(now), err
}

func (h settings) PutSettings(ctx context.Context, request gen.PutSettingsRequestObject) (gen.PutSettingsResponseObject, error) {
	asked := store.Settings(*request.Body)
	actor := ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, err := tx.PutSettings(ctx, asked)
		if err != nil || before == asked {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "settings.changed", SubjectKind: "settings", SubjectID: actor.Tenant.String(), Details: map[string]any{"before": before, "after": asked}})
	})
	return gen.PutSettings200JSONResponse(asked), err
}
