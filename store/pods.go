package store

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/store/db"
)

// PodHost is the PSA in whose screens a pod stands.
type PodHost struct {
	Kind   string
	Origin string // scheme://host[:port] of the connection's address; "" when the PSA has one for everybody
}

// PodHost tells where the pod of an integration stands. It is asked before anybody has signed in; ErrNotFound for one that is no PSA or is disconnected.
func (s *Store) PodHost(ctx context.Context, integration uuid.UUID) (PodHost, error) {
	return One[PodHost](ctx, s, `SELECT * FROM door.pod_host($1)`, integration)
}

// ContactAtPSA lists the person whom a PSA knows by an id: one, or nobody when they are not synced or not for the asker to see.
func (tx Tx) ContactAtPSA(ctx context.Context, integration uuid.UUID, externalID string, scope Scope) ([]Contact, error) {
	id, err := tx.ContactIDAtPSA(ctx, db.ContactIDAtPSAParams{IntegrationID: integration, ExternalID: externalID})
	if errors.Is(err, ErrNotFound) {
		return []Contact{}, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := tx.contacts(ctx, []uuid.UUID{id})
	if err != nil || len(found) == 0 || !scope.Allows(found[0].Company.ID) {
		return []Contact{}, err
	}
	return found, nil
}

// psaOf is whose ticket one is: that PSA's that was named, else that of the one that was connected first; ok is false for an MSP without any.
func (tx Tx) psaOf(ctx context.Context, named *uuid.UUID) (integration uuid.UUID, ok bool, err error) {
	if named != nil {
		return *named, true, nil
	}
	return tx.PSA(ctx)
}
