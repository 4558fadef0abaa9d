package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/core/directory"
	"countersign/store/db"
)

// syncsKept is how long the history of a PSA's syncs goes back.
const syncsKept = 30 * 24 * time.Hour

// BeginSync implements directory.SyncStore.
func (s *Store) BeginSync(ctx context.Context, tenant, integration uuid.UUID, runID string, at time.Time) (sync directory.Sync, ok bool, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockIntegration(ctx, integration)
		if errors.Is(err, ErrNotFound) || err == nil && !row.Enabled {
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		if sync, err = tx.takeUp(ctx, integration, runID, at); !errors.Is(err, ErrNotFound) {
			return err
		}
		mode, id := directory.ModeFor(row.ReconciledAt, at), NewID()
		since := row.CompaniesSince
		if mode != directory.Incremental {
			since = nil
		}
		opened := db.InsertSyncParams{TenantID: tenant, ID: id, IntegrationID: integration, RunID: runID, Mode: string(mode), Since: since, At: at}
		if err := tx.InsertSync(ctx, opened); err != nil {
			return err
		}
		if err := tx.TrimSyncs(ctx, db.TrimSyncsParams{IntegrationID: integration, Before: new(at.Add(-syncsKept))}); err != nil {
			return err
		}
		if sync, err = tx.sync(ctx, id); err != nil {
			return err
		}
		return tx.Emit(ctx, Event{Kind: EventIntegration, Subject: integration})
	})
	return sync, ok, err
}

// takeUp goes on with the sync that is open; ErrNotFound when none is.
func (tx Tx) takeUp(ctx context.Context, integration uuid.UUID, runID string, at time.Time) (directory.Sync, error) {
	open, err := tx.OpenSync(ctx, integration)
	if err != nil {
		return directory.Sync{}, err
	}
	open.RunID = runID
	return syncOf(open), tx.AdoptSync(ctx, db.AdoptSyncParams{ID: open.ID, RunID: runID, At: at})
}

// Sync implements directory.SyncStore.
func (s *Store) Sync(ctx context.Context, tenant, id uuid.UUID) (sync directory.Sync, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		sync, err = tx.sync(ctx, id)
		return err
	})
	return sync, err
}

func (tx Tx) sync(ctx context.Context, id uuid.UUID) (directory.Sync, error) {
	row, err := tx.GetSync(ctx, id)
	return syncOf(row), err
}

// step lets change do its work if the sync still stands where s says, and keeps where it leads; otherwise it tells where the sync stands.
func (s *Store) step(ctx context.Context, at directory.Sync, now time.Time, change func(ctx context.Context, tx Tx) (directory.Sync, error)) (after directory.Sync, err error) {
	err = s.InTenant(ctx, at.Tenant, func(ctx context.Context, tx Tx) error {
		// Tables grow while a first sync runs: a plan that was made when they were empty would read them whole for every page.
		if _, err := tx.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`); err != nil {
			return err
		}
		row, err := tx.LockSync(ctx, at.ID)
		if err != nil {
			return err
		}
		after = syncOf(row)
		if !after.Open() || after.RunID != at.RunID || after.Phase != at.Phase || after.Next != at.Next || after.Pages != at.Pages {
			return nil
		}
		if after, err = change(ctx, tx); err != nil {
			return err
		}
		after.Status, after.UpdatedAt = directory.Running, now
		moved := db.MoveSyncParams{
			ID: after.ID, Phase: string(after.Phase), Since: after.Since, Next: after.Next, Newest: after.Newest, Whole: after.Whole, Pages: int32(after.Pages),
			Companies: int32(after.Companies), Contacts: int32(after.Contacts), Changed: int32(after.Changed), Flagged: int32(after.Flagged),
			Revoked: int32(after.Revoked), Requests: int32(after.Requests), At: now,
		}
		if err := tx.MoveSync(ctx, moved); err != nil {
			return err
		}
		return tx.Emit(ctx, Event{Kind: EventIntegration, Subject: after.Integration})
	})
	return after, err
}

// PauseSync implements directory.SyncStore.
func (s *Store) PauseSync(ctx context.Context, sync directory.Sync, why string, at time.Time) error {
	return s.InTenant(ctx, sync.Tenant, func(ctx context.Context, tx Tx) error {
		if err := tx.Queries.PauseSync(ctx, db.PauseSyncParams{ID: sync.ID, Error: &why, At: at}); err != nil {
			return err
		}
		if _, err := tx.SetPSAHealth(ctx, db.SetPSAHealthParams{ID: sync.Integration, Problem: &why, At: &at}); err != nil {
			return err
		}
		return tx.Emit(ctx, Event{Kind: EventIntegration, Subject: sync.Integration})
	})
}

// EndSync implements directory.SyncStore.
func (s *Store) EndSync(ctx context.Context, tenant, id uuid.UUID, status directory.SyncStatus, why string, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockSync(ctx, id)
		if err != nil {
			return err
		}
		ended, err := tx.Queries.EndSync(ctx, db.EndSyncParams{ID: id, Status: string(status), Error: Nullable(why), At: at})
		if err != nil || ended == 0 {
			return err
		}
		if err := tx.ForgetSyncPages(ctx, id); err != nil {
			return err
		}
		if status == directory.Failed {
			if _, err := tx.SetPSAHealth(ctx, db.SetPSAHealthParams{ID: row.IntegrationID, Problem: Nullable(why), At: &at}); err != nil {
				return err
			}
		}
		return tx.Emit(ctx, Event{Kind: EventIntegration, Subject: row.IntegrationID})
	})
}

// Syncs lists a PSA's syncs, the newest first; next is the cursor of the following page.
func (tx Tx) Syncs(ctx context.Context, integration uuid.UUID, cursor string, limit int) (items []directory.Sync, next string, err error) {
	before, beforeID := clock.Now().AddDate(1, 0, 0), uuid.Max
	if cursor != "" {
		id, err := ReadCursor(cursor)
		if err != nil {
			return nil, "", err
		}
		last, err := tx.sync(ctx, id)
		if err != nil || last.Integration != integration {
			return nil, "", ErrCursor
		}
		before, beforeID = last.StartedAt, last.ID
	}
	limit = PageSize(limit)
	rows, err := tx.ListSyncs(ctx, db.ListSyncsParams{IntegrationID: integration, Before: before, BeforeID: beforeID, AtMost: int32(limit + 1)})
	if err != nil {
		return nil, "", err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].ID.String()
	}
	for _, row := range rows {
		items = append(items, syncOf(row))
	}
	return items, next, nil
}

// LastSyncs reads the newest sync of each PSA.
func (tx Tx) LastSyncs(ctx context.Context, integrations []uuid.UUID) (map[uuid.UUID]directory.Sync, error) {
	rows, err := tx.Queries.LastSyncs(ctx, integrations)
	last := make(map[uuid.UUID]directory.Sync, len(rows))
	for _, row := range rows {
		last[row.IntegrationID] = syncOf(row)
	}
	return last, err
}

// SyncedIntegration is a PSA that is synced by itself.
type SyncedIntegration struct{ Tenant, Integration uuid.UUID }

// SyncedIntegrations lists the PSAs of all MSPs that are to have a schedule.
func (s *Store) SyncedIntegrations(ctx context.Context) ([]SyncedIntegration, error) {
	return All[SyncedIntegration](ctx, s, `SELECT * FROM door.synced_integrations()`)
}

func syncOf(row db.Sync) directory.Sync {
	return directory.Sync{
		Tenant: row.TenantID, ID: row.ID, Integration: row.IntegrationID, RunID: row.RunID, Mode: directory.Mode(row.Mode), Status: directory.SyncStatus(row.Status),
		Phase: directory.Phase(row.Phase), Since: row.Since, Next: row.Next, Newest: row.Newest, Whole: row.Whole, Pages: int(row.Pages), Companies: int(row.Companies),
		Contacts: int(row.Contacts), Changed: int(row.Changed), Flagged: int(row.Flagged), Revoked: int(row.Revoked), Requests: int(row.Requests),
		Error: Text(row.Error), StartedAt: row.StartedAt, UpdatedAt: row.UpdatedAt, FinishedAt: row.FinishedAt,
	}
}
