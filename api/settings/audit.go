package settings

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/auditlog"
)

// Audit answers for what happened, and for the proof of it.
type Audit struct {
	Store *store.Store
	Now   func() time.Time
	Log   *slog.Logger
}

func (h Audit) ListAudit(ctx context.Context, request gen.ListAuditRequestObject) (gen.ListAuditResponseObject, error) {
	asked := request.Params
	after, err := auditPlace(asked.Cursor)
	if err != nil {
		return nil, err
	}
	size := respond.PageSize(asked.Limit)
	lines, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]auditlog.Line, error) {
		return auditlog.List(ctx, tx, auditlog.Filter{Company: asked.CompanyID, Action: asked.Action, Actor: asked.ActorID, From: asked.From, To: asked.To}, after, size+1)
	})
	if err != nil {
		return nil, err
	}
	answer := gen.ListAudit200JSONResponse{}
	if len(lines) > size {
		lines = lines[:size]
		answer.NextCursor = new(auditCursor(lines[size-1]))
	}
	answer.Items = list.Of(lines, auditAnswer)
	return answer, nil
}

// GetAuditEntry answers the entry that the path names.
func (h Audit) GetAuditEntry(ctx context.Context, _ gen.GetAuditEntryRequestObject) (gen.GetAuditEntryResponseObject, error) {
	return gen.GetAuditEntry200JSONResponse(auditAnswer(gate.Row[auditlog.Line](ctx))), nil
}

// ListAuditActions lists what the log can be narrowed to.
func (h Audit) ListAuditActions(ctx context.Context, _ gen.ListAuditActionsRequestObject) (gen.ListAuditActionsResponseObject, error) {
	actions, err := gate.InTenant(ctx, h.Store, auditlog.Actions)
	return gen.ListAuditActions200JSONResponse{Items: actions}, err
}

// auditCursor is where the next page begins. It is no secret: it tells nothing that the page did not.
func auditCursor(last auditlog.Line) string {
	place, err := json.Marshal(auditlog.Place{At: last.At, ID: last.ID})
	if err != nil {
		panic(err) // a time and an id always encode
	}
	return base64.RawURLEncoding.EncodeToString(place)
}

func auditPlace(cursor *string) (*auditlog.Place, error) {
	if cursor == nil {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(*cursor)
	var place auditlog.Place
	if err != nil || json.Unmarshal(raw, &place) != nil || place.At.IsZero() {
		return nil, respond.BadCursor()
	}
	return &place, nil
}

func auditAnswer(line auditlog.Line) gen.AuditEntry {
	entry := gen.AuditEntry{
		ID: line.ID, At: line.At, Actor: respond.Actor(line.By), ActorName: line.By.Name, ActorKind: new(gen.AuditEntryActorKind(line.By.Kind)), Action: line.Action,
		Subject: respond.Present(line.Subject), SubjectKind: respond.Present(line.SubjectKind), SubjectID: respond.Present(line.SubjectID),
	}
	if line.CompanyID != nil {
		entry.Company = &gen.Ref{ID: *line.CompanyID, Name: line.CompanyName}
	}
	if link := line.Link; link != nil {
		entry.Chain = &gen.AuditLink{Seq: link.Seq, Previous: link.Previous, Hash: link.Hash}
	}
	if len(line.Details) > 0 {
		entry.Details = &line.Details
	}
	return entry
}
