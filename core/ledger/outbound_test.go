package ledger_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/ledger"
)

func TestAnOutboundIDIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(1, 1000).Draw(t, "number")
		id := uuid.New()
		gotID, gotNumber, err := ledger.ParseOutboundID(ledger.OutboundID(id, number))
		require.NoError(t, err)
		require.Equal(t, id, gotID)
		require.Equal(t, number, gotNumber)
	})
}

func TestWhatIsNotAnOutboundIDIsRefused(t *testing.T) {
	t.Parallel()
	id := uuid.NewString()
	for _, text := range []string{"", id, id + "-", id + "-0", id + "-+1", id + "--1", id + "-x", id + "_1", "notice-" + id, id[1:] + "-11"} {
		_, _, err := ledger.ParseOutboundID(text)
		require.ErrorIs(t, err, ledger.ErrOutboundID, text)
	}
}
