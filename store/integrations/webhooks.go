package integrations

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/store"
	"countersign/store/db"
)

// Providers are where callbacks of the platform's accounts knock for an MSP.
type Providers struct{ Twilio, SendGrid uuid.UUID }

// The kinds of integration.
const (
	KindTwilio   = "twilio"
	KindSendGrid = "sendgrid"
)

// ListProviders reads the MSP's rows of the platform's accounts.
func ListProviders(ctx context.Context, tx store.Tx) (in Providers, err error) {
	rows, err := db.New(tx).ListCarriers(ctx)
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

// TenantOfIntegration tells whose webhook of a kind this is. own says that it has credentials, also ones that have been forgotten since:
// a carrier's without is the platform's account.
func TenantOfIntegration(ctx context.Context, s *store.Store, kind string, id uuid.UUID) (tenant uuid.UUID, own bool, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id, own FROM door.integration($1, $2)`, id, kind).Scan(&tenant, &own)
	return tenant, own, err
}
