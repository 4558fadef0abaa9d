package sweep

import (
	"context"

	"countersign/store/conversations"
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
	all, err := tenants.List(ctx, s.Store)
	return each(all, err, func(tenant tenants.Ref) error {
		_, err := retention.Apply(ctx, s.Store, tenant.TenantID, s.Now(), batch)
		return err
	})
}

// closeIdleConversations closes conversations without a message for thirty days.
func (s Sweeper) closeIdleConversations(ctx context.Context) error {
	all, err := tenants.List(ctx, s.Store)
	return each(all, err, func(tenant tenants.Ref) error {
		_, err := conversations.CloseIdle(ctx, s.Store, tenant.TenantID, s.Now(), batch)
		return err
	})
}
