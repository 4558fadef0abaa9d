package connections

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/psasync"
)

// Integrations answers for the PSAs that an MSP connected.
type Integrations struct {
	Store     *store.Store
	Now       func() time.Time
	PublicURL string
	PSAs      vendors.Opener
	Log       *slog.Logger
	Dispatch  *dispatch.Dispatcher
}

func (h Integrations) ListIntegrations(ctx context.Context, _ gen.ListIntegrationsRequestObject) (gen.ListIntegrationsResponseObject, error) {
	list, err := h.list(ctx, nil)
	return gen.ListIntegrations200JSONResponse{Items: list}, err
}

func (h Integrations) GetIntegration(ctx context.Context, request gen.GetIntegrationRequestObject) (gen.GetIntegrationResponseObject, error) {
	one, err := h.one(ctx, request.IntegrationID)
	return gen.GetIntegration200JSONResponse(one), err
}

func (h Integrations) CreateIntegration(ctx context.Context, request gen.CreateIntegrationRequestObject) (gen.CreateIntegrationResponseObject, error) {
	asked, actor := *request.Body, gate.ActorOf(ctx)
	vendor, known := vendors.Find(h.PSAs, asked.Kind)
	if !known {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "kind", Message: "There is no such PSA. /psa-kinds lists those that can be connected."})
	}
	name, wrong := respond.ReadName("name", asked.Name)
	wanted := integrations.PSA{Kind: asked.Kind, Name: name, BaseURL: strings.TrimSpace(respond.Value(asked.BaseURL)), Credentials: respond.Value(asked.Credentials), Enabled: true, By: actor.Stored()}
	if wrong = append(wrong, wrongConnection(vendor, wanted)...); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	made, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (uuid.UUID, error) {
		id, err := integrations.CreatePSA(ctx, tx, wanted)
		if err != nil {
			return id, err
		}
		return id, gate.Audit(ctx, tx, store.AuditEntry{Action: "integration.created", SubjectKind: "integration", SubjectID: id.String(), Details: map[string]any{"kind": wanted.Kind}})
	})
	if err != nil {
		return nil, err
	}
	h.try(ctx, "making the schedule of a PSA's syncs", func(ctx context.Context) error { return h.Dispatch.ScheduleSyncs(ctx, actor.Tenant, made) })
	one, err := h.one(ctx, made)
	return gen.CreateIntegration201JSONResponse(one), err
}

func (h Integrations) UpdateIntegration(ctx context.Context, request gen.UpdateIntegrationRequestObject) (gen.UpdateIntegrationResponseObject, error) {
	asked, actor := *request.Body, gate.ActorOf(ctx)
	var was, now integrations.PSA
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if was, err = integrations.GetPSA(ctx, tx, request.IntegrationID); err != nil {
			return err
		}
		var wrong []problem.Field
		if now, wrong = h.changed(was, asked); len(wrong) > 0 {
			return problem.Invalid(problem.ValidationFailed, wrong...)
		}
		now.By = actor.Stored()
		if err := integrations.UpdatePSA(ctx, tx, now); err != nil {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "integration.changed", SubjectKind: "integration", SubjectID: now.ID.String(), Details: connectionDifferences(was, now, asked)})
	})
	if err != nil {
		return nil, err
	}
	if now.Enabled != was.Enabled {
		h.try(ctx, "pausing or resuming the schedule of a PSA's syncs", func(ctx context.Context) error {
			return h.Dispatch.PauseSyncs(ctx, actor.Tenant, now.ID, !now.Enabled)
		})
	}
	one, err := h.one(ctx, now.ID)
	return gen.UpdateIntegration200JSONResponse(one), err
}

func (h Integrations) ArchiveIntegration(ctx context.Context, request gen.ArchiveIntegrationRequestObject) (gen.ArchiveIntegrationResponseObject, error) {
	actor := gate.ActorOf(ctx)
	hush := h.unsubscriber(ctx, actor.Tenant, request.IntegrationID)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		archived, err := integrations.RetirePSA(ctx, tx, request.IntegrationID, h.Now())
		if err != nil || !archived {
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "integration.archived", SubjectKind: "integration", SubjectID: request.IntegrationID.String()})
	})
	if err != nil {
		return nil, err
	}
	h.try(ctx, "ending the schedule of a PSA's syncs", func(ctx context.Context) error {
		return h.Dispatch.UnscheduleSyncs(ctx, actor.Tenant, request.IntegrationID)
	})
	hush()
	return gen.ArchiveIntegration204Response{}, nil
}

func (h Integrations) TestIntegration(ctx context.Context, request gen.TestIntegrationRequestObject) (gen.TestIntegrationResponseObject, error) {
	var wrong, advice string
	err := vendors.Ask(ctx, h.PSAs, request.IntegrationID, func(ctx context.Context, system ticket.System) error {
		if err := system.Check(ctx); err != nil {
			return err
		}
		adviser, ok := system.(integration.Adviser)
		if !ok {
			return nil
		}
		var err error
		advice, err = adviser.Advise(ctx)
		return err
	})
	if err != nil {
		if _, ours := errors.AsType[*provider.Error](err); !ours {
			return nil, vendors.Problem(err)
		}
		wrong = integration.Problem(err)
	}
	if err := integrations.RecordHealth(ctx, h.Store, gate.ActorOf(ctx).Tenant, request.IntegrationID, wrong, h.Now()); err != nil {
		return nil, err
	}
	return gen.TestIntegration200JSONResponse{Ok: wrong == "", Problem: respond.Present(wrong), Advice: respond.Present(advice)}, nil
}

func (h Integrations) one(ctx context.Context, id uuid.UUID) (gen.Integration, error) {
	one, err := store.Only(h.list(ctx, &id))
	if err != nil {
		return gen.Integration{}, err
	}
	if next := h.nextSync(ctx, gate.ActorOf(ctx).Tenant, id); !next.IsZero() && one.Enabled {
		one.NextSyncAt = &next
	}
	return one, nil
}

func (h Integrations) list(ctx context.Context, id *uuid.UUID) ([]gen.Integration, error) {
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]gen.Integration, error) {
		rows, err := integrations.ListPSAs(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		syncs, err := psasync.LastSyncs(ctx, tx, list.Of(rows, func(row integrations.PSAHealth) uuid.UUID { return row.ID }))
		return list.Of(rows, func(row integrations.PSAHealth) gen.Integration { return h.integrationAnswer(row, syncs[row.ID]) }), err
	})
}
