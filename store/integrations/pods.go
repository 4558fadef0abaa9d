package integrations

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
)

// PodHost is the PSA in whose screens a pod stands.
type PodHost struct {
	Kind   string
	Origin string // scheme://host[:port] of the connection's address; "" when the PSA has one for all customers
}

// FindPodHost returns the PSA whose screens show the pod of an integration. It runs before sign-in; ErrNotFound for one that is no PSA or is disconnected.
func FindPodHost(ctx context.Context, s *store.Store, integration uuid.UUID) (PodHost, error) {
	return store.One[PodHost](ctx, s, `SELECT * FROM door.pod_host($1)`, integration)
}
