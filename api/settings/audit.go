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
	var lines []auditlog.Line
	err = h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		lines, err = auditlog.List(ctx, tx, auditlog.Filter{Company: asked.CompanyID, Action: asked.Action, From: asked.From, To: asked.To}, after, size+1)
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
