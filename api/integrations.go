package api

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
	"countersign/store"
)

// integrations answers for the PSAs that an MSP connected.
type integrations struct {
	Store     *store.Store
	Now       func() time.Time
	PublicURL string
	PSAs      PSAs
	Schedules schedules
}

func (h integrations) ListPSAKinds(context.Context, gen.ListPSAKindsRequestObject) (gen.ListPSAKindsResponseObject, error) {
	answer := gen.ListPSAKinds200JSONResponse{Items: []gen.PSAKind{}}
	if h.PSAs == nil {
		return answer, nil
	}
	for _, v := range h.PSAs.Vendors() {
		answer.Items = append(answer.Items, psaKindAnswer(v))
	}
	return answer, nil
}

func (h integrations) ListIntegrations(ctx context.Context, _ gen.ListIntegrationsRequestObject) (gen.ListIntegrationsResponseObject, error) {
	list, err := h.list(ctx, nil)
	return gen.ListIntegrations200JSONResponse{Items: list}, err
}

func (h integrations) GetIntegration(ctx context.Context, request gen.GetIntegrationRequestObject) (gen.GetIntegrationResponseObject, error) {
	one, err := h.one(ctx, request.IntegrationID)
	return gen.GetIntegration200JSONResponse(one), err
}

func (h integrations) CreateIntegration(ctx context.Context, request gen.CreateIntegrationRequestObject) (gen.CreateIntegrationResponseObject, error) {
	asked, actor := *request.Body, ActorOf(ctx)
	vendor, known := vendorOf(h.PSAs, asked.Kind)
	if !known {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "kind", Message: "There is no such PSA. /psa-kinds lists those that can be connected."})
	}
	name, wrong := readName("name", asked.Name)
	wanted := store.PSA{Kind: asked.Kind, Name: name, BaseURL: strings.TrimSpace(value(asked.BaseURL)), Credentials: value(asked.Credentials), Enabled: true}
	if wrong = append(wrong, wrongConnection(vendor, wanted)...); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if wanted.ID, err = tx.AddPSA(ctx, wanted); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "integration.created", SubjectKind: "integration", SubjectID: wanted.ID.String(), Details: map[string]any{"kind": wanted.Kind}})
	})
	if err != nil {
		return nil, err
	}
	h.Schedules.schedule(ctx, actor.Tenant, wanted.ID)
	one, err := h.one(ctx, wanted.ID)
	return gen.CreateIntegration201JSONResponse(one), err
}

func (h integrations) UpdateIntegration(ctx context.Context, request gen.UpdateIntegrationRequestObject) (gen.UpdateIntegrationResponseObject, error) {
	asked, actor := *request.Body, ActorOf(ctx)
	var was, now store.PSA
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if was, err = tx.OpenPSA(ctx, request.IntegrationID); err != nil {
			return err
		}
		var wrong []problem.Field
		if now, wrong = h.changed(was, asked); len(wrong) > 0 {
			return problem.Invalid(problem.ValidationFailed, wrong...)
		}
		if err := tx.ChangePSA(ctx, now); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "integration.changed", SubjectKind: "integration", SubjectID: now.ID.String(), Details: map[string]any{"fields": fieldsOf(asked)}})
	})
	if err != nil {
		return nil, err
	}
	if now.Enabled != was.Enabled {
		h.Schedules.pause(ctx, actor.Tenant, now.ID, !now.Enabled)
	}
	one, err := h.one(ctx, now.ID)
	return gen.UpdateIntegration200JSONResponse(one), err
}

// changed is a connection after a patch. Another address gets none of the old credentials: whoever may change an address must not learn the keys by it.
func (h integrations) changed(was store.PSA, asked gen.IntegrationPatch) (now store.PSA, wrong []problem.Field) {
	now = was
	if asked.Name != nil {
		now.Name, wrong = readName("name", *asked.Name)
	}
	now.Credentials = maps.Clone(was.Credentials)
	if asked.BaseURL != nil && strings.TrimSpace(*asked.BaseURL) != was.BaseURL {
		now.BaseURL, now.Credentials = strings.TrimSpace(*asked.BaseURL), map[string]string{}
	}
	if now.Credentials == nil {
		now.Credentials = map[string]string{}
	}
	maps.Copy(now.Credentials, value(asked.Credentials))
	if asked.Enabled != nil {
		now.Enabled = *asked.Enabled
	}
	vendor, known := vendorOf(h.PSAs, now.Kind)
	if known && (asked.BaseURL != nil || asked.Credentials != nil) {
		wrong = append(wrong, wrongConnection(vendor, now)...)
	}
	return now, wrong
}

func fieldsOf(asked gen.IntegrationPatch) []string {
	fields := []string{}
	for name, given := range map[string]bool{"name": asked.Name != nil, "base_url": asked.BaseURL != nil, "credentials": asked.Credentials != nil, "enabled": asked.Enabled != nil} {
		if given {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	return fields
}

func (h integrations) ArchiveIntegration(ctx context.Context, request gen.ArchiveIntegrationRequestObject) (gen.ArchiveIntegrationResponseObject, error) {
	actor := ActorOf(ctx)
	hush := h.unsubscriber(ctx, actor.Tenant, request.IntegrationID)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		archived, err := tx.RetirePSA(ctx, request.IntegrationID, h.Now())
		if err != nil || !archived {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "integration.archived", SubjectKind: "integration", SubjectID: request.IntegrationID.String()})
	})
	if err != nil {
		return nil, err
	}
	h.Schedules.unschedule(ctx, actor.Tenant, request.IntegrationID)
	hush()
	return gen.ArchiveIntegration204Response{}, nil
}

// unsubscriber returns what cancels the webhook that we registered at a PSA. It is made while the connection still has its credentials and called once they
// are gone. Where the PSA does not cancel, its later calls are refused.
func (h integrations) unsubscriber(ctx context.Context, tenant, integration uuid.UUID) func() {
	nothing := func() {}
	if h.PSAs == nil {
		return nothing
	}
	row, gone := h.Store.PSA(ctx, tenant, integration)
	desk, closed := h.PSAs.Desk(ctx, tenant, integration)
	subscriber, ok := desk.(psa.Subscriber)
	if gone != nil || closed != nil || !ok {
		return nothing
	}
	return func() {
		h.Schedules.plan(ctx, "cancelling a webhook at a PSA", func(ctx context.Context) error {
			return subscriber.Unsubscribe(ctx, hookURL(h.PublicURL, row.Kind, integration))
		})
	}
}

func (h integrations) TestIntegration(ctx context.Context, request gen.TestIntegrationRequestObject) (gen.TestIntegrationResponseObject, error) {
	var wrong string
	err := ask(ctx, h.PSAs, request.IntegrationID, func(ctx context.Context, desk ticket.Desk) error { return desk.Check(ctx) })
	if err != nil {
		if _, ours := errors.AsType[*provider.Error](err); !ours {
			return nil, psaProblem(err)
		}
		wrong = psa.Problem(err)
	}
	if err := h.Store.PSAAnswered(ctx, ActorOf(ctx).Tenant, request.IntegrationID, wrong, h.Now()); err != nil {
		return nil, err
	}
	return gen.TestIntegration200JSONResponse{Ok: wrong == "", Problem: present(wrong)}, nil
}

func (h integrations) GetPodApp(ctx context.Context, request gen.GetPodAppRequestObject) (gen.GetPodAppResponseObject, error) {
	vendor, _ := vendorOf(h.PSAs, IntegrationOf(ctx).Kind)
	if vendor.Pod == nil || vendor.Pod.App == nil {
		return nil, errUnseen
	}
	file, err := vendor.Pod.App(h.PublicURL + "/pod/" + request.IntegrationID.String())
	return gen.GetPodApp200ApplicationZipResponse{Body: bytes.NewReader(file), ContentLength: int64(len(file))}, err
}

func (h integrations) SyncIntegration(ctx context.Context, request gen.SyncIntegrationRequestObject) (gen.SyncIntegrationResponseObject, error) {
	if !IntegrationOf(ctx).Enabled {
		return nil, problem.New(problem.Conflict, "This connection is disabled. Enable it, then sync.")
	}
	if err := h.Schedules.syncNow(ctx, ActorOf(ctx).Tenant, request.IntegrationID); err != nil {
		return nil, err
	}
	return gen.SyncIntegration202Response{}, nil
}

func (h integrations) ListSyncs(ctx context.Context, request gen.ListSyncsRequestObject) (gen.ListSyncsResponseObject, error) {
	answer := gen.ListSyncs200JSONResponse{Items: []gen.Sync{}}
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		items, next, err := tx.Syncs(ctx, request.IntegrationID, value(request.Params.Cursor), pageSize(request.Params.Limit))
		for _, s := range items {
			answer.Items = append(answer.Items, syncAnswer(s, 0))
		}
		answer.NextCursor = present(next)
		return err
	})
	return answer, err
}

func (h integrations) one(ctx context.Context, id uuid.UUID) (gen.Integration, error) {
	list, err := h.list(ctx, &id)
	if err == nil && len(list) == 0 {
		err = errUnseen
	}
	if err != nil {
		return gen.Integration{}, err
	}
	if next := h.Schedules.nextSync(ctx, ActorOf(ctx).Tenant, id); !next.IsZero() && list[0].Enabled {
		list[0].NextSyncAt = &next
	}
	return list[0], nil
}

func (h integrations) list(ctx context.Context, id *uuid.UUID) (list []gen.Integration, err error) {
	list = []gen.Integration{}
	err = h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := tx.PSAs(ctx, id)
		if err != nil {
			return err
		}
		ids := make([]uuid.UUID, len(rows))
		for i, row := range rows {
			ids[i] = row.ID
		}
		syncs, err := tx.LastSyncs(ctx, ids)
		for _, row := range rows {
			list = append(list, h.integrationAnswer(row, syncs[row.ID]))
		}
		return err
	})
	return list, err
}

// wrongConnection says what is wrong with an address or credentials before anybody is asked.
func wrongConnection(vendor psa.Vendor, p store.PSA) []problem.Field {
	var wrong []problem.Field
	names := map[string]bool{}
	for _, setting := range vendor.Settings {
		names[setting.Name] = true
	}
	for name := range p.Credentials {
		if !names[name] {
			wrong = append(wrong, problem.Field{Field: "credentials." + name, Message: vendor.Name + " has no such setting."})
		}
	}
	if p.BaseURL == "" && vendor.Address.Default == "" {
		return append(wrong, problem.Field{Field: "base_url", Message: "Give the address, like " + vendor.Address.Example + "."})
	}
	if at, err := url.Parse(p.BaseURL); p.BaseURL != "" && (err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http") {
		return append(wrong, problem.Field{Field: "base_url", Message: "Give an https address, like " + vendor.Address.Example + "."})
	}
	if len(wrong) > 0 {
		return wrong
	}
	if _, err := vendor.Open(psa.Connection{BaseURL: p.BaseURL, Credentials: p.Credentials}); err != nil {
		return []problem.Field{{Field: "credentials", Message: settingsProblem(vendor, err)}}
	}
	return nil
}

// settingsProblem makes a sentence of why a vendor's client could not be made. Such errors speak of settings by their names, never by their values.
func settingsProblem(vendor psa.Vendor, err error) string {
	said := strings.TrimPrefix(err.Error(), vendor.Kind+": ")
	return reasonOf(errors.New(strings.TrimSuffix(said, ".")))
}
