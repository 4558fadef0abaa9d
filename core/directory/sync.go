package directory

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Mode is how much of a PSA a sync reads.
type Mode string

// The modes.
const (
	Full           Mode = "full"           // the first: all people
	Incremental    Mode = "incremental"    // what changed since the last one
	Reconciliation Mode = "reconciliation" // all people again, to find deleted ones
)

// reconcileEvery is how long a deletion may go unnoticed where the PSA does not report it.
const reconcileEvery = 7 * 24 * time.Hour

// ModeFor decides what the next sync reads. reconciled is when the last whole list was read to its end; nil for never.
func ModeFor(reconciled *time.Time, now time.Time) Mode {
	switch {
	case reconciled == nil:
		return Full
	case now.Sub(*reconciled) >= reconcileEvery:
		return Reconciliation
	default:
		return Incremental
	}
}

// SyncStatus is where a sync stands.
type SyncStatus string

// The states. A paused sync continues by itself once its cause is gone.
const (
	Running   SyncStatus = "running"
	Paused    SyncStatus = "paused"
	Completed SyncStatus = "completed"
	Failed    SyncStatus = "failed"
)

// Phase is what a sync reads at the moment.
type Phase string

// The phases, in their order.
const (
	ReadingCompanies Phase = "companies"
	ReadingContacts  Phase = "contacts"
	FindingDeletions Phase = "deletions"
	Finished         Phase = "finished"
)

// Sync is one reading of a PSA: how far it came, and what it did.
type Sync struct {
	Tenant      uuid.UUID
	ID          uuid.UUID
	Integration uuid.UUID
	RunID       string // Temporal's
	Mode        Mode
	Status      SyncStatus
	Phase       Phase
	Since       *time.Time // of the list that is being read; nil: everything
	Next        string     // where it continues
	Newest      *time.Time // the latest change seen in it, by the PSA's clock
	Whole       bool       // the list holds all people
	Pages       int
	Companies   int
	Contacts    int
	Changed     int // companies and contacts that were written
	Flagged     int // numbers and addresses that cannot be used
	Revoked     int // shields that a change took away
	Requests    int
	Error       string
	StartedAt   time.Time
	UpdatedAt   time.Time
	FinishedAt  *time.Time
}

// Open reports whether the sync is under way.
func (s Sync) Open() bool { return s.Status == Running || s.Status == Paused }

// overlap is how far before the newest change seen a list begins the next time: changes may come to stand in a PSA's lists a little behind their own
// stamp. Rows that come twice are not written twice.
const overlap = 2 * time.Minute

// Position is where the list continues.
func (s Sync) Position() Position {
	p := Position{Next: s.Next}
	if s.Since != nil {
		p.Since = s.Since.Add(-overlap)
	}
	return p
}

// AfterPage is the sync after a page of the list in its phase: rows is how many it held, newest the latest change among them.
func (s Sync) AfterPage(rows int, next string, whole bool, newest time.Time) Sync {
	s.Pages++
	s.Requests++
	s.Whole = whole || s.Since == nil
	s.Next = next
	if s.Phase == ReadingCompanies {
		s.Companies += rows
	} else {
		s.Contacts += rows
	}
	if !newest.IsZero() && (s.Newest == nil || newest.After(*s.Newest)) {
		s.Newest = &newest
	}
	return s
}

// ListDone reports whether the list in the sync's phase was read to its end.
func (s Sync) ListDone() bool { return s.Next == "" }

// NextPhase is the sync at the beginning of the phase that follows. contactsSince is where the list of contacts begins.
func (s Sync) NextPhase(contactsSince *time.Time) Sync {
	switch s.Phase {
	case ReadingCompanies:
		s.Phase = ReadingContacts
		s.Since, s.Newest = contactsSince, nil
		if s.Mode != Incremental {
			s.Since = nil
		}
	case ReadingContacts:
		s.Phase = FindingDeletions
	default:
		s.Phase = Finished
	}
	s.Next = ""
	return s
}

// SyncStore records what syncs read. Every step is one transaction with the position that it leads to, so that a worker that dies repeats one page at most.
type SyncStore interface {
	// BeginSync opens a sync, or takes up the one that a run that is gone has left; ok is false for a PSA that is not to be synced.
	BeginSync(ctx context.Context, tenant, integration uuid.UUID, runID string, at time.Time) (s Sync, ok bool, err error)
	// Sync reads one.
	Sync(ctx context.Context, tenant, id uuid.UUID) (Sync, error)
	// RecordCompanies and RecordContacts keep a page that was read at s's position, and return the sync after it. A page that another run has recorded
	// meanwhile is not recorded again.
	RecordCompanies(ctx context.Context, s Sync, page Page[Company], at time.Time) (Sync, error)
	RecordContacts(ctx context.Context, s Sync, page Page[Contact], at time.Time) (Sync, error)
	// RecordDeletions marks the people who were missing in a list of all.
	RecordDeletions(ctx context.Context, s Sync, at time.Time) (Sync, error)
	// PauseSync records why a sync waits, and EndSync how it ended; why is a sentence for people.
	PauseSync(ctx context.Context, s Sync, why string, at time.Time) error
	EndSync(ctx context.Context, tenant, id uuid.UUID, status SyncStatus, why string, at time.Time) error
}
