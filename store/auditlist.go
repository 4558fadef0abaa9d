package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/evidence"
	"countersign/store/db"
)

// AuditFilter narrows the audit log. Nil asks for everything.
type AuditFilter struct {
	Company *uuid.UUID
	Action  *string
	From    *time.Time // inclusive
	To      *time.Time // exclusive
}

// AuditLine is one line of the audit log as screens and exports show it.
type AuditLine struct {
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

// AuditPlace is a place in the log: the entry that a page ended with.
type AuditPlace struct {
	At time.Time
	ID uuid.UUID
}

// AuditLog lists at most limit lines, newest first, from after a place on; nil begins at the newest.
func (tx Tx) AuditLog(ctx context.Context, filter AuditFilter, after *AuditPlace, limit int) ([]AuditLine, error) {
	query := db.ListAuditParams{CompanyID: filter.Company, Action: filter.Action, FromAt: filter.From, ToAt: filter.To, RowLimit: int32(limit)}
	if after != nil {
		query.BeforeAt, query.BeforeID = &after.At, &after.ID
	}
	rows, err := tx.ListAudit(ctx, query)
	if err != nil {
		return nil, err
	}
	lines := make([]AuditLine, len(rows))
	var subjects []uuid.UUID
	for i, row := range rows {
		lines[i] = AuditLine{ID: row.ID, At: row.At, ActorKind: row.ActorKind, ActorName: row.ActorName, Action: row.Action, SubjectKind: row.SubjectKind, SubjectID: row.SubjectID, CompanyID: row.CompanyID}
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
	names, err := tx.SubjectNames(ctx, subjects)
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

// NumberedEnvelope is a signed bundle with its place in the tenant's chain.
type NumberedEnvelope struct {
	Seq      int64
	Envelope evidence.Envelope
}

// EvidenceLog lists at most limit bundles in the order of the chain, those after a sequence number. The filter's Action does not apply.
func (tx Tx) EvidenceLog(ctx context.Context, filter AuditFilter, after int64, limit int) ([]NumberedEnvelope, error) {
	rows, err := tx.ListEvidence(ctx, db.ListEvidenceParams{AfterSeq: after, CompanyID: filter.Company, FromAt: filter.From, ToAt: filter.To, RowLimit: int32(limit)})
	if err != nil {
		return nil, err
	}
	list := make([]NumberedEnvelope, len(rows))
	for i, row := range rows {
		list[i] = NumberedEnvelope{Seq: row.Seq, Envelope: evidence.Envelope{Bundle: json.RawMessage(row.Bundle), Hash: row.Hash, Signature: row.Signature, KeyID: row.KeyID}}
	}
	return list, nil
}
