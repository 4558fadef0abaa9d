package connect

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/integrations"
)

// Webhooks knows the addresses at which connected systems call us.
type Webhooks struct {
	Store     *store.Store
	PublicURL string
	Private   bool // some systems are on private networks, and reach us without TLS
}

// Address is where the system of a connection calls; "" where it could not, or only without TLS.
func (w Webhooks) Address(ctx context.Context, tenant, integration uuid.UUID) (string, error) {
	if !w.Private && !strings.HasPrefix(w.PublicURL, "https://") {
		return "", nil
	}
	row, err := integrations.OpenPSA(ctx, w.Store, tenant, integration)
	if err != nil {
		return "", err
	}
	return w.address(row.Kind, integration), nil
}

func (w Webhooks) address(kind string, connection uuid.UUID) string {
	return w.PublicURL + "/webhooks/" + kind + "/" + connection.String()
}
