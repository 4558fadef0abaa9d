package connections

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/psasync"
)

func (h Integrations) SyncIntegration(ctx context.Context, request gen.SyncIntegrationRequestObject) (gen.SyncIntegrationResponseObject, error) {
	if !gate.IntegrationOf(ctx).Enabled {
		return nil, problem.New(problem.Conflict, "This connection is disabled. Enable it, then sync.")
	}
	if err := h.startSync(ctx, gate.ActorOf(ctx).Tenant, request.IntegrationID); err != nil {
		return nil, err
	}
	return gen.SyncIntegration202Response{}, nil
}

func (h Integrations) ListSyncs(ctx context.Context, request gen.ListSyncsRequestObject) (gen.ListSyncsResponseObject, error) {
	answer := gen.ListSyncs200JSONResponse{Items: []gen.Sync{}}
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		items, next, err := psasync.ListSyncs(ctx, tx, request.IntegrationID, respond.Value(request.Params.Cursor), respond.PageSize(request.Params.Limit))
		for _, s := range items {
			answer.Items = append(answer.Items, syncAnswer(s, 0))
		}
		answer.NextCursor = respond.Present(next)
		return err
	})
	return answer, err
}
