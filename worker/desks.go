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
	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
	"countersign/store"
)

const (
	// readTimeout bounds what a person waits for when a ticket is shown to them.
	readTimeout = 5 * time.Second
	// deskTimeout bounds one request to a PSA. Whoever asks sets a shorter one where somebody waits.
	deskTimeout = 40 * time.Second
)

// Desks opens PSAs of tenants from their rows, and keeps what it opened for as long as the row stays as it is.
type Desks struct {
	store  *store.Store
	dialer Dialer
	mu     sync.Mutex
	open   map[uuid.UUID]openDesk
}

var _ activities.Desks = (*Desks)(nil)

type openDesk struct {
	row  store.PSA
	desk ticket.Desk
}

// NewDesks returns Desks that reach what dialer allows.
func NewDesks(s *store.Store, dialer Dialer) *Desks {
	return &Desks{store: s, dialer: dialer, open: map[uuid.UUID]openDesk{}}
}

// Vendors lists the PSAs that can be connected, by name.
func (d *Desks) Vendors() []psa.Vendor { return vendors }

// Desk implements activities.Desks. A PSA that is disabled is opened as well: what is queued for its tickets is refused by nobody but the PSA.
func (d *Desks) Desk(ctx context.Context, tenant, integration uuid.UUID) (ticket.Desk, error) {
	row, err := d.store.PSA(ctx, tenant, integration)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if held, ok := d.open[integration]; ok && same(held.row, row) {
		return held.desk, nil
	}
	at := slices.IndexFunc(vendors, func(v psa.Vendor) bool { return v.Kind == row.Kind })
	if at < 0 {
		return nil, unusable(row.Kind)
	}
	client := &http.Client{Timeout: deskTimeout, Transport: breaker(integration.String(), d.dialer.Transport())}
	desk, err := vendors[at].Open(psa.Connection{BaseURL: row.BaseURL, Credentials: row.Credentials, HTTP: client})
	if err != nil {
		return nil, errors.Join(unusable(row.Kind), err)
	}
	d.open[integration] = openDesk{row, desk}
	return desk, nil
}

// unusable is the failure of settings that somebody has to set right.
func unusable(kind string) error {
	return &provider.Error{Provider: kind, Kind: provider.Unauthorized, Code: "settings"}
}

func same(a, b store.PSA) bool {
	return a.Kind == b.Kind && a.BaseURL == b.BaseURL && maps.Equal(a.Credentials, b.Credentials)
}

// Ticket reads a ticket for somebody who looks at it, within five seconds.
func (d *Desks) Ticket(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	desk, err := d.Desk(ctx, tenant, integration)
	if err != nil {
		return ticket.Ticket{}, err
	}
	return desk.Ticket(ctx, id)
}
