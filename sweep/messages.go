package sweep

import (
	"context"
	"time"

	"countersign/store/messages"
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
