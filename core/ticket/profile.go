package ticket

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Profile is a ticket default as its check needs it.
type Profile struct {
	Integration uuid.UUID
	Kind        string // of the PSA
	Name        string
	Fields      Defaults
	Leftover    string // a ticket of an earlier check that is still to be removed
}

// Verdict is what the check of a profile came to.
type Verdict struct {
	Valid        bool
	Problem      string // one sentence, for people
	MissingRight string // in the PSA's own words
	Leftover     string // a ticket that is still to be removed
}

// Profiles keeps ticket defaults.
type Profiles interface {
	// Profile reads one; ok is false for one that was archived.
	Profile(ctx context.Context, tenant, id uuid.UUID) (p Profile, ok bool, err error)
	// JudgeProfile notes what a check of these fields came to. Of a profile that has other fields now only the leftover is noted.
	JudgeProfile(ctx context.Context, tenant, id uuid.UUID, checked Defaults, v Verdict, at time.Time) error
}
