package inbound

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/conversation"
	"countersign/store/messages"
)

const (
	// routers is how many messages of one process are routed at a time.
	routers = 4
	// waiting is how many messages may wait for a router. What does not fit is left to the sweep.
	waiting = 256
)

// Queue routes messages in the background after they were stored.
type Queue struct {
	route func(ctx context.Context, tenant, message uuid.UUID) error
	log   *slog.Logger
	jobs  chan messages.Ref
}

// NewQueue makes a queue in front of a router.
func NewQueue(route func(ctx context.Context, tenant, message uuid.UUID) error, log *slog.Logger) *Queue {
	return &Queue{route: route, log: log, jobs: make(chan messages.Ref, waiting)}
}

// Offer has a message routed soon. It never waits: what the queue cannot take stands in its row, and the sweep finds it there.
// An e-mail is held back for as long as another one may overtake it.
func (q *Queue) Offer(tenant, message uuid.UUID, by channel.Transport) {
	ref := messages.Ref{TenantID: tenant, ID: message}
	if by == channel.Email {
		time.AfterFunc(conversation.Hold, func() { q.put(ref) })
		return
	}
	q.put(ref)
}

func (q *Queue) put(ref messages.Ref) {
	select {
	case q.jobs <- ref:
	default:
	}
}

// Run routes until ctx ends. What waits then is left to the sweep.
func (q *Queue) Run(ctx context.Context) {
	var group sync.WaitGroup
	for range routers {
		group.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case ref := <-q.jobs:
					q.one(ctx, ref)
				}
			}
		})
	}
	group.Wait()
}

func (q *Queue) one(ctx context.Context, ref messages.Ref) {
	if err := q.route(ctx, ref.TenantID, ref.ID); err != nil && ctx.Err() == nil {
		q.log.WarnContext(ctx, "a message was not routed; the sweep tries again", "tenant", ref.TenantID, "message", ref.ID, "error", err)
	}
}
