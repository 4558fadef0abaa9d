package integrations

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/store"
	"countersign/store/db"
)

// Providers are where providers' callbacks for an MSP knock.
type Providers struct{ Twilio, SendGrid uuid.UUID }

// The kinds of integration.
const (
	KindTwilio   = "twilio"
	KindSendGrid = "sendgrid"
)

// ListProviders reads the MSP's integrations.
func ListProviders(ctx context.Context, tx store.Tx) (in Providers, err error) {
	rows, err := db.New(tx).ListIntegrations(ctx)
	for _, row := range rows {
		switch row.Kind {
		case KindTwilio:
			in.Twilio = row.ID
		case KindSendGrid:
			in.SendGrid = row.ID
		}
	}
	return in, err
}

// ProviderOf is the provider that carries a transport.
func ProviderOf(transport channel.Transport) string {
	if transport == channel.Email {
		return KindSendGrid
	}
	return KindTwilio
}

// TenantOfIntegration tells whose webhook of a kind (twilio, sendgrid) this is.
func TenantOfIntegration(ctx context.Context, s *store.Store, kind string, id uuid.UUID) (tenant uuid.UUID, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id FROM door.integration($1, $2)`, id, kind).Scan(&tenant)
	return tenant, err
}
