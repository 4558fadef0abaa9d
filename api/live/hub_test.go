package live

import (
	"context"
	"log/slog"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/problem"
	"countersign/store"
	"countersign/store/storetest"
)

func TestOneScreenCannotOpenStreamsWithoutEnd(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	msp := storetest.Tenant(t, s)
	h := newHub(s, slog.New(slog.DiscardHandler))
	person := uuid.New()
	open := []*listener{}
	for range streamsPerActor {
		l, err := h.join(t.Context(), msp, person)
		require.NoError(t, err)
		open = append(open, l)
	}
	_, err := h.join(t.Context(), msp, person)
	require.ErrorIs(t, err, problem.New(problem.RateLimited, ""))
	h.leave(open[0])
	h.leave(open[0]) // twice is once
	open[0], err = h.join(t.Context(), msp, person)
	require.NoError(t, err)
	for _, l := range open {
		h.leave(l)
	}
	require.Empty(t, h.listeners)
}

func TestASlowStreamIsDroppedAndTheOthersHear(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	msp := storetest.Tenant(t, s)
	h := newHub(s, slog.New(slog.DiscardHandler))
	slow, err := h.join(t.Context(), msp, uuid.New())
	require.NoError(t, err)
	quick, err := h.join(t.Context(), msp, uuid.New())
	require.NoError(t, err)
	for range eventBuffer + 1 {
		require.NoError(t, s.InTenant(t.Context(), msp, func(ctx context.Context, tx store.Tx) error {
			return tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: store.NewID()})
		}))
		<-quick.events
	}
	heard := 0
	for range slow.events { // closed: it was dropped
		heard++
	}
	require.Equal(t, eventBuffer, heard)
	h.leave(slow)
	h.leave(quick)
}
