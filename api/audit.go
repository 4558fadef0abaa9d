package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"time"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/store"
)

// audits answers for what happened, and for the proof of it.
type audits struct {
	Store *store.Store
	Now   func() time.Time
	Log   *slog.Logger
}

func (h audits) ListAudit(ctx context.Context, request gen.ListAuditRequestObject) (gen.ListAuditResponseObject, error) {
	asked := request.Params
	after, err := auditPlace(asked.Cursor)
	if err != nil {
		return nil, err
	}
	size := pageSize(asked.Limit)
	var lines []store.AuditLine
	err = h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		lines, err = tx.AuditLog(ctx, store.AuditFilter{Company: asked.CompanyID, Action: asked.Action, From: asked.From, To: asked.To}, after, size+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := gen.ListAudit200JSONResponse{}
	if len(lines) > size {
		lines = lines[:size]
		answer.NextCursor = new(auditCursor(lines[size-1]))
	}
	answer.Items = make([]gen.AuditEntry, len(lines))
	for i, line := range lines {
		answer.Items[i] = auditAnswer(line)
	}
	return answer, nil
}

func auditAnswer(line store.AuditLine) gen.AuditEntry {
	entry := gen.AuditEntry{
		ID: line.ID, At: line.At, Actor: line.ActorName, ActorKind: new(gen.AuditEntryActorKind(line.ActorKind)), Action: line.Action,
		Subject: present(line.Subject), SubjectKind: present(line.SubjectKind), SubjectID: present(line.SubjectID),
	}
	if line.CompanyID != nil {
		entry.Company = &gen.Ref{ID: *line.CompanyID, Name: line.CompanyName}
	}
	if len(line.Details) > 0 {
		entry.Details = &line.Details
	}
	return entry
}

// auditCursor is where the next page begins. It is no secret: it tells nothing that the page did not.
func auditCursor(last store.AuditLine) string {
	place, err := json.Marshal(store.AuditPlace{At: last.At, ID: last.ID})
	if err != nil {
		panic(err) // a time and an id always encode
	}
	return base64.RawURLEncoding.EncodeToString(place)
}

func auditPlace(cursor *string) (*store.AuditPlace, error) {
	if cursor == nil {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(*cursor)
	var place store.AuditPlace
	if err != nil || json.Unmarshal(raw, &place) != nil || place.At.IsZero() {
		return nil, badCursor()
	}
	return &place, nil
}

func badCursor() *problem.Error {
	return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "cursor", Message: "Not a cursor of this list: begin with the first page again."})
}

const standardPage = 50

func pageSize(limit *gen.Limit) int {
	if limit == nil {
		return standardPage
	}
	return *limit
}

func (h audits) ExportAudit(ctx context.Context, request gen.ExportAuditRequestObject) (gen.ExportAuditResponseObject, error) {
	actor := ActorOf(ctx)
	filter := store.AuditFilter{Company: request.Params.CompanyID, From: request.Params.From, To: request.Params.To}
	if filter.From != nil && filter.To != nil && !filter.From.Before(*filter.To) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "to", Message: "Choose an end after the beginning."})
	}
	// Who takes the log away is in the log, before the first byte leaves.
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if filter.Company != nil {
			if _, err := tx.Company(ctx, *filter.Company); err != nil {
				return err
			}
		}
		return audit(ctx, tx, store.AuditEntry{Action: "audit.exported", SubjectKind: "audit", SubjectID: actor.Tenant.String(), CompanyID: filter.Company})
	})
	if err != nil {
		return nil, err
	}
	return archive{ctx: ctx, tenant: actor.Tenant, filter: filter, store: h.Store, log: h.Log, at: h.Now()}, nil
}
