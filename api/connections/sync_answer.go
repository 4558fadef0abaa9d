package connections

import (
	"time"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/directory"
)

// syncAnswer shows a sync. known is how many contacts the sync before read; from it a full sync estimates how many are still to come.
func syncAnswer(s directory.Sync, known int) gen.Sync {
	answer := gen.Sync{
		ID: s.ID, Status: gen.SyncStatus(s.Status), Mode: gen.SyncMode(s.Mode), Phase: gen.SyncPhase(s.Phase), Pages: s.Pages, Companies: s.Companies, Contacts: s.Contacts,
		Changed: s.Changed, Flagged: s.Flagged, Revoked: s.Revoked, Requests: s.Requests, StartedAt: s.StartedAt, UpdatedAt: &s.UpdatedAt, FinishedAt: s.FinishedAt, Error: respond.Present(s.Error),
	}
	if s.Skipped > 0 {
		answer.Skipped = &s.Skipped
	}
	until := s.UpdatedAt
	if s.FinishedAt != nil {
		until = *s.FinishedAt
	}
	if took := until.Sub(s.StartedAt); took > time.Second {
		answer.Rate = new(float32(float64(s.Companies+s.Contacts) / took.Seconds()))
	}
	if s.Open() && s.Mode == directory.Reconciliation && known > s.Contacts {
		answer.Remaining = new(known - s.Contacts)
	}
	return answer
}
