package directory

import "context"

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
