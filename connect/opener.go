// Package connect opens the outside systems that tenants have connected: it holds the list of vendors, reaches their addresses and keeps what it opened.
package connect

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"countersign/core/integration"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/integrations"
)

const (
	// readTimeout bounds what a person waits for when a ticket is shown to them.
	readTimeout = 5 * time.Second
	// requestTimeout bounds one request to a system. Callers set a shorter one where a person waits.
	requestTimeout = 40 * time.Second
)

// Opener opens the connections of tenants from their rows, and keeps each for as long as its row stays as it is.
type Opener struct {
	store   *store.Store
	dialer  Dialer
	vendors []integration.Vendor
	mu      sync.Mutex
	open    map[uuid.UUID]opened
}

type opened struct {
	row    integrations.PSA
	system integration.System
}

// NewOpener returns an Opener of these vendors' systems (Vendors in the product) that reaches what dialer allows.
func NewOpener(s *store.Store, dialer Dialer, vendors []integration.Vendor) *Opener {
	return &Opener{store: s, dialer: dialer, vendors: vendors, open: map[uuid.UUID]opened{}}
}

// Vendors lists the ticket systems that can be connected, by name. An MSP's own carriers are set by the operator's command.
func (o *Opener) Vendors() []integration.Vendor {
	return slices.DeleteFunc(slices.Clone(o.vendors), func(v integration.Vendor) bool { return !v.Can(integration.Tickets) })
}

// Open opens a tenant's connection without a request. A disabled one is opened too: writes that wait for its tickets still go there.
// Its error is store.ErrNotFound for no such connection, or a *provider.Error of kind Unauthorized for settings that cannot work.
func (o *Opener) Open(ctx context.Context, tenant, integrationID uuid.UUID) (integration.System, error) {
	row, err := integrations.OpenPSA(ctx, o.store, tenant, integrationID)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if held, ok := o.open[integrationID]; ok && same(held.row, row) {
		return held.system, nil
	}
	vendor, ok := find(o.vendors, row.Kind)
	if !ok {
		return nil, unusable(row.Kind)
	}
	timeout := requestTimeout
	if !vendor.Can(integration.Tickets) {
		timeout = message.RequestTimeout
	}
	client := &http.Client{Timeout: timeout, Transport: breaker(integrationID.String(), o.dialer.Transport())}
	system, err := vendor.Open(integration.Connection{BaseURL: row.BaseURL, Credentials: row.Credentials, HTTP: client})
	if err != nil {
		return nil, errors.Join(unusable(row.Kind), err)
	}
	o.open[integrationID] = opened{row, system}
	return system, nil
}

// unusable is the failure of settings that an admin has to correct.
func unusable(kind string) error {
	return &provider.Error{Provider: kind, Kind: provider.Unauthorized, Code: "settings"}
}

func same(a, b integrations.PSA) bool {
	return a.Kind == b.Kind && a.BaseURL == b.BaseURL && maps.Equal(a.Credentials, b.Credentials)
}

// Ticket reads a ticket for a person who looks at it, within five seconds.
func (o *Opener) Ticket(ctx context.Context, tenant, integrationID uuid.UUID, id string) (ticket.Ticket, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	system, err := integration.As[ticket.System](o.Open(ctx, tenant, integrationID))
	if err != nil {
		return ticket.Ticket{}, err
	}
	return system.Ticket(ctx, id)
}
