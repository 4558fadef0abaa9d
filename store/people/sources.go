package people

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/store"
	"countersign/store/db"
)

// Source is a PSA that knows a person or a company.
type Source struct {
	Integration uuid.UUID
	Name        string // what the MSP calls it
	Kind        string
	ExternalID  string // the PSA's own
	Gone        bool   // deleted or inactive there
}

// ListContactSources tells which PSAs know each of these people.
func ListContactSources(ctx context.Context, tx store.Tx, contacts []uuid.UUID) (map[uuid.UUID][]Source, error) {
	rows, err := db.New(tx).SourcesOfContacts(ctx, contacts)
	sources := map[uuid.UUID][]Source{}
	for _, row := range rows {
		sources[row.ContactID] = append(sources[row.ContactID], source(row.IntegrationID, row.Name, row.Kind, row.ExternalID, row.Active, row.GoneAt))
	}
	return sources, err
}

// ListCompanySources tells which PSAs know each of these companies.
func ListCompanySources(ctx context.Context, tx store.Tx, companies []uuid.UUID) (map[uuid.UUID][]Source, error) {
	rows, err := db.New(tx).SourcesOfCompanies(ctx, companies)
	sources := map[uuid.UUID][]Source{}
	for _, row := range rows {
		sources[row.CompanyID] = append(sources[row.CompanyID], source(row.IntegrationID, row.Name, row.Kind, row.ExternalID, row.Active, row.GoneAt))
	}
	return sources, err
}

func source(integration uuid.UUID, name *string, kind, external string, active bool, gone *time.Time) Source {
	return Source{Integration: integration, Name: store.Text(name), Kind: kind, ExternalID: external, Gone: !active || gone != nil}
}

// Duplicate is another contact of the same company with the same number or address.
type Duplicate struct {
	Contact store.Ref
	By      []channel.ContactPointKind // what they share
	Sources []Source
}

// ListDuplicates finds who may be the same person. It is shown, and never acted on.
func ListDuplicates(ctx context.Context, tx store.Tx, contact uuid.UUID) ([]Duplicate, error) {
	rows, err := db.New(tx).DuplicatesOf(ctx, contact)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	list, ids := make([]Duplicate, len(rows)), make([]uuid.UUID, len(rows))
	for i, row := range rows {
		list[i], ids[i] = Duplicate{Contact: store.Ref{ID: row.ContactID, Name: row.Name}}, row.ContactID
		for _, kind := range row.Kinds {
			list[i].By = append(list[i].By, channel.ContactPointKind(kind))
		}
	}
	sources, err := ListContactSources(ctx, tx, ids)
	for i := range list {
		list[i].Sources = sources[ids[i]]
	}
	return list, err
}

// FindContactAtPSA lists the contact with an id at a PSA: one, or none when it is not synced or outside scope.
func FindContactAtPSA(ctx context.Context, tx store.Tx, integration uuid.UUID, externalID string, scope store.Scope) ([]Contact, error) {
	id, err := db.New(tx).ContactIDAtPSA(ctx, db.ContactIDAtPSAParams{IntegrationID: integration, ExternalID: externalID})
	if errors.Is(err, store.ErrNotFound) {
		return []Contact{}, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := readContacts(ctx, tx, []uuid.UUID{id})
	if err != nil || len(found) == 0 || !scope.Allows(found[0].Company.ID) {
		return []Contact{}, err
	}
	return found, nil
}
