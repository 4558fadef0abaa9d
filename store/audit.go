package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// AuditEntry is one line of the audit log. It is written in the transaction of what it tells, and stays.
type AuditEntry struct {
	By          Actor
	Action      string // "user.invited": the subject's kind and what happened to it
	SubjectKind string
	SubjectID   string
	CompanyID   *uuid.UUID
	Details     map[string]any // never PII: ids, masks, codes of reasons, names of fields
}

// Audit writes one line of the audit log. The database puts it at the end of the MSP's chain when the transaction commits.
func (tx Tx) Audit(ctx context.Context, e AuditEntry) error {
	details := []byte("{}")
	if len(e.Details) > 0 {
		var err error
		if details, err = json.Marshal(e.Details); err != nil {
			return fmt.Errorf("store: details of the audit entry %s: %w", e.Action, err)
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO audit (tenant_id, id, actor_kind, actor_id, actor_name, via_key_id, via_key_name, action, subject_kind, subject_id, company_id, details)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Tenant, NewID(), e.By.Kind, Nullable(e.By.ID), e.By.Name, Nullable(e.By.ViaKey.ID), Nullable(e.By.ViaKey.Name), e.Action, e.SubjectKind, e.SubjectID, e.CompanyID, details)
	if err != nil {
		return fmt.Errorf("store: writing the audit entry %s: %w", e.Action, err)
	}
	return nil
}
