//go:build !countersign_without_ledger

package worker

import (
	"countersign/core/ledger"
	"countersign/store"
)

// Ledger is the send ledger of the database.
func Ledger(s *store.Store) ledger.Ledger { return s }
