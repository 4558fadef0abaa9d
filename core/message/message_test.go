package message_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/message"
)

func TestAReportMovesASendForwardOnly(t *testing.T) {
	t.Parallel()
	order := []message.Status{message.Claimed, message.Unknown, message.Accepted, message.Sent, message.Delivered}
	for i, now := range order {
		for j, next := range order {
			require.Equal(t, j > i, message.Advances(now, next), "%s -> %s", now, next)
		}
		require.Equal(t, now != message.Delivered, message.Advances(now, message.Failed), "%s -> failed", now)
		require.False(t, message.Advances(message.Failed, now), "failed -> %s", now)
	}
}
