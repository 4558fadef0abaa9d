package workflows

import (
	"time"

	"github.com/google/uuid"
)

const (
	// checkPatience is how long a PSA may be down before a check reports so.
	checkPatience = 10 * time.Minute
	// Pauses between tries to make the ticket.
	tryFirst = 5 * time.Second
	tryMost  = time.Minute
	// lookAfter is how long after a try without an answer its ticket may still come to stand in the PSA.
	lookAfter = 30 * time.Second
	// removalPatience is how long one removal tries before it reports the ticket as left behind.
	removalPatience = 3 * time.Minute
	// The removal of a ticket is tried again after growing pauses, for as long as an Admin may take to grant the right.
	leftoverFirst = 10 * time.Minute
	leftoverMost  = 6 * time.Hour
	leftoverUntil = 30 * 24 * time.Hour
)

// TicketDefaultCheckInput names a profile. Check makes the references of this run's tickets. Fields are only ever added.
type TicketDefaultCheckInput struct {
	Tenant  uuid.UUID `json:"tenant"`
	Default uuid.UUID `json:"default"`
	Check   uuid.UUID `json:"check"`
}

// TicketDefaultCheckID is the workflow id of a profile's check: one runs at a time.
func TicketDefaultCheckID(tenant, profile uuid.UUID) string {
	return "ticket-default/" + tenant.String() + "/" + profile.String()
}
