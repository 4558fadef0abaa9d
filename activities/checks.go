package activities

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
)

// Checks tries ticket defaults out: a real ticket is made and removed again.
type Checks struct {
	Profiles ticket.Profiles
	Desks    Desks
	Right    func(kind string, right psa.Right) string // what a right is called in a PSA; "" for one that it has no word for
	Now      func() time.Time
}

// Tried is a ticket that a check made, or why it could not be made.
type Tried struct {
	Gone        bool            `json:"gone"` // the profile was archived
	Integration uuid.UUID       `json:"integration"`
	Kind        string          `json:"kind"`
	Checked     ticket.Defaults `json:"checked"`
	Ticket      string          `json:"ticket"`
	Number      string          `json:"number"`
	Problem     string          `json:"problem"`
	Missing     string          `json:"missing"` // the right that is missing, in the PSA's words
}

// TryProfile makes the ticket, once: a try that may have happened is looked for by its reference first. What the PSA refuses is an outcome.
func (c *Checks) TryProfile(ctx context.Context, tenant, profile uuid.UUID, reference string) (Tried, error) {
	p, ok, err := c.Profiles.Profile(ctx, tenant, profile)
	if err != nil || !ok {
		return Tried{Gone: true}, err
	}
	tried := Tried{Integration: p.Integration, Kind: p.Kind, Checked: p.Fields}
	desk, err := c.Desks.Desk(ctx, tenant, p.Integration)
	if err != nil {
		return c.untried(tried, err)
	}
	wanted := ticket.New{
		Reference: reference, Summary: "Countersign tries " + p.Name + ": please ignore", Defaults: p.Fields,
		Description: "Countersign made this ticket to try out a ticket default, and removes it at once. Nobody needs to do anything.",
	}
	if activity.GetInfo(ctx).Attempt > 1 {
		found, ok, err := c.find(ctx, desk, reference)
		if err != nil {
			return tried, notYet(max(pauseOf(err), repeatPause)) // nothing is made while nobody can tell
		}
		if ok {
			tried.Ticket, tried.Number = found.ID, found.Number
			return tried, nil
		}
	}
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	made, err := desk.Create(bounded, wanted)
	if err != nil {
		return c.untried(tried, err)
	}
	tried.Ticket, tried.Number = made.ID, made.Number
	return tried, nil
}

func (c *Checks) find(ctx context.Context, desk ticket.Desk, reference string) (ticket.Ticket, bool, error) {
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	return desk.FindTicket(bounded, reference)
}

// untried tells what passes by itself from what the PSA refuses.
func (c *Checks) untried(tried Tried, err error) (Tried, error) {
	switch {
	case provider.KindOf(err) == provider.Ambiguous && !errors.Is(err, ticket.ErrNotFound):
		return tried, notYet(appears)
	case provider.KindOf(err) == provider.Throttled, provider.KindOf(err) == provider.Unavailable:
		return tried, notYet(pauseOf(err))
	}
	tried.Problem, tried.Missing = psa.Problem(err), c.missing(tried.Kind, err)
	return tried, nil
}

func (c *Checks) missing(kind string, err error) string {
	if denied, ok := errors.AsType[*psa.Denied](err); ok {
		return c.Right(kind, denied.Right)
	}
	return ""
}

// Removal is what became of removing a ticket.
type Removal struct {
	Done    bool   `json:"done"`
	Problem string `json:"problem"` // why not
	Missing string `json:"missing"` // the right that is missing, in the PSA's words
}

// RemoveTried deletes the ticket of a check, or closes it where the PSA deletes none. A ticket that is gone is removed.
func (c *Checks) RemoveTried(ctx context.Context, tenant uuid.UUID, t Tried) (Removal, error) {
	desk, err := c.Desks.Desk(ctx, tenant, t.Integration)
	if err == nil {
		bounded, cancel := context.WithTimeout(ctx, deskTimeout)
		defer cancel()
		if remover, ok := desk.(psa.Remover); ok {
			err = remover.Delete(bounded, t.Ticket)
		} else {
			err = desk.SetStatus(bounded, t.Ticket, t.Checked[ticket.FieldClosed])
		}
	}
	switch {
	case err == nil, errors.Is(err, ticket.ErrNotFound):
		return Removal{Done: true}, nil
	case provider.KindOf(err) == provider.Refused, provider.KindOf(err) == provider.Unauthorized:
		return Removal{Problem: psa.Problem(err), Missing: c.missing(t.Kind, err)}, nil
	default:
		return Removal{}, notYet(max(pauseOf(err), repeatPause)) // removing twice is removing once
	}
}

// JudgeProfile notes what a check came to.
func (c *Checks) JudgeProfile(ctx context.Context, tenant, profile uuid.UUID, checked ticket.Defaults, v ticket.Verdict) error {
	return c.Profiles.JudgeProfile(ctx, tenant, profile, checked, v, c.Now())
}
