package psasync

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/directory"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/db"
)

// A list that lacks more people than this, and more than half of those who were there, is more likely a right that was taken from us than a clearing-out.
const manyGone = 100

// RecordDeletions implements directory.SyncStore. It deletes no contact: contacts that are gone at the PSA are marked as gone.
func (ss SyncStore) RecordDeletions(ctx context.Context, at directory.Sync, now time.Time) (directory.Sync, error) {
	return ss.step(ctx, at, now, func(ctx context.Context, tx store.Tx) (directory.Sync, error) {
		after := at
		if err := loseCompanies(ctx, tx, at, now); err != nil {
			return directory.Sync{}, err
		}
		whole, err := db.New(tx).HasSyncPages(ctx, db.HasSyncPagesParams{SyncID: at.ID, Phase: string(directory.ReadingContacts)})
		if err != nil {
			return directory.Sync{}, err
		}
		if !whole {
			return after.NextPhase(nil), nil
		}
		lost, why, err := loseContacts(ctx, tx, at, now)
		if err != nil {
			return directory.Sync{}, err
		}
		after.Changed += lost
		after = after.NextPhase(nil)
		after.Error = why
		return after, db.New(tx).MarkSynced(ctx, db.MarkSyncedParams{ID: at.Integration, ReconciledAt: &now, At: &now})
	})
}

func loseCompanies(ctx context.Context, tx store.Tx, at directory.Sync, now time.Time) error {
	whole, err := db.New(tx).HasSyncPages(ctx, db.HasSyncPagesParams{SyncID: at.ID, Phase: string(directory.ReadingCompanies)})
	if err != nil || !whole {
		return err
	}
	rows, err := db.New(tx).MissingCompanies(ctx, db.MissingCompaniesParams{IntegrationID: at.Integration, SyncID: at.ID})
	if err != nil || len(rows) == 0 {
		return err
	}
	ids := list.Of(rows, func(row db.MissingCompaniesRow) string { return row.ExternalID })
	return db.New(tx).LoseCompanyLinks(ctx, db.LoseCompanyLinksParams{IntegrationID: at.Integration, ExternalIds: ids, At: &now})
}

// loseContacts marks the missing contacts; why is set when it marked none because too many were missing.
func loseContacts(ctx context.Context, tx store.Tx, at directory.Sync, now time.Time) (lost int, why string, err error) {
	rows, err := db.New(tx).MissingContacts(ctx, db.MissingContactsParams{IntegrationID: at.Integration, SyncID: at.ID})
	if err != nil || len(rows) == 0 {
		return 0, "", err
	}
	live, err := db.New(tx).CountLiveContactLinks(ctx, at.Integration)
	if err != nil {
		return 0, "", err
	}
	if len(rows) > manyGone && int64(len(rows))*2 > live {
		return 0, fmt.Sprintf("%d of %d people are not in the PSA's list any more. Nobody was marked as gone: look whether our member may still see them.", len(rows), live), nil
	}
	ids, contacts := make([]string, len(rows)), make([]uuid.UUID, len(rows))
	for i, row := range rows {
		ids[i], contacts[i] = row.ExternalID, row.ContactID
	}
	if err := db.New(tx).LoseContactLinks(ctx, db.LoseContactLinksParams{IntegrationID: at.Integration, ExternalIds: ids, At: &now}); err != nil {
		return 0, "", err
	}
	return len(rows), "", refreshActivity(ctx, tx, contacts, now)
}
