package ticket

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Profile is a ticket default as its check needs it.
type Profile struct {
	Integration  uuid.UUID
	Kind         string // of the PSA
	Name         string
	Fields       Defaults
	Asked        bool // a check was requested and has not finished
	Archived     bool
	Disconnected bool // its PSA was
}

// Verdict is what the check of a profile came to.
type Verdict struct {
	Valid        bool
	Problem      string // one sentence or two, for people
	MissingRight string // in the PSA's own words
	Leftover     string // a ticket that is still to be removed
}

// Profiles keeps ticket defaults. Every method is one transaction and may be repeated.
type Profiles interface {
	// Profile reads one, also one that was archived.
	Profile(ctx context.Context, tenant, id uuid.UUID) (Profile, error)
	// JudgeProfile notes what a check of these fields came to. Of a profile that was changed since, only the leftover is noted;
	// it is due again when a check of what it is now was asked for.
	JudgeProfile(ctx context.Context, tenant, id uuid.UUID, checked Defaults, v Verdict, at time.Time) error
}

// OfNew are the fields of a new ticket: those of an answer and of the end are left out.
func (d Defaults) OfNew() Defaults {
	fields := Defaults{}
	for field, value := range d {
		if field != FieldSMSReceived && field != FieldClosed {
			fields[field] = value
		}
	}
	return fields
}
