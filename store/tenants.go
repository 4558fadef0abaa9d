package store

import (
	"context"

	"github.com/google/uuid"
)

// CreateBareTenant makes an MSP without people, policy or integrations.
func (s *Store) CreateBareTenant(ctx context.Context, id uuid.UUID, slug, name string) error {
	_, err := s.Exec(ctx, `SELECT door.create_tenant($1, $2, $3)`, id, slug, name)
	return err
}
