package activities

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Checks tries ticket defaults out: a real ticket is made and removed again.
type Checks struct {
	Profiles ticket.Profiles
	Systems  Opener
	Right    func(kind string, right integration.Right) string // what a right is called in a PSA; "" for one that it has no word for
	Now      func() time.Time
}

// CheckOrder is what a check tries out.
type CheckOrder struct {
	Due         bool            `json:"due"`
	Integration uuid.UUID       `json:"integration"`
	Kind        string          `json:"kind"`
	Name        string          `json:"name"`
	Checked     ticket.Defaults `json:"checked"`
}

// DueCheck tells whether a profile is to be tried out, and as what.
func (c *Checks) DueCheck(ctx context.Context, tenant, profile uuid.UUID) (CheckOrder, error) {
	p, err := c.Profiles.Profile(ctx, tenant, profile)
	if err != nil {
		return CheckOrder{}, err
	}
	due := p.Asked && !p.Archived && !p.Disconnected
	return CheckOrder{Due: due, Integration: p.Integration, Kind: p.Kind, Name: p.Name, Checked: p.Fields}, nil
}

// TryOutcome is what became of one try to make a ticket.
type TryOutcome string

// The outcomes. A missing outcome counts as TryUnknown.
const (
	TryMade    TryOutcome = "made"
	TryRefused TryOutcome = "refused" // another try would be refused again
	TryPutOff  TryOutcome = "put_off" // surely not made, and it may be tried again
	TryUnknown TryOutcome = "unknown" // it may have been made
)

// Tried is a ticket that a check made, or why it did not.
type Tried struct {
	Outcome TryOutcome    `json:"outcome"`
	Ticket  string        `json:"ticket"`
	Number  string        `json:"number"`
	Problem string        `json:"problem"`
	Missing string        `json:"missing"` // the right that is missing, in the PSA's words
	Pause   time.Duration `json:"pause"`   // that the PSA asks for before another try
}

// TryProfile tries once to make the ticket of a check; it is never to be repeated without a look for what the try before made.
func (c *Checks) TryProfile(ctx context.Context, tenant uuid.UUID, order CheckOrder, reference string) (Tried, error) {
	system, err := integration.As[ticket.System](c.Systems.Open(ctx, tenant, order.Integration))
	if err != nil {
		return Tried{Outcome: TryPutOff, Problem: openProblem(err), Pause: pauseOf(err)}, nil
	}
	if _, deletes := system.(ticket.Remover); !deletes && order.Checked[ticket.FieldClosed] == "" {
		return Tried{Outcome: TryRefused, Problem: "This PSA deletes no tickets: choose the status of a closed one, so that the ticket of the check can be closed."}, nil
	}
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	made, err := system.Create(bounded, ticket.New{
		Reference: reference, Summary: "Countersign check of ticket default " + order.Name + ": please ignore", Defaults: order.Checked.OfNew(),
		Description: "Countersign made this ticket to try a ticket default out, and removes it at once. Nobody needs to do anything.",
	})
	switch {
	case err == nil:
		return Tried{Outcome: TryMade, Ticket: made.ID, Number: made.Number}, nil
	case errors.Is(err, ticket.ErrNotFound):
		return c.refused(order, err), nil
	case provider.KindOf(err) == provider.Throttled, provider.KindOf(err) == provider.Unavailable:
		return Tried{Outcome: TryPutOff, Problem: ticket.Problem(err), Pause: pauseOf(err)}, nil
	case provider.KindOf(err) == provider.Ambiguous:
		return Tried{Outcome: TryUnknown, Problem: ticket.Problem(err)}, nil
	default:
		return c.refused(order, err), nil
	}
}

func (c *Checks) refused(order CheckOrder, err error) Tried {
	return Tried{Outcome: TryRefused, Problem: integration.Problem(err), Missing: c.missing(order.Kind, err)}
}

// openProblem says why a PSA could not be opened. Only a *provider.Error speaks of the PSA.
func openProblem(err error) string {
	if _, ok := errors.AsType[*provider.Error](err); ok {
		return ticket.Problem(err)
	}
	return "The ticket system could not be asked."
}

func (c *Checks) missing(kind string, err error) string {
	if denied, ok := errors.AsType[*integration.Denied](err); ok {
		return c.Right(kind, denied.Right)
	}
	return ""
}

// Removal is what became of removing the ticket of a check.
type Removal struct {
	Done    bool   `json:"done"`  // it is gone, or closed where the PSA deletes none
	Found   bool   `json:"found"` // it was there
	Ticket  string `json:"ticket"`
	Number  string `json:"number"`
	Problem string `json:"problem"` // why it is still there
	Missing string `json:"missing"` // the right that is missing, in the PSA's words
	Never   bool   `json:"never"`   // it cannot be removed from here any more
}

// RemoveTried deletes the ticket of a check, or closes it where the PSA deletes none. Without the PSA's id it is looked for by its reference.
// Removing twice is removing once: what passes by itself is an error that Temporal repeats.
func (c *Checks) RemoveTried(ctx context.Context, tenant, profile uuid.UUID, order CheckOrder, reference, id string) (Removal, error) {
	p, err := c.Profiles.Profile(ctx, tenant, profile)
	if err != nil {
		return Removal{}, err
	}
	if p.Disconnected {
		return Removal{Problem: "The connection to the ticket system was taken away.", Never: true}, nil
	}
	system, err := integration.As[ticket.System](c.Systems.Open(ctx, tenant, order.Integration))
	if err != nil {
		return c.unremoved(order, Removal{Ticket: id}, err)
	}
	removal := Removal{Ticket: id, Found: id != ""}
	if id == "" {
		bounded, cancel := context.WithTimeout(ctx, deskTimeout)
		defer cancel()
		made, found, err := system.FindTicket(bounded, reference)
		if err != nil {
			return c.unremoved(order, removal, err)
		}
		if !found {
			return Removal{Done: true}, nil
		}
		removal.Ticket, removal.Number, removal.Found = made.ID, made.Number, true
	}
	closed := p.Fields[ticket.FieldClosed] // it may have been corrected meanwhile
	if closed == "" {
		closed = order.Checked[ticket.FieldClosed]
	}
	if err := remove(ctx, system, removal.Ticket, closed); err != nil && !errors.Is(err, ticket.ErrNotFound) {
		return c.unremoved(order, removal, err)
	}
	removal.Done = true
	return removal, nil
}

func remove(ctx context.Context, system ticket.System, id, closed string) error {
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	if remover, ok := system.(ticket.Remover); ok {
		return remover.Delete(bounded, id)
	}
	return system.SetStatus(bounded, id, closed)
}

// unremoved tells temporary failures from those that an Admin has to fix.
func (c *Checks) unremoved(order CheckOrder, r Removal, err error) (Removal, error) {
	switch provider.KindOf(err) {
	case provider.Throttled, provider.Unavailable, provider.Ambiguous:
		return Removal{}, notYet(max(pauseOf(err), repeatPause))
	}
	r.Problem, r.Missing = integration.Problem(err), c.missing(order.Kind, err)
	return r, nil
}

// JudgeProfile notes what a check came to.
func (c *Checks) JudgeProfile(ctx context.Context, tenant, profile uuid.UUID, checked ticket.Defaults, v ticket.Verdict) error {
	return c.Profiles.JudgeProfile(ctx, tenant, profile, checked, v, c.Now())
}
