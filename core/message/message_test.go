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

func TestAMailThatCameBackFailedAlsoAfterItsDelivery(t *testing.T) {
	t.Parallel()
	require.True(t, message.Replaces(message.Delivered, message.Failed, true))
	require.False(t, message.Replaces(message.Delivered, message.Failed, false))
	for _, now := range []message.Status{message.Claimed, message.Unknown, message.Accepted, message.Sent, message.Delivered, message.Failed} {
		for _, next := range []message.Status{message.Claimed, message.Unknown, message.Accepted, message.Sent, message.Delivered} {
			require.Equal(t, message.Advances(now, next), message.Replaces(now, next, true), "%s -> %s", now, next)
		}
		require.Equal(t, now != message.Failed, message.Replaces(now, message.Failed, true), "%s -> failed", now)
	}
	require.Equal(t, "The mail came back: there is no such mailbox", message.Failure("5.1.1"))
	require.Equal(t, "The mail came back (5.7.1)", message.Failure("5.7.1"))
}
