package channel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
)

func TestTheTableIsWhole(t *testing.T) {
	t.Parallel()
	for _, spec := range channel.All {
		found, ok := channel.Of(spec.Name)
		require.True(t, ok)
		require.Equal(t, spec, found, "a name stands once")
		require.NotEmpty(t, spec.ContactPoints, spec.Name)
		require.Equal(t, spec.Transport == channel.Email, spec.Assurance == channel.Low, "e-mail proves little, SMS and calls more: %s", spec.Name)
	}
	_, ok := channel.Of("pigeon")
	require.False(t, ok)
}
