//go:build !countersign_without_ledger

package worker

import (
	"countersign/core/ledger"
	"countersign/store"
	"countersign/store/verify"
)

// Ledger is the send ledger of the database.
func Ledger(s *store.Store) ledger.Ledger { return verify.Ledger{Store: s} }
