package store

import "context"

// TenantLeft is the tenant that an idle pooled connection still has.
func (s *Store) TenantLeft(ctx context.Context) (left string, err error) {
	err = s.pool.QueryRow(ctx, `SELECT coalesce(current_setting('countersign.tenant', true), '')`).Scan(&left)
	return left, err
}
