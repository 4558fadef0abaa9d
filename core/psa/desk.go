package psa

import (
	"context"
	"time"
)

// Remover is a PSA in which a ticket can be deleted. Where it is missing a ticket can only be closed, by ticket.Desk's SetStatus.
type Remover interface {
	// Delete removes a ticket; ticket.ErrNotFound when it is gone already.
	Delete(ctx context.Context, ticketID string) error
}

// TimeEntry is time that somebody worked on a ticket.
type TimeEntry struct {
	AgentID string // the PSA's id of who worked; "" for our own member where the PSA allows it
	Start   time.Time
	End     time.Time
	Note    string // ends with Reference on a line of its own
	// Reference is our own short line, which finds it again where the PSA can be asked.
	Reference string
	Internal  bool // the note is for technicians only
}

// TimeKeeper is a PSA that takes time entries.
type TimeKeeper interface {
	AddTime(ctx context.Context, ticketID string, e TimeEntry) (entryID string, err error)
}

// Agent is a technician as the PSA has them.
type Agent struct {
	ID     string
	Name   string
	Email  string
	Mobile string
	Active bool
}

// Roster is a PSA whose agents can be read, all at once.
type Roster interface {
	Agents(ctx context.Context) ([]Agent, error)
}

// Entry is a stretch of an agent's schedule.
type Entry struct {
	ID       string
	AgentID  string
	TicketID string // "" for an entry without a ticket
	Name     string
	Start    time.Time
	End      time.Time
}

// Schedule is a PSA whose agents' schedule can be read.
type Schedule interface {
	// Entries that touch a stretch of time, by start.
	Entries(ctx context.Context, from, until time.Time) ([]Entry, error)
}
