package worker

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"countersign/activities"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/store"
)

const (
	// readTimeout bounds what a person waits for when a ticket is shown to them.
	readTimeout = 5 * time.Second
	// deskTimeout bounds one request to a PSA. Whoever asks sets a shorter one where somebody waits.
	deskTimeout = 40 * time.Second
)

// Opener opens PSAs of tenants from their rows, and keeps what it opened for as long as the row stays as it is.
type Opener struct {
	store  *store.Store
	dialer Dialer
	mu     sync.Mutex
	open   map[uuid.UUID]openDesk
}

var _ activities.Opener = (*Opener)(nil)

type openDesk struct {
	row    store.PSA
	system ticket.System
}

// NewOpener returns Desks that reach what dialer allows.
func NewOpener(s *store.Store, dialer Dialer) *Opener {
	return &Opener{store: s, dialer: dialer, open: map[uuid.UUID]openDesk{}}
}

// Vendors lists the PSAs that can be connected, by name.
func (d *Opener) Vendors() []integration.Vendor { return vendors }

// Open implements activities.Opener. A PSA that is disabled is opened as well: what is queued for its tickets is refused by nobody but the PSA.
func (d *Opener) Open(ctx context.Context, tenant, integrationID uuid.UUID) (ticket.System, error) {
	row, err := d.store.PSA(ctx, tenant, integrationID)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if held, ok := d.open[integrationID]; ok && same(held.row, row) {
		return held.system, nil
	}
	at := slices.IndexFunc(vendors, func(v integration.Vendor) bool { return v.Kind == row.Kind })
	if at < 0 {
		return nil, unusable(row.Kind)
	}
	client := &http.Client{Timeout: deskTimeout, Transport: breaker(integrationID.String(), d.dialer.Transport())}
	opened, err := vendors[at].Open(integration.Connection{BaseURL: row.BaseURL, Credentials: row.Credentials, HTTP: client})
	if err != nil {
		return nil, errors.Join(unusable(row.Kind), err)
	}
	system, ok := opened.(ticket.System)
	if !ok {
		return nil, unusable(row.Kind)
	}
	d.open[integrationID] = openDesk{row, system}
	return system, nil
}

// unusable is the failure of settings that somebody has to set right.
func unusable(kind string) error {
	return &provider.Error{Provider: kind, Kind: provider.Unauthorized, Code: "settings"}
}

func same(a, b store.PSA) bool {
	return a.Kind == b.Kind && a.BaseURL == b.BaseURL && maps.Equal(a.Credentials, b.Credentials)
}

// Ticket reads a ticket for somebody who looks at it, within five seconds.
func (d *Opener) Ticket(ctx context.Context, tenant, integrationID uuid.UUID, id string) (ticket.Ticket, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	system, err := d.Open(ctx, tenant, integrationID)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return system.Ticket(ctx, id)
}
