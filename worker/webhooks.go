package worker

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"countersign/store"
)

// Webhooks knows where PSAs call us.
type Webhooks struct {
	Store     *store.Store
	PublicURL string
	Private   bool // there are PSAs on networks that are not public, which reach us without TLS
}

// Address is where the PSA of a connection calls; "" where it could not, or not without others listening.
func (h Webhooks) Address(ctx context.Context, tenant, integration uuid.UUID) (string, error) {
	if !h.Private && !strings.HasPrefix(h.PublicURL, "https://") {
		return "", nil
	}
	row, err := h.Store.PSA(ctx, tenant, integration)
	if err != nil {
		return "", err
	}
	return h.PublicURL + "/webhooks/" + row.Kind + "/" + integration.String(), nil
}
