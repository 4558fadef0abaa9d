package store

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/template"
	"countersign/store/db"
)

// Integrations are where providers' callbacks for an MSP knock.
type Integrations struct{ Twilio, SendGrid uuid.UUID }

// The kinds of integration.
const (
	kindTwilio   = "twilio"
	kindSendGrid = "sendgrid"
)

// CreateTenant makes an MSP with its integrations, looks and default policy, before anybody works there; ErrConflict when the slug is taken.
func (s *Store) CreateTenant(ctx context.Context, slug, name string) (tenant uuid.UUID, in Integrations, err error) {
	tenant, in = NewID(), Integrations{Twilio: NewID(), SendGrid: NewID()}
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		if _, err := tx.Exec(ctx, `SELECT door.create_tenant($1, $2, $3)`, tenant, slug, name); err != nil {
			return err
		}
		for kind, id := range map[string]uuid.UUID{kindTwilio: in.Twilio, kindSendGrid: in.SendGrid} {
			if err := tx.InsertIntegration(ctx, db.InsertIntegrationParams{TenantID: tenant, ID: id, Kind: kind}); err != nil {
				return err
			}
		}
		if _, err := tx.PutBranding(ctx, template.DefaultBranding(name), BuiltIn); err != nil {
			return err
		}
		_, err := tx.DefaultPolicy(ctx)
		return err
	})
	return tenant, in, err
}

// IntegrationsOf reads the MSP's integrations.
func (tx Tx) IntegrationsOf(ctx context.Context) (in Integrations, err error) {
	rows, err := tx.ListIntegrations(ctx)
	for _, row := range rows {
		switch row.Kind {
		case kindTwilio:
			in.Twilio = row.ID
		case kindSendGrid:
			in.SendGrid = row.ID
		}
	}
	return in, err
}
