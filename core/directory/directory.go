// Package directory is the port of a system that knows companies and their people, and the sync that reads one: its modes, its phases and where it stands.
package directory

import (
	"context"
	"time"
)

// Company is a client of the MSP as the PSA has it. Ids are the PSA's own.
type Company struct {
	ID        string
	Name      string
	Country   string // ISO 3166-1 alpha-2, upper case; "" when the PSA does not tell
	Active    bool
	UpdatedAt time.Time // by the PSA's clock; zero when it does not tell
}

// Contact is a person at a company as the PSA has it. Numbers and addresses are as they stand there.
type Contact struct {
	ID        string
	CompanyID string // "" for none
	Name      string
	Email     string
	Mobile    string
	Phone     string // another number than the mobile; "" for none
	Active    bool
	UpdatedAt time.Time // by the PSA's clock; zero when it does not tell
}

// Position is how far a list was read. The zero value is the beginning of the list.
type Position struct {
	Since time.Time // only what changed at or after it, by the PSA's clock; zero for all. It may be ignored: see Page.Whole
	Next  string    // Page.Next of the page before; "" for the first page. It is opaque, holds no secret and stays good after a restart of ours
}

// Page is a run of a list. Rows may come again on a later page when the list moves meanwhile; none that stays is left out.
type Page[Row any] struct {
	Rows  []Row
	Next  string    // "" after the last page
	Whole bool      // the list of this page holds all people although Position.Since was set: the PSA cannot filter it
	AsOf  time.Time // by the PSA's clock: everything that changed before is in the list that begins with this page; it is read of a first page only, zero when the PSA does not tell
}

// Reader is a PSA whose companies and contacts can be read. Inactive ones are in the lists, marked as such; deleted ones are not.
// One call makes one request, as large as the PSA allows (besides what signing in or finding the zone takes, once).
type Reader interface {
	Companies(ctx context.Context, from Position) (Page[Company], error)
	Contacts(ctx context.Context, from Position) (Page[Contact], error)
}

// Finder is a PSA that can be asked for one person: no list shows whom a webhook calls deleted.
type Finder interface {
	// Contact reads a person by the PSA's id; ticket.ErrNotFound when there is none.
	Contact(ctx context.Context, id string) (Contact, error)
}
