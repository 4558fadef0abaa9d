package api

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
	"countersign/store"
)

// PSAs opens ticket systems for somebody who waits.
type PSAs interface {
	// Vendors lists the PSAs that can be connected, by name.
	Vendors() []psa.Vendor
	// Desk opens the PSA of an MSP. It makes no request.
	Desk(ctx context.Context, tenant, integration uuid.UUID) (ticket.Desk, error)
}

// askPatience bounds what a person waits for when a PSA is asked something on their behalf.
const askPatience = 10 * time.Second

// vendorOf finds a PSA's description by its kind.
func vendorOf(psas PSAs, kind string) (psa.Vendor, bool) {
	if psas == nil {
		return psa.Vendor{}, false
	}
	vendors := psas.Vendors()
	at := slices.IndexFunc(vendors, func(v psa.Vendor) bool { return v.Kind == kind })
	if at < 0 {
		return psa.Vendor{}, false
	}
	return vendors[at], true
}

// ask opens a PSA and lets somebody ask it within askPatience.
func ask(ctx context.Context, psas PSAs, integration uuid.UUID, question func(ctx context.Context, desk ticket.Desk) error) error {
	if psas == nil {
		return errNoDesk
	}
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	desk, err := psas.Desk(ctx, ActorOf(ctx).Tenant, integration)
	if err != nil {
		return err
	}
	return question(ctx, desk)
}

// psaProblem says to a person what a PSA did not do.
func psaProblem(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ticket.ErrNotFound), errors.Is(err, store.ErrNotFound):
		return errUnseen
	case errors.Is(err, errNoDesk):
		return problem.New(problem.PSAUnavailable, "No ticket system can be asked here.")
	}
	if _, isPSAs := errors.AsType[*provider.Error](err); isPSAs {
		return problem.New(problem.PSAUnavailable, psa.Problem(err))
	}
	return err
}
