package sweep

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store/conversations"
	"countersign/store/tenants"
)

const (
	// handedWithin is how long a message may wait for the run that its request should have started.
	handedWithin = 15 * time.Second
	// notedWithin is how long a message may wait for its note; runs look after it themselves as long as they live.
	notedWithin = 15 * time.Minute
	// neverNoted asks for messages to hand over only.
	neverNoted = 365 * 24 * time.Hour
)

// signalConversations starts the runs of conversations whose messages wait, and tells the running ones to look again.
func (s Sweeper) signalConversations(ctx context.Context, handed, noted time.Duration) error {
	orphans, err := conversations.Orphaned(ctx, s.Store, s.Now().Add(-handed), s.Now().Add(-noted), batch)
	if err != nil {
		return err
	}
	for _, orphan := range orphans {
		if err := s.Dispatch.SignalConversation(ctx, orphan.TenantID, orphan.ID, uuid.Nil); err != nil {
			return err
		}
	}
	return nil
}

// closeIdleConversations closes conversations without a message for thirty days.
func (s Sweeper) closeIdleConversations(ctx context.Context) error {
	tenants, err := tenants.List(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		if _, err := conversations.CloseIdle(ctx, s.Store, tenant.TenantID, s.Now(), batch); err != nil {
			return err
		}
	}
	return nil
}
