package sweep

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store/conversations"
	"countersign/store/messages"
	"countersign/store/notices"
)

// messageGrace is how long a client's message may wait for the process that stored it to route it.
const messageGrace = 10 * time.Second

// routeMessages routes messages that the process which stored them did not. A sender whose messages cannot be routed holds no other sender back.
func (s Sweeper) routeMessages(ctx context.Context) error {
	for {
		messages, err := messages.Orphaned(ctx, s.Store, s.Now().Add(-messageGrace), batch)
		if err != nil {
			return err
		}
		var failed error
		for _, m := range messages {
			if err := s.Route(ctx, m.TenantID, m.ID); err != nil {
				failed = err
			}
		}
		if failed != nil || len(messages) < batch {
			return failed
		}
	}
}

// noticeGrace is how long a notice may wait for the workflow that its request should have started.
const noticeGrace = time.Minute

// startNotices starts the workflows of notices that were written and not started.
func (s Sweeper) startNotices(ctx context.Context) error {
	waiting, err := notices.Orphaned(ctx, s.Store, s.Now().Add(-noticeGrace), batch)
	return each(waiting, err, func(notice notices.Ref) error { return s.Dispatch.StartNotice(ctx, notice.TenantID, notice.ID) })
}

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
	return each(orphans, err, func(orphan conversations.Ref) error {
		return s.Dispatch.SignalConversation(ctx, orphan.TenantID, orphan.ID, uuid.Nil)
	})
}
