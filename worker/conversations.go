package worker

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

// wakeConversations starts the runs of conversations whose messages wait, and tells the running ones to look again.
func (s Sweep) wakeConversations(ctx context.Context, handed, noted time.Duration) error {
	strays, err := conversations.Orphaned(ctx, s.Store, s.Now().Add(-handed), s.Now().Add(-noted), sweepBatch)
	if err != nil {
		return err
	}
	for _, stray := range strays {
		if err := s.Dispatch.SignalConversation(ctx, stray.TenantID, stray.ID, uuid.Nil); err != nil {
			return err
		}
	}
	return nil
}

// closeSilent closes conversations that nobody has written in for thirty days.
func (s Sweep) closeSilent(ctx context.Context) error {
	tenants, err := tenants.List(ctx, s.Store)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		if _, err := conversations.CloseIdle(ctx, s.Store, tenant.TenantID, s.Now(), sweepBatch); err != nil {
			return err
		}
	}
	return nil
}
