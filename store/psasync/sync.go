// Package psasync stores what syncs read out of a PSA.
package psasync

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/core/directory"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/db"
)

// syncsKept is how long the history of a PSA's syncs goes back.
const syncsKept = 30 * 24 * time.Hour

// SyncStore keeps what syncs read.
type SyncStore struct{ Store *store.Store }

// BeginSync implements directory.SyncStore.
func (ss SyncStore) BeginSync(ctx context.Context, tenant, integration uuid.UUID, runID string, at time.Time) (sync directory.Sync, ok bool, err error) {
	err = ss.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockIntegration(ctx, integration)
		if errors.Is(err, store.ErrNotFound) || err == nil && !row.Enabled {
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		if sync, err = takeUp(ctx, tx, integration, runID, at); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		mode, id := directory.ModeFor(row.ReconciledAt, at), store.NewID()
		since := row.CompaniesSince
		if mode != directory.Incremental {
			since = nil
		}
		opened := db.InsertSyncParams{TenantID: tenant, ID: id, IntegrationID: integration, RunID: runID, Mode: string(mode), Since: since, At: at}
		if err := db.New(tx).InsertSync(ctx, opened); err != nil {
			return err
		}
		if err := db.New(tx).TrimSyncs(ctx, db.TrimSyncsParams{IntegrationID: integration, Before: new(at.Add(-syncsKept))}); err != nil {
			return err
		}
		if sync, err = getSync(ctx, tx, id); err != nil {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: integration})
	})
	return sync, ok, err
}

// takeUp continues the open sync; ErrNotFound when none is.
func takeUp(ctx context.Context, tx store.Tx, integration uuid.UUID, runID string, at time.Time) (directory.Sync, error) {
	open, err := db.New(tx).OpenSync(ctx, integration)
	if err != nil {
		return directory.Sync{}, err
	}
	open.RunID = runID
	return syncOf(open), db.New(tx).AdoptSync(ctx, db.AdoptSyncParams{ID: open.ID, RunID: runID, At: at})
}

// Sync implements directory.SyncStore.
func (ss SyncStore) Sync(ctx context.Context, tenant, id uuid.UUID) (directory.Sync, error) {
	return store.InTenant(ctx, ss.Store, tenant, func(ctx context.Context, tx store.Tx) (directory.Sync, error) {
		return getSync(ctx, tx, id)
	})
}

func getSync(ctx context.Context, tx store.Tx, id uuid.UUID) (directory.Sync, error) {
	row, err := db.New(tx).GetSync(ctx, id)
	return syncOf(row), err
}

// step lets change do its work if the sync still stands where s says, and keeps where it leads; otherwise it tells where the sync stands.
func (ss SyncStore) step(ctx context.Context, at directory.Sync, now time.Time, change func(ctx context.Context, tx store.Tx) (directory.Sync, error)) (directory.Sync, error) {
	return store.InTenant(ctx, ss.Store, at.Tenant, func(ctx context.Context, tx store.Tx) (after directory.Sync, err error) {
		// Tables grow while a first sync runs: a plan that was made when they were empty would read them whole for every page.
		if _, err := tx.Exec(ctx, `SET LOCAL plan_cache_mode = force_custom_plan`); err != nil {
			return after, err
		}
		row, err := db.New(tx).LockSync(ctx, at.ID)
		if err != nil {
			return after, err
		}
		after = syncOf(row)
		if !after.Open() || after.RunID != at.RunID || after.Phase != at.Phase || after.Next != at.Next || after.Pages != at.Pages {
			return after, nil
		}
		if after, err = change(ctx, tx); err != nil {
			return after, err
		}
		after.Status, after.UpdatedAt = directory.Running, now
		moved := db.MoveSyncParams{
			ID: after.ID, Phase: string(after.Phase), Since: after.Since, Next: after.Next, Newest: after.Newest, Began: after.Began, Recent: int32(after.Recent), Whole: after.Whole, Pages: int32(after.Pages),
			Companies: int32(after.Companies), Contacts: int32(after.Contacts), Changed: int32(after.Changed), Flagged: int32(after.Flagged),
			Revoked: int32(after.Revoked), Skipped: int32(after.Skipped), SkippedRows: append([]string{}, after.SkippedRows...), Requests: int32(after.Requests), At: now,
		}
		if err := db.New(tx).MoveSync(ctx, moved); err != nil {
			return after, err
		}
		return after, tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: after.Integration})
	})
}

// RecordCallbacks implements directory.SyncStore.
func (ss SyncStore) RecordCallbacks(ctx context.Context, sync directory.Sync, problem string, at time.Time) error {
	return ss.Store.InTenant(ctx, sync.Tenant, func(ctx context.Context, tx store.Tx) error {
		n, err := db.New(tx).SetCallbacks(ctx, db.SetCallbacksParams{ID: sync.Integration, At: &at, Problem: store.Nullable(problem)})
		if err != nil || n == 0 {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: sync.Integration})
	})
}

// PauseSync implements directory.SyncStore.
func (ss SyncStore) PauseSync(ctx context.Context, sync directory.Sync, why string, at time.Time) error {
	return ss.Store.InTenant(ctx, sync.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := db.New(tx).PauseSync(ctx, db.PauseSyncParams{ID: sync.ID, Error: &why, At: at}); err != nil {
			return err
		}
		if _, err := db.New(tx).SetPSAHealth(ctx, db.SetPSAHealthParams{ID: sync.Integration, Problem: &why, At: &at}); err != nil {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: sync.Integration})
	})
}

// EndSync implements directory.SyncStore.
func (ss SyncStore) EndSync(ctx context.Context, tenant, id uuid.UUID, status directory.SyncStatus, why string, at time.Time) error {
	return ss.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockSync(ctx, id)
		if err != nil {
			return err
		}
		ended, err := db.New(tx).EndSync(ctx, db.EndSyncParams{ID: id, Status: string(status), Error: store.Nullable(why), At: at})
		if err != nil || ended == 0 {
			return err
		}
		if err := db.New(tx).ForgetSyncPages(ctx, id); err != nil {
			return err
		}
		if status == directory.Failed {
			if _, err := db.New(tx).SetPSAHealth(ctx, db.SetPSAHealthParams{ID: row.IntegrationID, Problem: store.Nullable(why), At: &at}); err != nil {
				return err
			}
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: row.IntegrationID})
	})
}

// ListSyncs lists a page of a PSA's syncs, the newest first.
func ListSyncs(ctx context.Context, tx store.Tx, integration uuid.UUID, cursor string, limit int) (page store.Page[directory.Sync], err error) {
	before, beforeID := clock.Now().AddDate(1, 0, 0), uuid.Max
	if cursor != "" {
		id, err := store.ReadCursor(cursor)
		if err != nil {
			return page, err
		}
		last, err := getSync(ctx, tx, id)
		if err != nil || last.Integration != integration {
			return page, store.ErrCursor
		}
		before, beforeID = last.StartedAt, last.ID
	}
	limit = store.PageSize(limit)
	rows, err := db.New(tx).ListSyncs(ctx, db.ListSyncsParams{IntegrationID: integration, Before: before, BeforeID: beforeID, AtMost: int32(limit + 1)})
	return store.CutPage(list.Of(rows, syncOf), limit, func(s directory.Sync) string { return s.ID.String() }), err
}

// LastSyncs reads the newest sync of each PSA.
func LastSyncs(ctx context.Context, tx store.Tx, integrations []uuid.UUID) (map[uuid.UUID]directory.Sync, error) {
	rows, err := db.New(tx).LastSyncs(ctx, integrations)
	last := make(map[uuid.UUID]directory.Sync, len(rows))
	for _, row := range rows {
		last[row.IntegrationID] = syncOf(row)
	}
	return last, err
}

// SyncedIntegration is a PSA that is synced by itself.
type SyncedIntegration struct{ Tenant, Integration uuid.UUID }

// SyncedIntegrations lists the PSAs of all MSPs that are to have a schedule.
func SyncedIntegrations(ctx context.Context, s *store.Store) ([]SyncedIntegration, error) {
	return store.All[SyncedIntegration](ctx, s, `SELECT * FROM door.synced_integrations()`)
}

func syncOf(row db.Sync) directory.Sync {
	return directory.Sync{
		Tenant: row.TenantID, ID: row.ID, Integration: row.IntegrationID, RunID: row.RunID, Mode: directory.Mode(row.Mode), Status: directory.SyncStatus(row.Status),
		Phase: directory.Phase(row.Phase), Since: row.Since, Next: row.Next, Newest: row.Newest, Began: row.Began, Recent: int(row.Recent), Whole: row.Whole, Pages: int(row.Pages), Companies: int(row.Companies),
		Contacts: int(row.Contacts), Changed: int(row.Changed), Flagged: int(row.Flagged), Revoked: int(row.Revoked), Skipped: int(row.Skipped), SkippedRows: row.SkippedRows, Requests: int(row.Requests),
		Error: store.Text(row.Error), StartedAt: row.StartedAt, UpdatedAt: row.UpdatedAt, FinishedAt: row.FinishedAt,
	}
}
