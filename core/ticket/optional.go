package ticket

import (
	"context"
	"time"
)

// Remover is a System in which a ticket can be deleted. Without it a ticket can only be closed, by SetStatus.
type Remover interface {
	// Delete removes a ticket; ErrNotFound when it is gone already.
	Delete(ctx context.Context, ticketID string) error
}

// TimeEntry is time worked on a ticket.
type TimeEntry struct {
	AgentID string // the PSA's id of the agent; "" for our own member where the PSA allows it
	Start   time.Time
	End     time.Time
	Note    string // ends with Reference on a line of its own
	// Reference is our own short line, which finds it again where the PSA can be asked.
	Reference string
	Internal  bool // the note is for technicians only
}

// TimeKeeper is a System that takes time entries.
type TimeKeeper interface {
	AddTime(ctx context.Context, ticketID string, e TimeEntry) (entryID string, err error)
}
