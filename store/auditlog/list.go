// Package auditlog reads the audit log; store.Tx.Audit writes it.
package auditlog

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// Filter narrows the audit log. Nil does not filter.
type Filter struct {
	Company *uuid.UUID
	Action  *string
	From    *time.Time // inclusive
	To      *time.Time // exclusive
}

// Line is one line of the audit log as screens and exports show it.
type Line struct {
	ID          uuid.UUID
	At          time.Time
	ActorKind   string
	ActorName   string
	Action      string
	SubjectKind string
	SubjectID   string
	Subject     string // what the subject is called today, "" when it has no name (any more)
	CompanyID   *uuid.UUID
	CompanyName string
	Details     map[string]any
}

// Place is a place in the log: the entry that a page ended with.
type Place struct {
	At time.Time
	ID uuid.UUID
}

// List lists at most limit lines, newest first, from after a place on; nil begins at the newest.
func List(ctx context.Context, tx store.Tx, filter Filter, after *Place, limit int) ([]Line, error) {
	query := db.ListAuditParams{CompanyID: filter.Company, Action: filter.Action, FromAt: filter.From, ToAt: filter.To, RowLimit: int32(limit)}
	if after != nil {
		query.BeforeAt, query.BeforeID = &after.At, &after.ID
	}
	rows, err := db.New(tx).ListAudit(ctx, query)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(rows))
	var subjects []uuid.UUID
	for i, row := range rows {
		lines[i] = Line{ID: row.ID, At: row.At, ActorKind: row.ActorKind, ActorName: row.ActorName, Action: row.Action, SubjectKind: row.SubjectKind, SubjectID: row.SubjectID, CompanyID: row.CompanyID}
		if row.CompanyName != nil {
			lines[i].CompanyName = *row.CompanyName
		}
		if err := json.Unmarshal(row.Details, &lines[i].Details); err != nil {
			return nil, fmt.Errorf("store: details of audit entry %s: %w", row.ID, err)
		}
		if id, err := uuid.Parse(row.SubjectID); err == nil {
			subjects = append(subjects, id)
		}
	}
	names, err := db.New(tx).SubjectNames(ctx, subjects)
	if err != nil {
		return nil, err
	}
	called := map[string]string{}
	for _, row := range names {
		called[row.ID.String()] = row.Name
	}
	for i := range lines {
		lines[i].Subject = called[lines[i].SubjectID]
	}
	return lines, nil
}
