package psasync

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/directory"
	"countersign/store"
	"countersign/store/db"
)

// doubtsRead bounds how many contacts one sync reads because the PSA calls them deleted.
const doubtsRead = 100

// Doubt notes contacts whom a PSA calls deleted, by its ids. Contacts that the PSA never gave us are not noted.
func Doubt(ctx context.Context, s *store.Store, tenant, integration uuid.UUID, ids []string, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).DoubtContacts(ctx, db.DoubtContactsParams{IntegrationID: integration, ExternalIds: ids, At: at})
	})
}

// Doubted implements directory.SyncStore.
func (ss SyncStore) Doubted(ctx context.Context, s directory.Sync) (ids []string, err error) {
	err = ss.Store.InTenant(ctx, s.Tenant, func(ctx context.Context, tx store.Tx) error {
		ids, err = db.New(tx).DoubtedContacts(ctx, db.DoubtedContactsParams{IntegrationID: s.Integration, AtMost: doubtsRead})
		return err
	})
	return ids, err
}

// SettleDoubt implements directory.SyncStore.
func (ss SyncStore) SettleDoubt(ctx context.Context, s directory.Sync, id string, gone bool, at time.Time) error {
	return ss.Store.InTenant(ctx, s.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := db.New(tx).SettleDoubt(ctx, db.SettleDoubtParams{IntegrationID: s.Integration, ExternalID: id}); err != nil || !gone {
			return err
		}
		links, err := db.New(tx).ContactLinks(ctx, db.ContactLinksParams{IntegrationID: s.Integration, ExternalIds: []string{id}})
		if err != nil || len(links) == 0 {
			return err
		}
		if err := db.New(tx).LoseContactLinks(ctx, db.LoseContactLinksParams{IntegrationID: s.Integration, ExternalIds: []string{id}, At: &at}); err != nil {
			return err
		}
		return refreshActivity(ctx, tx, []uuid.UUID{links[0].ContactID}, at)
	})
}
