package sweep

import (
	"context"
	"time"

	"countersign/store/notices"
)

// noticeGrace is how long a notice may wait for the workflow that its request should have started.
const noticeGrace = time.Minute

// startNotices starts the workflows of notices that were written and not started.
func (s Sweeper) startNotices(ctx context.Context) error {
	notices, err := notices.Orphaned(ctx, s.Store, s.Now().Add(-noticeGrace), batch)
	if err != nil {
		return err
	}
	for _, notice := range notices {
		if err := s.Dispatch.StartNotice(ctx, notice.TenantID, notice.ID); err != nil {
			return err
		}
	}
	return nil
}
