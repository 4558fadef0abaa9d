package directory

import (
	"context"
	"time"
)

// Agent is a technician as the PSA has them.
type Agent struct {
	ID     string
	Name   string
	Email  string
	Mobile string
	Active bool
}

// AgentLister is a PSA whose agents can be read, all at once.
type AgentLister interface {
	Agents(ctx context.Context) ([]Agent, error)
}

// ScheduleEntry is a stretch of an agent's schedule.
type ScheduleEntry struct {
	ID       string
	AgentID  string
	TicketID string // "" for an entry without a ticket
	Name     string
	Start    time.Time
	End      time.Time
}

// ScheduleReader is a PSA whose agents' schedule can be read.
type ScheduleReader interface {
	// Entries that touch a stretch of time, by start.
	Entries(ctx context.Context, from, until time.Time) ([]ScheduleEntry, error)
}
