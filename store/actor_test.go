package store_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/actor"
	"countersign/core/evidence"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/evidencelog"
	"countersign/store/verify"
)

// A key that acts as a person is named in the audit log, the verification, its record, the shield and the evidence.
func TestAKeyThatActsAsAPersonIsNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := moment()
	by := d.sam
	by.ViaKey = actor.Key{ID: store.NewID(), Name: "Nightly"}
	ask := d.ask(d.ana, at)
	ask.Leader = by
	opened, err := verify.Open(t.Context(), d.store, d.tenant, ask)
	require.NoError(t, err)
	v := opened.Verification
	require.Equal(t, by, v.Leader)

	watcher := store.Actor{Kind: actor.User, ID: store.NewID(), Name: "Lee Wong"}
	ask = d.ask(d.ana, at)
	ask.Leader = watcher
	for range 2 {
		opened, err = verify.Open(t.Context(), d.store, d.tenant, ask)
		require.NoError(t, err)
		require.True(t, opened.Joined)
	}

	_, err = verify.Recorder{Store: d.store}.Conclude(t.Context(), d.conclusion(v, verification.Fact{Kind: verification.Denial, At: at.Add(time.Second), By: actor.Contact}))
	require.NoError(t, err)
	d.in(func(ctx context.Context, tx store.Tx) {
		envelopes, err := evidencelog.Of(ctx, tx, v.ID)
		require.NoError(t, err)
		var bundle evidence.Bundle
		require.NoError(t, json.Unmarshal(envelopes[0].Bundle, &bundle))
		require.Equal(t, by.Shown(), *bundle.Result.Leader)
		require.Equal(t, "client", bundle.Result.Actor.Kind)

		v, err = verify.GetVerification(ctx, tx, v.ID)
		require.NoError(t, err)
		told, err := verify.ReadRecord(ctx, tx, v)
		require.NoError(t, err)
		require.Equal(t, 1, told.PolicyVersion)
		require.Len(t, told.Joined, 1, "who looks on is written down once")
		require.Equal(t, watcher, told.Joined[0].By)
		require.Equal(t, actor.Contact, told.Ended.By.Kind)
	})
}
