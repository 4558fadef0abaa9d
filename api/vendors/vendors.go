package vendors

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/respond"
	"countersign/core/integration"
	"countersign/core/problem"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/store"
)

// ErrNone is met where no ticket system can be asked.
var ErrNone = errors.New("api: no ticket system can be asked")

// WebhookURL is where a PSA calls about a connection.
func WebhookURL(publicURL, kind string, integrationID uuid.UUID) string {
	return publicURL + "/webhooks/" + kind + "/" + integrationID.String()
}

// Opener opens the ticket systems of MSPs.
type Opener interface {
	// Vendors lists the PSAs that can be connected, by name.
	Vendors() []integration.Vendor
	// Open opens the PSA of an MSP. It makes no request.
	Open(ctx context.Context, tenant, integrationID uuid.UUID) (integration.System, error)
}

// Patience bounds how long a person waits for a PSA.
const Patience = 10 * time.Second

// Find finds a PSA's description by its kind.
func Find(psas Opener, kind string) (integration.Vendor, bool) {
	if psas == nil {
		return integration.Vendor{}, false
	}
	vendors := psas.Vendors()
	at := slices.IndexFunc(vendors, func(v integration.Vendor) bool { return v.Kind == kind })
	if at < 0 {
		return integration.Vendor{}, false
	}
	return vendors[at], true
}

// Ask opens a PSA of the caller's MSP and calls it, within Patience.
func Ask(ctx context.Context, psas Opener, integrationID uuid.UUID, question func(ctx context.Context, system ticket.System) error) error {
	if psas == nil {
		return ErrNone
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	system, err := integration.As[ticket.System](psas.Open(ctx, gate.ActorOf(ctx).Tenant, integrationID))
	if err != nil {
		return err
	}
	return question(ctx, system)
}

// Problem turns the failure of a PSA into a problem for the caller.
func Problem(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ticket.ErrNotFound), errors.Is(err, store.ErrNotFound):
		return respond.NotFound
	case errors.Is(err, ErrNone):
		return problem.New(problem.PSAUnavailable, "No ticket system can be asked here.")
	}
	if _, isPSAs := errors.AsType[*provider.Error](err); isPSAs {
		return problem.New(problem.PSAUnavailable, integration.Problem(err))
	}
	return err
}
