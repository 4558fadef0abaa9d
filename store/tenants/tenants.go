// Package tenants creates and lists MSPs.
package tenants

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
)

// CreateBare makes an MSP without people, policy or integrations.
func CreateBare(ctx context.Context, s *store.Store, id uuid.UUID, slug, name string) error {
	_, err := s.Exec(ctx, `SELECT door.create_tenant($1, $2, $3)`, id, slug, name)
	return err
}

// Ref names an MSP.
type Ref struct {
	TenantID uuid.UUID
	Slug     string
	Name     string
}

// List lists every MSP, for chores that go from one to the next.
func List(ctx context.Context, s *store.Store) ([]Ref, error) {
	return store.All[Ref](ctx, s, `SELECT * FROM door.tenants()`)
}
