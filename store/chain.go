package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"countersign/core/evidence"
	"countersign/core/ledger"
	"countersign/store/db"
)

// contactPurpose keys the hash that stands for a person in evidence.
const contactPurpose = "evidence-contact"

func (tx Tx) contactHash(contact uuid.UUID) string {
	return hex.EncodeToString(tx.Index(contactPurpose, contact.String()))
}

// append signs a bundle as the next of the tenant's chain. It locks the chain's head: everything else a transaction locks must be locked before.
func (tx Tx) appendEvidence(ctx context.Context, bundle evidence.Bundle) error {
	head, err := tx.lockHead(ctx)
	if err != nil {
		return err
	}
	keyID, key := tx.ring.Signer()
	bundle.Format, bundle.Tenant, bundle.KeyID = evidence.Format, tx.Tenant, keyID
	bundle.Seq, bundle.Previous, bundle.CreatedAt = head.Seq+1, head.Hash, Now()
	envelope, err := evidence.Sign(bundle, key)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx Tx) error {
		return errors.Join(
			tx.InsertEvidence(ctx, db.InsertEvidenceParams{
				TenantID: tx.Tenant, Seq: bundle.Seq, VerificationID: bundle.Verification, Kind: bundle.Kind, Bundle: string(envelope.Bundle),
				Hash: envelope.Hash, Signature: envelope.Signature, KeyID: envelope.KeyID, CreatedAt: bundle.CreatedAt,
			}),
			tx.MoveHead(ctx, db.MoveHeadParams{Seq: bundle.Seq, Hash: envelope.Hash}),
		)
	})
}

// lockHead locks the end of the tenant's chain; the first to ask makes it.
func (tx Tx) lockHead(ctx context.Context) (db.LockHeadRow, error) {
	head, err := tx.LockHead(ctx)
	if !errors.Is(err, ErrNotFound) {
		return head, err
	}
	if err := tx.BeginChain(ctx, tx.Tenant); err != nil {
		return head, err
	}
	return tx.LockHead(ctx)
}

// addDelivery appends a delivery report that came after the end. The verification's row is locked, so the look before the write suffices.
func (tx Tx) addDelivery(ctx context.Context, id uuid.UUID, number int, settlement ledger.Settlement) error {
	kind := evidence.KindDelivery(number, settlement.Status)
	exists, err := tx.EvidenceExists(ctx, db.EvidenceExistsParams{VerificationID: id, Kind: kind})
	if err != nil || exists {
		return err
	}
	return tx.appendEvidence(ctx, evidence.Bundle{
		Kind: kind, Verification: id,
		Delivery: &evidence.Delivery{Send: number, Status: settlement.Status, ErrorCode: settlement.ErrorCode, At: settlement.At.UTC()},
	})
}

// Evidence is a verification's bundle and its addenda, in the order of the chain; none while it is open.
func (tx Tx) Evidence(ctx context.Context, verification uuid.UUID) ([]evidence.Envelope, error) {
	rows, err := tx.EvidenceOf(ctx, verification)
	if err != nil {
		return nil, err
	}
	envelopes := make([]evidence.Envelope, len(rows))
	for i, row := range rows {
		envelopes[i] = evidence.Envelope{Bundle: json.RawMessage(row.Bundle), Hash: row.Hash, Signature: row.Signature, KeyID: row.KeyID}
	}
	return envelopes, nil
}
