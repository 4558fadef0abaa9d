package sweep

import (
	"context"

	"countersign/store/retention"
	"countersign/store/tenants"
)

// deleteExpired deletes rows that only had a time to live.
func (s Sweeper) deleteExpired(ctx context.Context) error {
	_, err := retention.DeleteExpired(ctx, s.Store, s.Now())
	return err
}

// applyRetention carries out every MSP's retention.
func (s Sweeper) applyRetention(ctx context.Context) error {
	tenants, err := tenants.List(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		if _, err := retention.Apply(ctx, s.Store, tenant.TenantID, s.Now(), batch); err != nil {
			return err
		}
	}
	return nil
}
