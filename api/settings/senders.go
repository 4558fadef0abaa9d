package settings

import (
	"context"
	"slices"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/store/settings"
)

// ListSenders lists the numbers and mailboxes that the operator assigned to the MSP.
func (h Branding) ListSenders(ctx context.Context, _ gen.ListSendersRequestObject) (gen.ListSendersResponseObject, error) {
	own, err := gate.InTenant(ctx, h.Store, settings.ListSenders)
	return gen.ListSenders200JSONResponse{Numbers: sorted(own.Numbers), Mailboxes: sorted(own.Mailboxes)}, err
}

// sorted is never nil, which would read null.
func sorted(values []string) []string {
	own := append([]string{}, values...)
	slices.Sort(own)
	return own
}
