// Package integrations stores the connections of a tenant to outside systems.
package integrations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// PSA is an MSP's ticket system. Credentials are secret: they are opened to call the PSA and never shown.
type PSA struct {
	ID          uuid.UUID
	Kind        string // a core/integration.Vendor's
	Name        string // what the MSP calls it
	BaseURL     string
	Credentials map[string]string // by the names of its kind
	Enabled     bool
	By          store.Actor // who connects or changes it, when it is kept: they approve nothing that comes through it
}

// PSAHealth is a connection as screens show it.
type PSAHealth struct {
	PSA
	Problem string // what is wrong with it; "" for nothing known
	// ProblemSince is since when something is wrong, nil for nothing known.
	ProblemSince *time.Time
	CheckedAt    *time.Time // when it last answered, or did not
	// CallbacksAt is when it was asked last to call us about changes, nil for never; CallbacksProblem why it does not call, in one sentence, "" when it does.
	CallbacksAt      *time.Time
	CallbacksProblem string
	Companies        int // that it knows
	Contacts         int
}

const credentialsTable, credentialsColumn = "integrations", "credentials_sealed"

// CreatePSA keeps a ticket system: its row says that it is one.
func CreatePSA(ctx context.Context, tx store.Tx, p PSA) (id uuid.UUID, err error) {
	return create(ctx, tx, p, true)
}

func create(ctx context.Context, tx store.Tx, p PSA, ticketSystem bool) (id uuid.UUID, err error) {
	id = store.NewID()
	sealed, err := sealCredentials(tx, id, p.Credentials)
	if err != nil {
		return uuid.Nil, err
	}
	return id, db.New(tx).InsertPSA(ctx, db.InsertPSAParams{TenantID: tx.Tenant, ID: id, Kind: p.Kind, Name: &p.Name, BaseURL: &p.BaseURL, CredentialsSealed: sealed, TicketSystem: ticketSystem, Authors: p.By.Authors()})
}

// UpdatePSA keeps a ticket system as it is given. What was known of its health is forgotten: it may be another place now. Then its pods are signed out.
func UpdatePSA(ctx context.Context, tx store.Tx, p PSA) error {
	sealed, err := sealCredentials(tx, p.ID, p.Credentials)
	if err != nil {
		return err
	}
	return errors.Join(
		db.New(tx).UpdatePSA(ctx, db.UpdatePSAParams{ID: p.ID, Name: &p.Name, BaseURL: &p.BaseURL, CredentialsSealed: sealed, Enabled: p.Enabled, Authors: p.By.Authors()}),
		db.New(tx).ForgetPSAHealth(ctx, p.ID),
		db.New(tx).DeleteStrayPods(ctx, &p.ID),
		tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: p.ID}),
	)
}

// RetirePSA disconnects a ticket system, forgets its credentials and signs its pods out; false when it was not there any more.
func RetirePSA(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) (bool, error) {
	n, err := db.New(tx).ArchivePSA(ctx, db.ArchivePSAParams{ID: id, At: &at})
	if err != nil || n == 0 {
		return false, err
	}
	return true, errors.Join(db.New(tx).DeleteStrayPods(ctx, &id), tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: id}))
}

// ListPSAs lists the MSP's ticket systems by name, without their credentials; id narrows the list to one.
func ListPSAs(ctx context.Context, tx store.Tx, id *uuid.UUID) ([]PSAHealth, error) {
	rows, err := db.New(tx).ListPSAs(ctx, id)
	if err != nil {
		return nil, err
	}
	list := make([]PSAHealth, len(rows))
	for i, row := range rows {
		list[i] = PSAHealth{
			PSA:     PSA{ID: row.ID, Kind: row.Kind, Name: store.Text(row.Name), BaseURL: store.Text(row.BaseURL), Enabled: row.Enabled},
			Problem: store.Text(row.Problem), ProblemSince: row.ProblemSince, CheckedAt: row.CheckedAt, CallbacksAt: row.CallbacksAt, CallbacksProblem: store.Text(row.CallbacksProblem), Companies: int(row.Companies), Contacts: int(row.Contacts),
		}
	}
	return list, nil
}

// FirstPSA tells which ticket system the MSP has; ok is false when it has none. Of several the one that was connected first counts.
func FirstPSA(ctx context.Context, tx store.Tx) (integration uuid.UUID, ok bool, err error) {
	id, err := db.New(tx).FirstPSA(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return uuid.Nil, false, nil
	}
	return id, err == nil, err
}

// GetPSA reads a ticket system with its credentials; ErrNotFound for one that was disconnected.
func GetPSA(ctx context.Context, tx store.Tx, integration uuid.UUID) (PSA, error) {
	row, err := db.New(tx).GetIntegration(ctx, integration)
	if err != nil {
		return PSA{}, err
	}
	p := PSA{ID: row.ID, Kind: row.Kind, Name: store.Text(row.Name), BaseURL: store.Text(row.BaseURL), Enabled: row.Enabled}
	if row.CredentialsSealed == nil {
		return p, nil
	}
	secret, err := tx.Open(credentialsTable, credentialsColumn, row.ID, row.CredentialsSealed)
	if err != nil {
		return PSA{}, err
	}
	if err := json.Unmarshal([]byte(secret), &p.Credentials); err != nil {
		return PSA{}, fmt.Errorf("store: the credentials of integration %s cannot be read", row.ID) // the parser's words would quote them
	}
	return p, nil
}

// OpenPSA opens a ticket system with its credentials.
func OpenPSA(ctx context.Context, s *store.Store, tenant, integration uuid.UUID) (PSA, error) {
	return store.InTenant(ctx, s, tenant, func(ctx context.Context, tx store.Tx) (PSA, error) {
		return GetPSA(ctx, tx, integration)
	})
}

// RecordHealth notes how a ticket system answered: problem is what is wrong, in one sentence, or "".
func RecordHealth(ctx context.Context, s *store.Store, tenant, integration uuid.UUID, problem string, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		n, err := db.New(tx).SetPSAHealth(ctx, db.SetPSAHealthParams{ID: integration, Problem: store.Nullable(problem), At: &at})
		if err != nil || n == 0 {
			return err
		}
		return tx.Emit(ctx, store.Event{Kind: store.EventIntegration, Subject: integration})
	})
}

func sealCredentials(tx store.Tx, id uuid.UUID, credentials map[string]string) ([]byte, error) {
	secret, err := json.Marshal(credentials)
	if err != nil {
		return nil, err
	}
	return tx.Seal(credentialsTable, credentialsColumn, id, string(secret)), nil
}

// TicketSystemOf is whose ticket one is: that PSA's that was named, else that of the one that was connected first; ok is false for an MSP without any.
func TicketSystemOf(ctx context.Context, tx store.Tx, named *uuid.UUID) (integration uuid.UUID, ok bool, err error) {
	if named != nil {
		return *named, true, nil
	}
	return FirstPSA(ctx, tx)
}

// Row is a row of integrations.
type Row = db.Integration

// Load reads the row of an integration.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceIntegration(ctx, id)
}

// PodHost is the PSA in whose screens a pod stands.
type PodHost struct {
	Kind   string
	Origin string // scheme://host[:port] of the connection's address; "" when the PSA has one for all customers
}

// FindPodHost returns the PSA whose screens show the pod of an integration. It runs before sign-in; ErrNotFound for one that is no PSA or is disconnected.
func FindPodHost(ctx context.Context, s *store.Store, integration uuid.UUID) (PodHost, error) {
	return store.One[PodHost](ctx, s, `SELECT * FROM door.pod_host($1)`, integration)
}
