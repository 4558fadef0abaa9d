package activities

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
)

const (
	// One WriteNext runs for at most so many writes and so much time, so that a worker can shut down and history stays short.
	writesAtOnce = 50
	writesFor    = 20 * time.Second
	// deskTimeout bounds one call of a Desk, however many requests it makes.
	deskTimeout = 15 * time.Second
	// appears is how long after a try it may still come to stand in the ticket; only then is it repeated. It must exceed deskTimeout.
	appears = 20 * time.Second
	// beatEvery is the pace of heartbeats; workflows give a worker up that misses several.
	beatEvery = 3 * time.Second
	// repeatPause comes before what may simply be repeated.
	repeatPause = 3 * time.Second
	// credentialsPause is how long to wait for an Admin to correct credentials.
	credentialsPause = time.Minute
)

// Opener opens the ticket systems of tenants.
type Opener interface {
	Open(ctx context.Context, tenant, integrationID uuid.UUID) (integration.System, error)
}

// Files fetches what is to be attached from where it came in. Errors are of core/provider's kinds.
type Files interface {
	Fetch(ctx context.Context, tenant uuid.UUID, file ticket.FileRef) ([]byte, error)
}

// Tickets writes into tickets what the outbox holds.
type Tickets struct {
	Outbox  ticket.Outbox
	Systems Opener
	Files   Files
	Signal  func(ctx context.Context, key ticket.Key) error // starts the workflow that writes into a ticket, or tells the running one to look again
	Now     func() time.Time
}

// Written is how far WriteNext came.
type Written struct {
	Settled int  `json:"settled"`
	More    bool `json:"more"` // there may be more to write
}

// WriteNext writes what waits for a ticket, in order. What the ticket will never take is settled as failed and lets the next ones pass;
// what cannot be taken now, or may have been taken, holds the queue up, as an error that Temporal repeats.
func (t *Tickets) WriteNext(ctx context.Context, tenant, integrationID uuid.UUID, id string) (Written, error) {
	defer beat(ctx)()
	key := ticket.Key{Tenant: tenant, Integration: integrationID, Ticket: id}
	var done Written
	for began := t.Now(); done.Settled < writesAtOnce && t.Now().Sub(began) < writesFor && !stopping(ctx); done.Settled++ {
		w, ok, err := t.Outbox.NextTicketWrite(ctx, key)
		if err != nil || !ok {
			return done, err
		}
		system, err := integration.As[ticket.System](t.Systems.Open(ctx, tenant, integrationID))
		if waits(err) {
			return done, t.later(ctx, key, w, err, false)
		}
		if err != nil {
			return done, err
		}
		if err := t.write(ctx, system, key, w); err != nil {
			return done, err
		}
	}
	done.More = true
	return done, nil
}

// write settles one write, or returns why it has to wait.
func (t *Tickets) write(ctx context.Context, system ticket.System, key ticket.Key, w ticket.Write) error {
	first := w.TriedAt.IsZero()
	if !first {
		settled, err := t.look(ctx, system, key, w)
		if settled || err != nil {
			return err
		}
	}
	try, err := t.ready(ctx, system, key, w)
	if err != nil {
		return t.unmade(ctx, key, w, err, false)
	}
	w.TriedAt = t.Now()
	if err := t.Outbox.TicketWriteTried(ctx, key.Tenant, w.ID, w.TriedAt); err != nil {
		return err
	}
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	made, err := try(bounded)
	switch {
	case err == nil:
		return t.Outbox.TicketWritten(context.WithoutCancel(ctx), key.Tenant, w.ID, made, t.Now())
	case errors.Is(err, ticket.ErrNotFound) || provider.KindOf(err) != provider.Ambiguous:
		return t.unmade(context.WithoutCancel(ctx), key, w, err, first)
	}
	if err := t.Outbox.TicketWriteDelayed(context.WithoutCancel(ctx), key.Tenant, w.ID, ticket.Problem(err), false); err != nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	settled, err := t.look(ctx, system, key, w)
	if settled || err != nil {
		return err
	}
	return notYet(repeatPause)
}

// errNoFiles is what a ticket system without files is asked for.
var errNoFiles = errors.New("this ticket system takes no files")

// ready prepares a try, so that the try itself is one call of the PSA.
func (t *Tickets) ready(ctx context.Context, system ticket.System, key ticket.Key, w ticket.Write) (try func(context.Context) (string, error), err error) {
	switch w.Kind {
	case ticket.WriteNote:
		return func(ctx context.Context) (string, error) { return system.AddNote(ctx, key.Ticket, w.Note) }, nil
	case ticket.WriteStatus:
		return func(ctx context.Context) (string, error) { return "", system.SetStatus(ctx, key.Ticket, w.Status) }, nil
	}
	attacher, ok := system.(ticket.Attacher)
	if !ok {
		return nil, errNoFiles
	}
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	bytes, err := t.Files.Fetch(bounded, key.Tenant, w.File)
	file := ticket.Attachment{Reference: w.Reference, Name: w.File.Name, ContentType: w.File.ContentType, Bytes: bytes}
	return func(ctx context.Context) (string, error) { return attacher.Attach(ctx, key.Ticket, file) }, err
}

// look finds out what became of an earlier try. settled is true when that ends the write; otherwise, without an error, it may be tried again.
func (t *Tickets) look(ctx context.Context, system ticket.System, key ticket.Key, w ticket.Write) (settled bool, err error) {
	if w.Kind == ticket.WriteStatus {
		return false, nil // a status that is set twice is set
	}
	find := finderOf(system, w.Kind)
	if find == nil {
		return true, t.Outbox.TicketMaybeWritten(ctx, key.Tenant, w.ID, "The answer was lost, and this ticket system cannot be asked.")
	}
	bounded, cancel := context.WithTimeout(ctx, deskTimeout)
	defer cancel()
	made, found, err := find(bounded, key.Ticket, w.Reference)
	switch {
	case err == nil && found:
		return true, t.Outbox.TicketWritten(context.WithoutCancel(ctx), key.Tenant, w.ID, made, t.Now())
	case err == nil:
		if wait := w.TriedAt.Add(appears).Sub(t.Now()); wait > 0 {
			return false, notYet(wait)
		}
		return false, nil
	case errors.Is(err, ticket.ErrNotFound):
		return true, t.Outbox.TicketWriteFailed(ctx, key.Tenant, w.ID, ticket.Problem(err))
	case waits(err):
		return false, t.later(ctx, key, w, err, false)
	case ctx.Err() != nil:
		return false, ctx.Err()
	default:
		return true, t.Outbox.TicketMaybeWritten(ctx, key.Tenant, w.ID, "The answer was lost, and the ticket cannot be searched for it.")
	}
}

// finderOf returns how a write of a kind is found again; nil where the PSA cannot be asked.
func finderOf(system ticket.System, kind ticket.WriteKind) func(ctx context.Context, id, reference string) (string, bool, error) {
	switch kind {
	case ticket.WriteNote:
		if finder, ok := system.(ticket.NoteFinder); ok {
			return finder.FindNote
		}
	case ticket.WriteAttachment:
		if attacher, ok := system.(ticket.Attacher); ok {
			return attacher.FindAttachment
		}
	}
	return nil
}

// waits reports whether a failure is temporary, or ends once an Admin corrects the credentials.
func waits(err error) bool {
	switch provider.KindOf(err) {
	case provider.Throttled, provider.Unavailable, provider.Unauthorized:
		return true
	}
	return false
}

// unmade decides what becomes of a write whose try surely was not taken. first says that there was no try before it that might have been.
func (t *Tickets) unmade(ctx context.Context, key ticket.Key, w ticket.Write, err error, first bool) error {
	switch {
	case errors.Is(err, errNoFiles):
		return t.Outbox.TicketWriteFailed(ctx, key.Tenant, w.ID, "This ticket system takes no files.")
	case !errors.Is(err, ticket.ErrNotFound) && (waits(err) || provider.KindOf(err) == provider.Ambiguous):
		return t.later(ctx, key, w, err, first)
	default:
		return t.Outbox.TicketWriteFailed(ctx, key.Tenant, w.ID, ticket.Problem(err))
	}
}

// later notes why a write still waits and asks Temporal to come back.
func (t *Tickets) later(ctx context.Context, key ticket.Key, w ticket.Write, why error, untaken bool) error {
	if err := t.Outbox.TicketWriteDelayed(ctx, key.Tenant, w.ID, ticket.Problem(why), untaken); err != nil {
		return err
	}
	return notYet(pauseOf(why))
}

// pauseOf is the pause that the PSA asked for; 0 leaves it to the retry policy.
func pauseOf(err error) time.Duration {
	if provider.KindOf(err) == provider.Unauthorized {
		return credentialsPause
	}
	return provider.RetryAfter(err)
}

// GiveUp settles as failed the writes that have waited for a ticket since before.
func (t *Tickets) GiveUp(ctx context.Context, tenant, integrationID uuid.UUID, id string, before time.Time) error {
	_, err := t.Outbox.GiveTicketWritesUp(ctx, ticket.Key{Tenant: tenant, Integration: integrationID, Ticket: id}, before)
	return err
}

// SignalWrites starts the workflow that writes into a ticket, or tells the running one to look again.
func (t *Tickets) SignalWrites(ctx context.Context, tenant, integrationID uuid.UUID, id string) error {
	return t.Signal(ctx, ticket.Key{Tenant: tenant, Integration: integrationID, Ticket: id})
}

// beat tells Temporal that the activity lives, until the returned function is called.
func beat(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				activity.RecordHeartbeat(ctx)
			}
		}
	}()
	return cancel
}

// stopping reports whether the worker wants to stop.
func stopping(ctx context.Context) bool {
	select {
	case <-activity.GetWorkerStopChannel(ctx):
		return true
	default:
		return ctx.Err() != nil
	}
}
