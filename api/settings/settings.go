package settings

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/store"
	"countersign/store/settings"
)

// Settings answers for the MSP's own switches.
type Settings struct{ Store *store.Store }

func (h Settings) GetSettings(ctx context.Context, _ gen.GetSettingsRequestObject) (gen.GetSettingsResponseObject, error) {
	now, err := gate.InTenant(ctx, h.Store, settings.Get)
	return gen.GetSettings200JSONResponse(now), err
}

func (h Settings) PutSettings(ctx context.Context, request gen.PutSettingsRequestObject) (gen.PutSettingsResponseObject, error) {
	asked := settings.Settings(*request.Body)
	actor := gate.ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, err := settings.Update(ctx, tx, asked)
		if err != nil || before == asked {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "settings.changed", SubjectKind: "settings", SubjectID: actor.Tenant.String(), Details: map[string]any{"before": before, "after": asked}})
	})
	return gen.PutSettings200JSONResponse(asked), err
}
