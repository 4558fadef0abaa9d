package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
)

// Source is a PSA that knows a person or a company.
type Source struct {
	Integration uuid.UUID
	Name        string // what the MSP calls it
	Kind        string
	ExternalID  string // the PSA's own
	Gone        bool   // deleted or inactive there
}

// ContactSources tells which PSAs know each of these people.
func (tx Tx) ContactSources(ctx context.Context, contacts []uuid.UUID) (map[uuid.UUID][]Source, error) {
	rows, err := tx.SourcesOfContacts(ctx, contacts)
	sources := map[uuid.UUID][]Source{}
	for _, row := range rows {
		sources[row.ContactID] = append(sources[row.ContactID], source(row.IntegrationID, row.Name, row.Kind, row.ExternalID, row.Active, row.GoneAt))
	}
	return sources, err
}

// CompanySources tells which PSAs know each of these companies.
func (tx Tx) CompanySources(ctx context.Context, companies []uuid.UUID) (map[uuid.UUID][]Source, error) {
	rows, err := tx.SourcesOfCompanies(ctx, companies)
	sources := map[uuid.UUID][]Source{}
	for _, row := range rows {
		sources[row.CompanyID] = append(sources[row.CompanyID], source(row.IntegrationID, row.Name, row.Kind, row.ExternalID, row.Active, row.GoneAt))
	}
	return sources, err
}

func source(integration uuid.UUID, name *string, kind, external string, active bool, gone *time.Time) Source {
	return Source{Integration: integration, Name: Text(name), Kind: kind, ExternalID: external, Gone: !active || gone != nil}
}

// Duplicate is somebody else of the same company who has the same number or address.
type Duplicate struct {
	Contact Ref
	By      []channel.PointKind // what they share
	Sources []Source
}

// Duplicates finds who may be the same person. It is shown, and never acted on.
func (tx Tx) Duplicates(ctx context.Context, contact uuid.UUID) ([]Duplicate, error) {
	rows, err := tx.DuplicatesOf(ctx, contact)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	list, ids := make([]Duplicate, len(rows)), make([]uuid.UUID, len(rows))
	for i, row := range rows {
		list[i], ids[i] = Duplicate{Contact: Ref{row.ContactID, row.Name}}, row.ContactID
		for _, kind := range row.Kinds {
			list[i].By = append(list[i].By, channel.PointKind(kind))
		}
	}
	sources, err := tx.ContactSources(ctx, ids)
	for i := range list {
		list[i].Sources = sources[ids[i]]
	}
	return list, err
}
