package directory

import (
	"context"
	"fmt"
	"slices"
	"strings"
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
	Began       *time.Time // the PSA's own time at which the list began; nil where it does not tell
	Recent      int        // rows of the list that changed shortly before it began
	Whole       bool       // the list holds all people
	Pages       int
	Companies   int
	Contacts    int
	Changed     int      // companies and contacts that were written
	Flagged     int      // numbers and addresses that cannot be used
	Revoked     int      // shields that a change took away
	Skipped     int      // companies and contacts that cannot be kept
	SkippedRows []string // the first of them: "contact 212"
	Requests    int
	Error       string
	StartedAt   time.Time
	UpdatedAt   time.Time
	FinishedAt  *time.Time
}

// Open reports whether the sync is under way.
func (s Sync) Open() bool { return s.Status == Running || s.Status == Paused }

// overlap is how far before the time at which a list began the next one begins: changes may come to stand in a PSA's lists a little behind their own
// stamp. Rows that come twice are not written twice.
const overlap = 2 * time.Minute

// mostAgain is how many rows may come again for the sake of the overlap. After a bulk import it would bring all of them once more, and again with every sync.
const mostAgain = 50

// Position is where the list continues.
func (s Sync) Position() Position {
	p := Position{Next: s.Next}
	if s.Since != nil {
		p.Since = s.Since.Add(-overlap)
	}
	return p
}

// Cursor is what the next list of this phase is to be read since, once this one was read to its end; nil to leave it as it is. It never passes the PSA's own
// time at which the list began: a row may change after its page was read. Stamps of rows do not move it, because they may lie in the future.
func (s Sync) Cursor(now time.Time) *time.Time {
	switch {
	case s.Began == nil && s.Newest == nil:
		return nil
	case s.Began == nil: // the newest change lies at most as far behind the list's beginning as the list took
		known := s.Newest.Add(s.StartedAt.Sub(now))
		if known.After(s.StartedAt) {
			known = s.StartedAt
		}
		return &known
	case s.Recent > mostAgain:
		return new(s.Began.Add(overlap))
	case s.Since != nil && s.Since.After(*s.Began) && !s.Since.After(s.Began.Add(overlap)):
		return s.Since // what lay before was left out after a bulk import, and would come again
	}
	return s.Began
}

// PageOf is what a sync notes of a page: how many rows it held, what follows it, when it is of and when its rows changed.
func PageOf[Row any](p Page[Row], changed func(Row) time.Time) PageNote {
	note := PageNote{Rows: len(p.Rows), Next: p.Next, Whole: p.Whole, AsOf: p.AsOf, Changes: make([]time.Time, len(p.Rows))}
	for i, row := range p.Rows {
		note.Changes[i] = changed(row)
	}
	return note
}

// PageNote is a page without its rows.
type PageNote struct {
	Rows    int
	Next    string
	Whole   bool
	AsOf    time.Time
	Changes []time.Time
}

// AfterPage is the sync after a page of the list in its phase.
func (s Sync) AfterPage(p PageNote) Sync {
	first := s.Next == ""
	s.Pages++
	s.Requests++
	s.Whole = p.Whole || s.Since == nil
	s.Next = p.Next
	if s.Phase == ReadingCompanies {
		s.Companies += p.Rows
	} else {
		s.Contacts += p.Rows
	}
	if first && !p.AsOf.IsZero() {
		s.Began = &p.AsOf
	}
	for _, at := range p.Changes {
		if !at.IsZero() && (s.Newest == nil || at.After(*s.Newest)) {
			s.Newest = &at
		}
		if s.Began != nil && !at.Before(s.Began.Add(-overlap)) {
			s.Recent++
		}
	}
	return s
}

// rowsNamed bounds how many rows that cannot be kept a sync names.
const rowsNamed = 10

// Skip is the sync after rows of its phase that cannot be kept; "" for an id that cannot be shown either.
func (s Sync) Skip(ids ...string) Sync {
	kind := "contact"
	if s.Phase == ReadingCompanies {
		kind = "company"
	}
	s.Skipped += len(ids)
	for _, id := range ids {
		if id != "" && len(s.SkippedRows) < rowsNamed {
			s.SkippedRows = append(slices.Clip(s.SkippedRows), kind+" "+id)
		}
	}
	return s
}

// SkippedSentence says which rows could not be kept; "" for none.
func (s Sync) SkippedSentence() string {
	switch {
	case s.Skipped == 0:
		return ""
	case len(s.SkippedRows) == 0:
		return fmt.Sprintf("%d rows cannot be kept: the PSA gives them an id or a text that cannot be stored. All others are here.", s.Skipped)
	}
	return fmt.Sprintf("%d rows cannot be kept: the PSA gives them a text that cannot be stored. Look at %s there. All others are here.", s.Skipped, strings.Join(s.SkippedRows, ", "))
}

// ListDone reports whether the list in the sync's phase was read to its end.
func (s Sync) ListDone() bool { return s.Next == "" }

// NextPhase is the sync at the beginning of the phase that follows. contactsSince is where the list of contacts begins.
func (s Sync) NextPhase(contactsSince *time.Time) Sync {
	switch s.Phase {
	case ReadingCompanies:
		s.Phase = ReadingContacts
		s.Since, s.Newest, s.Began, s.Recent = contactsSince, nil, nil, 0
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
	// meanwhile is not recorded again. A row that cannot be stored is skipped; refused is how many were left out of the page before.
	RecordCompanies(ctx context.Context, s Sync, page Page[Company], refused int, at time.Time) (Sync, error)
	RecordContacts(ctx context.Context, s Sync, page Page[Contact], refused int, at time.Time) (Sync, error)
	// RecordDeletions marks the people who were missing in a list of all.
	RecordDeletions(ctx context.Context, s Sync, at time.Time) (Sync, error)
	// Doubted lists contacts, by the PSA's ids, whom it calls deleted, and SettleDoubt notes what a read of one told.
	Doubted(ctx context.Context, s Sync) (ids []string, err error)
	SettleDoubt(ctx context.Context, s Sync, id string, gone bool, at time.Time) error
	// RecordCallbacks notes whether the PSA calls us about changes: problem says why it does not, in one sentence, or "".
	RecordCallbacks(ctx context.Context, s Sync, problem string, at time.Time) error
	// PauseSync records why a sync waits, and EndSync how it ended; why is a sentence for people.
	PauseSync(ctx context.Context, s Sync, why string, at time.Time) error
	EndSync(ctx context.Context, tenant, id uuid.UUID, status SyncStatus, why string, at time.Time) error
}
