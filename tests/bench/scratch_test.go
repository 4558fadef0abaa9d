package main

import (
	"encoding/json"
	"os"
	"testing"

	"countersign/core/keys"
	"countersign/store/storetest"
	"countersign/tests/harness"

	"github.com/stretchr/testify/require"
)

func TestScratchSearch(t *testing.T) {
	_, owner := storetest.NewWithOwner(t)
	b := &bench{seed: 1, quick: os.Getenv("FULL") == "", ring: keys.Generate(), stack: &harness.Stack{Dev: harness.Dev{OwnerDatabaseURL: owner, DatabaseURL: owner}}}
	r, err := measureSearch(t.Context(), b)
	require.NoError(t, err)
	out, _ := json.MarshalIndent(r, "", " ")
	t.Log(string(out))
}
