package connections

import (
	"context"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/directory"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/psasync"
)

func (h Integrations) SyncIntegration(ctx context.Context, request gen.SyncIntegrationRequestObject) (gen.SyncIntegrationResponseObject, error) {
	if !gate.Row[integrations.Row](ctx).Enabled {
		return nil, problem.New(problem.Conflict, "This connection is disabled. Enable it, then sync.")
	}
	if err := h.startSync(ctx, gate.ActorOf(ctx).Tenant, request.IntegrationID); err != nil {
		return nil, err
	}
	return gen.SyncIntegration202Response{}, nil
}

func (h Integrations) ListSyncs(ctx context.Context, request gen.ListSyncsRequestObject) (gen.ListSyncsResponseObject, error) {
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[directory.Sync], error) {
		return psasync.ListSyncs(ctx, tx, request.IntegrationID, respond.Value(request.Params.Cursor), respond.PageSize(request.Params.Limit))
	})
	items := list.Of(page.Items, func(s directory.Sync) gen.Sync { return syncAnswer(s, 0) })
	return gen.ListSyncs200JSONResponse{Items: items, NextCursor: respond.Present(page.Next)}, err
}

// syncAnswer shows a sync. known is how many contacts the sync before read; from it a full sync estimates how many are still to come.
func syncAnswer(s directory.Sync, known int) gen.Sync {
	answer := gen.Sync{
		ID: s.ID, Status: gen.SyncStatus(s.Status), Mode: gen.SyncMode(s.Mode), Phase: gen.SyncPhase(s.Phase), Pages: s.Pages, Companies: s.Companies, Contacts: s.Contacts,
		Changed: s.Changed, Flagged: s.Flagged, Revoked: s.Revoked, Requests: s.Requests, StartedAt: s.StartedAt, UpdatedAt: &s.UpdatedAt, FinishedAt: s.FinishedAt, Error: respond.Present(s.Error),
	}
	if s.Skipped > 0 {
		answer.Skipped = &s.Skipped
	}
	until := s.UpdatedAt
	if s.FinishedAt != nil {
		until = *s.FinishedAt
	}
	if took := until.Sub(s.StartedAt); took > time.Second {
		answer.Rate = new(float32(float64(s.Companies+s.Contacts) / took.Seconds()))
	}
	if s.Open() && s.Mode == directory.Reconciliation && known > s.Contacts {
		answer.Remaining = new(known - s.Contacts)
	}
	return answer
}
