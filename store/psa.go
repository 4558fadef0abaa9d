package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"countersign/store/db"
)

// KindConnectWise is the kind of a ConnectWise PSA's integration.
const KindConnectWise = "connectwise"

// The names of ConnectWise's credentials.
const (
	CredentialCompany    = "company"
	CredentialPublicKey  = "public_key"
	CredentialPrivateKey = "private_key"
	CredentialClientID   = "client_id"
)

// psaKinds are the integrations that are ticket systems.
var psaKinds = []string{KindConnectWise}

// PSA is an MSP's ticket system. Credentials are secret: they are opened to speak to it and shown to nobody.
type PSA struct {
	ID          uuid.UUID
	Kind        string
	Name        string // what the MSP calls it
	BaseURL     string
	Credentials map[string]string // by the names of its kind
}

const credentialsTable, credentialsColumn = "integrations", "credentials_sealed"

// AddPSA keeps a ticket system; an MSP has one of a kind. ErrConflict when it has that kind already.
func (tx Tx) AddPSA(ctx context.Context, p PSA) (id uuid.UUID, err error) {
	secret, err := json.Marshal(p.Credentials)
	if err != nil {
		return uuid.Nil, err
	}
	id = NewID()
	return id, tx.InsertPSA(ctx, db.InsertPSAParams{
		TenantID: tx.Tenant, ID: id, Kind: p.Kind, Name: &p.Name, BaseURL: &p.BaseURL, CredentialsSealed: tx.Seal(credentialsTable, credentialsColumn, id, string(secret)),
	})
}

// PSA tells which ticket system the MSP has; ok is false when it has none. Of several the first by name counts.
func (tx Tx) PSA(ctx context.Context) (integration uuid.UUID, ok bool, err error) {
	id, err := tx.FirstPSA(ctx, psaKinds)
	if err = named(err); errors.Is(err, ErrNotFound) {
		return uuid.Nil, false, nil
	}
	return id, err == nil, err
}

// PSA opens a ticket system with its credentials.
func (s *Store) PSA(ctx context.Context, tenant, integration uuid.UUID) (p PSA, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.GetIntegration(ctx, integration)
		if err != nil {
			return err
		}
		p = PSA{ID: row.ID, Kind: row.Kind, Name: text(row.Name), BaseURL: text(row.BaseURL)}
		if row.CredentialsSealed == nil {
			return nil
		}
		secret, err := tx.Open(credentialsTable, credentialsColumn, row.ID, row.CredentialsSealed)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(secret), &p.Credentials); err != nil {
			return fmt.Errorf("store: the credentials of integration %s cannot be read", row.ID) // the parser's words would quote them
		}
		return nil
	})
	return p, err
}
