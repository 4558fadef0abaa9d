package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"os"
	"strings"
	"time"

	"countersign/core/keys"
	"countersign/store/storetest"
	"countersign/store"

	"github.com/stretchr/testify/require"
)

func TestScratchPlans(t *testing.T) {
	_, owner := storetest.NewWithOwner(t)
	ctx := context.Background()
	size := 10000
	if os.Getenv("SIZE") != "" { fmt.Sscan(os.Getenv("SIZE"), &size) }
	ring := keys.Generate()
	s, err := newShelf(ctx, owner, owner, ring)
	require.NoError(t, err)
	defer s.close(ctx)
	b := time.Now()
	require.NoError(t, s.fill(ctx, rand.New(rand.NewPCG(1, 1)), size))
	t.Log("filled", time.Since(b))
	for _, set := range []string{
		"ALTER DATABASE "+s.name+" SET session_preload_libraries='auto_explain'",
		"ALTER DATABASE "+s.name+" SET auto_explain.log_min_duration=0",
		"ALTER DATABASE "+s.name+" SET auto_explain.log_analyze=on",
		"ALTER DATABASE "+s.name+" SET auto_explain.log_buffers=on",
		"ALTER DATABASE "+s.name+" SET auto_explain.log_level='log'",
		"ALTER DATABASE "+s.name+" SET client_min_messages='warning'",
	} { _, err := s.owner.Exec(ctx, set); require.NoError(t, err, set) }
	u, _ := inDatabase(owner, s.name, "")
	a, err := store.Open(ctx, u, ring); require.NoError(t, err)
	for _, q := range searches(s.company) {
		if want := os.Getenv("Q"); want != "" && !strings.Contains(q.name, want) { continue }
		for i := range 30 {
			_, err := s.owner.Exec(ctx, fmt.Sprintf("DO $$BEGIN RAISE LOG 'WALL ==== %s %d'; END$$", q.name, i)); require.NoError(t, err)
			err = a.Tenant(ctx, s.tenant, func(ctx context.Context, tx store.Tx) error { _, _, err := tx.Contacts(ctx, q.query); return err })
			require.NoError(t, err)
		}
	}
	a.Close()
	var dir string
	require.NoError(t, s.owner.QueryRow(ctx, "show data_directory").Scan(&dir))
	raw, _ := os.ReadFile(strings.TrimSuffix(dir, "data")+"log")
	os.WriteFile("/tmp/benchwork/plans.log", raw, 0o644)
}
