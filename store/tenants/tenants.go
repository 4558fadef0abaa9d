// Package tenants creates and lists MSPs.
package tenants

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/plaintext"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/settings"
)

// Ref names an MSP.
type Ref struct {
	TenantID uuid.UUID
	Slug     string
	Name     string
}

// List lists every MSP, for chores that go from one to the next.
func List(ctx context.Context, s *store.Store) ([]Ref, error) {
	return store.All[Ref](ctx, s, `SELECT * FROM door.tenants()`)
}

// Create creates an MSP with its integrations, branding and default policy, without users; ErrConflict when the slug is taken.
func Create(ctx context.Context, s *store.Store, slug, name string) (tenant uuid.UUID, in integrations.Providers, err error) {
	name = plaintext.Line(name, plaintext.LongestName)
	tenant, in = store.NewID(), integrations.Providers{Twilio: store.NewID(), SendGrid: store.NewID()}
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT door.create_tenant($1, $2, $3)`, tenant, slug, name); err != nil {
			return err
		}
		for kind, id := range map[string]uuid.UUID{integrations.KindTwilio: in.Twilio, integrations.KindSendGrid: in.SendGrid} {
			if err := db.New(tx).InsertIntegration(ctx, db.InsertIntegrationParams{TenantID: tenant, ID: id, Kind: kind}); err != nil {
				return err
			}
		}
		if _, err := settings.UpdateBranding(ctx, tx, template.DefaultBranding(name), store.BuiltIn); err != nil {
			return err
		}
		_, err := settings.DefaultPolicy(ctx, tx)
		return err
	})
	return tenant, in, err
}
