package activities

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/activity"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/list"
	"countersign/core/provider"
	"countersign/core/ticket"
)

const (
	// readFor is how long one ReadPages runs: long enough that a hundred thousand people take a handful of activities, short enough for the shutdown of a worker.
	readFor = time.Minute
	// pageTimeout bounds one page of a list.
	pageTimeout = 45 * time.Second
	// repeatedPause comes after a list that does not move on.
	repeatedPause = 10 * time.Second
	// subscribeTimeout bounds telling a PSA where to call us.
	subscribeTimeout = 15 * time.Second
)

// Syncs reads companies and people out of PSAs.
type Syncs struct {
	Store   directory.SyncStore
	Systems Opener
	Now     func() time.Time
	// WebhookAddress is where a PSA calls us about changes; "" where it could not. nil: nowhere.
	WebhookAddress func(ctx context.Context, tenant, integrationID uuid.UUID) (string, error)
}

// BeginSync opens a sync, or takes up the one that a run that is gone has left. It is uuid.Nil for a PSA that is not to be synced.
func (s *Syncs) BeginSync(ctx context.Context, tenant, integrationID uuid.UUID) (uuid.UUID, error) {
	sync, ok, err := s.Store.BeginSync(ctx, tenant, integrationID, activity.GetInfo(ctx).WorkflowExecution.RunID, s.Now())
	if err != nil || !ok {
		return uuid.Nil, err
	}
	return sync.ID, nil
}

// ReadPages reads pages until the sync is over, or for a minute; more is true when there are further ones. It returns temporary failures and wrong
// credentials as errors that Temporal retries; any other failure ends the sync.
func (s *Syncs) ReadPages(ctx context.Context, tenant, id uuid.UUID) (more bool, err error) {
	defer beat(ctx)()
	sync, err := s.Store.Sync(ctx, tenant, id)
	if err != nil {
		return false, err
	}
	if sync.Mode != directory.Incremental && sync.Pages == 0 && sync.Open() {
		s.subscribe(ctx, sync)
	}
	if sync.Pages == 0 && sync.Open() {
		if err := s.readDoubted(ctx, sync); err != nil {
			return false, err
		}
	}
	reader := pages{Syncs: s}
	for began := s.Now(); sync.Open() && sync.Phase != directory.Finished && sync.RunID == activity.GetInfo(ctx).WorkflowExecution.RunID; {
		if s.Now().Sub(began) >= readFor || stopping(ctx) {
			return true, nil
		}
		if sync, err = reader.next(ctx, sync); err != nil {
			if ctx.Err() != nil {
				return false, err // the worker ends, or another has the sync: that is no reason to wait
			}
			return false, s.hold(context.WithoutCancel(ctx), sync, err)
		}
	}
	if sync.Phase != directory.Finished {
		return false, nil // another run has it
	}
	return false, s.Store.EndSync(ctx, tenant, id, directory.Completed, strings.TrimSpace(sync.Error+" "+sync.SkippedSentence()), s.Now())
}

// subscribe registers our webhook at a PSA before the sync reads people, so that no change is missed meanwhile. The sync does not depend on it.
func (s *Syncs) subscribe(ctx context.Context, sync directory.Sync) {
	if s.WebhookAddress == nil {
		return
	}
	system, err := s.Systems.Open(ctx, sync.Tenant, sync.Integration)
	subscriber, ok := system.(integration.WebhookSubscriber)
	if err != nil || !ok {
		return // reading its pages reports the failure
	}
	address, err := s.WebhookAddress(ctx, sync.Tenant, sync.Integration)
	if err != nil || address == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, subscribeTimeout)
	defer cancel()
	why := ""
	if err := subscriber.Subscribe(ctx, address); err != nil {
		why = integration.Problem(err)
		activity.GetLogger(ctx).Warn("a PSA could not be told where to call", "integration", sync.Integration.String(), "code", provider.CodeOf(err))
	}
	if err := s.Store.RecordCallbacks(ctx, sync, why, s.Now()); err != nil {
		activity.GetLogger(ctx).Warn("whether a PSA calls us could not be noted", "integration", sync.Integration.String())
	}
}

// readDoubted reads each contact whom the PSA calls deleted: no list shows who is not there any more, and what a webhook says is not believed. Who cannot be
// read now is left to the next sync. Its error is one of our own database.
func (s *Syncs) readDoubted(ctx context.Context, sync directory.Sync) error {
	ids, err := s.Store.Doubted(ctx, sync)
	if err != nil || len(ids) == 0 {
		return err
	}
	system, err := s.Systems.Open(ctx, sync.Tenant, sync.Integration)
	finder, ok := system.(directory.Finder)
	if err != nil || !ok {
		return nil // reading its pages reports the failure
	}
	for _, id := range ids {
		bounded, cancel := context.WithTimeout(ctx, pageTimeout)
		_, err := finder.Contact(bounded, id)
		cancel()
		gone := errors.Is(err, ticket.ErrNotFound)
		if err != nil && !gone {
			return nil
		}
		if err := s.Store.SettleDoubt(ctx, sync, id, gone, s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// FailSync ends a sync that waited too long for its PSA.
func (s *Syncs) FailSync(ctx context.Context, tenant, id uuid.UUID) error {
	sync, err := s.Store.Sync(ctx, tenant, id)
	if err != nil {
		return err
	}
	why := sync.Error
	if why == "" {
		why = "The PSA did not answer for a day."
	}
	return s.Store.EndSync(ctx, tenant, id, directory.Failed, why, s.Now())
}

// errOurs marks what went wrong on our side of a sync: it says nothing of the PSA.
var errOurs = errors.New("activities: a page could not be kept")

// oursWaits says why a sync waits that is not held up by its PSA.
const oursWaits = "What the PSA told could not be stored here. It is tried again by itself; if this stays, tell whoever runs Countersign."

// hold decides what a failure means for a sync: to wait, or to end.
func (s *Syncs) hold(ctx context.Context, sync directory.Sync, err error) error {
	if errors.Is(err, errOurs) {
		return errors.Join(err, s.Store.PauseSync(ctx, sync, oursWaits, s.Now()))
	}
	why := integration.Problem(err)
	switch provider.KindOf(err) {
	case provider.Refused, provider.OptedOut:
		return errors.Join(fatal(err), s.Store.EndSync(ctx, sync.Tenant, sync.ID, directory.Failed, why, s.Now()))
	}
	if err := s.Store.PauseSync(ctx, sync, why, s.Now()); err != nil {
		return err
	}
	if errors.Is(err, errRepeats) {
		return notYet(repeatedPause)
	}
	return notYet(cmp.Or(pauseOf(err), awayPause(activity.GetInfo(ctx).Attempt)))
}

// A PSA that is down is asked after growing pauses. After a worker died, the next attempt continues at once.
const (
	awayFirst = 2 * time.Second
	awayMost  = 2 * time.Minute
)

func awayPause(attempt int32) time.Duration {
	return min(awayFirst<<min(attempt-1, 10), awayMost)
}

// pages reads the lists of one sync, page after page.
type pages struct {
	*Syncs
	last []string // ids of the page before
}

// errRepeats is a list that gives the same page again and again: going on would never end.
var errRepeats = &provider.Error{Kind: provider.Unavailable, Code: "repeats"}

func (p *pages) next(ctx context.Context, sync directory.Sync) (directory.Sync, error) {
	if sync.Phase == directory.FindingDeletions {
		after, err := p.Store.RecordDeletions(ctx, sync, p.Now())
		return ours(sync, after, err)
	}
	system, err := p.Systems.Open(ctx, sync.Tenant, sync.Integration)
	if err != nil {
		return sync, err
	}
	people, ok := system.(directory.Reader)
	if !ok {
		return sync, &provider.Error{Kind: provider.Refused, Code: "no_directory"}
	}
	bounded, cancel := context.WithTimeout(ctx, pageTimeout)
	defer cancel()
	if sync.Phase == directory.ReadingCompanies {
		page, err := people.Companies(bounded, sync.Position())
		if err = p.moves(sync, page.Next, list.Of(page.Rows, func(c directory.Company) string { return c.ID }), err); err != nil {
			return sync, err
		}
		page, refused := directory.CleanCompanies(page)
		after, err := p.Store.RecordCompanies(ctx, sync, page, refused, p.Now())
		return ours(sync, after, err)
	}
	page, err := people.Contacts(bounded, sync.Position())
	if err = p.moves(sync, page.Next, list.Of(page.Rows, func(c directory.Contact) string { return c.ID }), err); err != nil {
		return sync, err
	}
	page, refused := directory.CleanContacts(page)
	after, err := p.Store.RecordContacts(ctx, sync, page, refused, p.Now())
	return ours(sync, after, err)
}

// moves refuses a page that leads to itself, or that is the one before once more.
func (p *pages) moves(sync directory.Sync, next string, ids []string, err error) error {
	if errors.Is(err, ticket.ErrNotFound) {
		return &provider.Error{Kind: provider.Refused, Code: "no_list"}
	}
	if err != nil {
		return err
	}
	if next != "" && (next == sync.Next || len(ids) > 0 && slices.Equal(ids, p.last)) {
		return errRepeats
	}
	p.last = ids
	return nil
}

func ours(before, after directory.Sync, err error) (directory.Sync, error) {
	if err != nil {
		return before, errors.Join(errOurs, err)
	}
	return after, nil
}
