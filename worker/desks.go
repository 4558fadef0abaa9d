package worker

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"countersign/activities"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/store"
)

// readTimeout bounds what a person waits for when a ticket is shown to them.
const readTimeout = 5 * time.Second

// psas is the table of ticket systems by the kind of their integration.
var psas = map[string]func(p store.PSA, client *http.Client) (ticket.Desk, error){
	"connectwise": func(p store.PSA, client *http.Client) (ticket.Desk, error) {
		return connectwise.New(connectwise.Config{
			BaseURL: p.BaseURL, Company: p.Credentials["company"], PublicKey: p.Credentials["public_key"],
			PrivateKey: p.Credentials["private_key"], ClientID: p.Credentials["client_id"], HTTP: client,
		})
	},
}

// Desks opens ticket systems of tenants from their rows, and keeps what it opened for as long as the row stays as it is.
type Desks struct {
	store  *store.Store
	client *http.Client
	mu     sync.Mutex
	open   map[uuid.UUID]openDesk
}

var _ activities.Desks = (*Desks)(nil)

type openDesk struct {
	row  store.PSA
	desk ticket.Desk
}

// NewDesks returns Desks whose requests go through client.
func NewDesks(s *store.Store, client *http.Client) *Desks {
	return &Desks{store: s, client: client, open: map[uuid.UUID]openDesk{}}
}

// Desk implements activities.Desks.
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
	constructor, ok := psas[row.Kind]
	if !ok {
		return nil, unusable(row.Kind)
	}
	desk, err := constructor(row, d.client)
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
