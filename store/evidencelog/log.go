// Package evidencelog stores the signed chain of evidence of a tenant.
package evidencelog

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"countersign/core/evidence"
	"countersign/core/ledger"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/auditlog"
	"countersign/store/db"
)

// contactPurpose keys the hash that stands for a person in evidence.
const contactPurpose = "evidence-contact"
const notePurpose = "evidence-note"

// ContactHash names a contact in evidence without telling who it is.
func ContactHash(tx store.Tx, contact uuid.UUID) string {
	return hex.EncodeToString(tx.Index(contactPurpose, contact.String()))
}

// NoteHash binds evidence to what the technician noted, without its words: they may name somebody, and evidence names nobody. "" without a note.
func NoteHash(tx store.Tx, verification uuid.UUID, note string) string {
	if note == "" {
		return ""
	}
	return hex.EncodeToString(tx.Index(notePurpose, verification.String()+"\x00"+note))
}

// Append signs a bundle as the next of the tenant's chain. It locks the chain's head: everything else a transaction locks must be locked before.
func Append(ctx context.Context, tx store.Tx, bundle evidence.Bundle) error {
	head, err := lockHead(ctx, tx)
	if err != nil {
		return err
	}
	keyID, key := tx.Ring().Signer()
	bundle.Format, bundle.Tenant, bundle.KeyID = evidence.Format, tx.Tenant, keyID
	bundle.Seq, bundle.Previous, bundle.CreatedAt = head.Seq+1, head.Hash, store.Now()
	bundle.Audit = &evidence.Anchor{Seq: head.AuditSeq, Hash: head.AuditHash}
	envelope, err := evidence.Sign(bundle, key)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			db.New(tx).InsertEvidence(ctx, db.InsertEvidenceParams{
				TenantID: tx.Tenant, Seq: bundle.Seq, VerificationID: bundle.Verification, Kind: bundle.Kind, Bundle: string(envelope.Bundle),
				Hash: envelope.Hash, Signature: envelope.Signature, KeyID: envelope.KeyID, CreatedAt: bundle.CreatedAt,
			}),
			db.New(tx).MoveHead(ctx, db.MoveHeadParams{Seq: bundle.Seq, Hash: envelope.Hash}),
		)
	})
}

// lockHead locks the end of the tenant's chain; the first to ask makes it.
func lockHead(ctx context.Context, tx store.Tx) (db.LockHeadRow, error) {
	head, err := db.New(tx).LockHead(ctx)
	if !errors.Is(err, store.ErrNotFound) {
		return head, err
	}
	if err := db.New(tx).BeginChain(ctx, tx.Tenant); err != nil {
		return head, err
	}
	return db.New(tx).LockHead(ctx)
}

// AppendDelivery appends a delivery report that came after the end. The verification's row is locked, so the look before the write suffices.
func AppendDelivery(ctx context.Context, tx store.Tx, id uuid.UUID, number int, settlement ledger.Settlement) error {
	kind := evidence.KindDelivery(number, settlement.Status)
	exists, err := db.New(tx).EvidenceExists(ctx, db.EvidenceExistsParams{VerificationID: id, Kind: kind})
	if err != nil || exists {
		return err
	}
	return Append(ctx, tx, evidence.Bundle{
		Kind: kind, Verification: id,
		Delivery: &evidence.Delivery{Send: number, Status: settlement.Status, ErrorCode: settlement.ErrorCode, At: settlement.At.UTC()},
	})
}

// Of is a verification's bundle and its addenda, in the order of the chain; none while it is open.
func Of(ctx context.Context, tx store.Tx, verification uuid.UUID) ([]evidence.Envelope, error) {
	rows, err := db.New(tx).EvidenceOf(ctx, verification)
	return list.Of(rows, func(row db.Evidence) evidence.Envelope {
		return evidence.Envelope{Bundle: json.RawMessage(row.Bundle), Hash: row.Hash, Signature: row.Signature, KeyID: row.KeyID}
	}), err
}

// Numbered is a signed bundle with its place in the tenant's chain.
type Numbered struct {
	Seq      int64
	Envelope evidence.Envelope
}

// List lists at most limit bundles in the order of the chain, those after a sequence number. The filter's Action does not apply.
func List(ctx context.Context, tx store.Tx, filter auditlog.Filter, after int64, limit int) ([]Numbered, error) {
	rows, err := db.New(tx).ListEvidence(ctx, db.ListEvidenceParams{AfterSeq: after, CompanyID: filter.Company, FromAt: filter.From, ToAt: filter.To, RowLimit: int32(limit)})
	return list.Of(rows, func(row db.ListEvidenceRow) Numbered {
		return Numbered{Seq: row.Seq, Envelope: evidence.Envelope{Bundle: json.RawMessage(row.Bundle), Hash: row.Hash, Signature: row.Signature, KeyID: row.KeyID}}
	}), err
}
