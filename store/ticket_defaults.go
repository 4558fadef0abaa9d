package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store/db"
)

// TicketDefault is a named profile of what a new ticket looks like.
type TicketDefault struct {
	ID           uuid.UUID
	Integration  Ref
	Name         string
	Fields       ticket.Defaults
	Labels       map[string]string // what the chosen ids were called when they were chosen
	Status       string            // unchecked | checking | valid | invalid
	Problem      string
	MissingRight string // in the PSA's own words
	Leftover     string // a ticket of the check that could not be removed yet
	CheckedAt    *time.Time
}

// ErrInUse is a profile that something still names; its text says what.
type ErrInUse struct{ Channels []string }

func (e *ErrInUse) Error() string {
	return "it is used by the SMS channel " + strings.Join(e.Channels, ", ")
}

// CreateTicketDefault keeps a profile; ErrConflict when the name is taken.
func (tx Tx) CreateTicketDefault(ctx context.Context, d TicketDefault, at time.Time) (TicketDefault, error) {
	fields, labels, err := encodeProfile(d)
	if err != nil {
		return TicketDefault{}, err
	}
	d.ID = NewID()
	err = tx.InsertTicketDefault(ctx, db.InsertTicketDefaultParams{TenantID: tx.Tenant, ID: d.ID, IntegrationID: d.Integration.ID, Name: d.Name, Fields: fields, Labels: labels, At: at})
	if err != nil {
		return TicketDefault{}, named(err)
	}
	return tx.TicketDefault(ctx, d.ID)
}

// PutTicketDefault changes a profile, which is unchecked then; ErrConflict when the name is taken.
func (tx Tx) PutTicketDefault(ctx context.Context, d TicketDefault) (TicketDefault, error) {
	fields, labels, err := encodeProfile(d)
	if err != nil {
		return TicketDefault{}, err
	}
	n, err := tx.UpdateTicketDefault(ctx, db.UpdateTicketDefaultParams{ID: d.ID, IntegrationID: d.Integration.ID, Name: d.Name, Fields: fields, Labels: labels})
	if err != nil {
		return TicketDefault{}, named(err)
	}
	if n == 0 {
		return TicketDefault{}, ErrNotFound
	}
	if err := tx.Emit(ctx, Event{Kind: EventTicketDefault, Subject: d.ID}); err != nil {
		return TicketDefault{}, err
	}
	return tx.TicketDefault(ctx, d.ID)
}

// TicketDefaults lists the profiles by name.
func (tx Tx) TicketDefaults(ctx context.Context) ([]TicketDefault, error) {
	return tx.profiles(ctx, nil)
}

// TicketDefault reads one profile.
func (tx Tx) TicketDefault(ctx context.Context, id uuid.UUID) (TicketDefault, error) {
	list, err := tx.profiles(ctx, &id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return TicketDefault{}, err
	}
	return list[0], nil
}

// RetireTicketDefault archives a profile; *ErrInUse while SMS channels name it.
func (tx Tx) RetireTicketDefault(ctx context.Context, id uuid.UUID, at time.Time) (bool, error) {
	users, err := tx.ChannelsOfTicketDefault(ctx, &id)
	if err != nil {
		return false, err
	}
	if len(users) > 0 {
		return false, &ErrInUse{users}
	}
	n, err := tx.ArchiveTicketDefault(ctx, db.ArchiveTicketDefaultParams{ID: id, At: &at})
	return n == 1, err
}

// BeginCheck notes that a profile is being validated.
func (tx Tx) BeginCheck(ctx context.Context, id uuid.UUID) (TicketDefault, error) {
	if err := tx.CheckTicketDefault(ctx, id); err != nil {
		return TicketDefault{}, err
	}
	if err := tx.Emit(ctx, Event{Kind: EventTicketDefault, Subject: id}); err != nil {
		return TicketDefault{}, err
	}
	return tx.TicketDefault(ctx, id)
}

var _ ticket.Profiles = (*Store)(nil)

// Profile implements ticket.Profiles.
func (s *Store) Profile(ctx context.Context, tenant, id uuid.UUID) (p ticket.Profile, ok bool, err error) {
	err = s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ProfileToCheck(ctx, id)
		if errors.Is(named(err), ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		ok, p = true, ticket.Profile{Integration: row.IntegrationID, Kind: row.Kind, Name: row.Name, Leftover: text(row.Leftover)}
		return json.Unmarshal(row.Fields, &p.Fields)
	})
	return p, ok, err
}

// JudgeProfile implements ticket.Profiles.
func (s *Store) JudgeProfile(ctx context.Context, tenant, id uuid.UUID, checked ticket.Defaults, v ticket.Verdict, at time.Time) error {
	fields, err := json.Marshal(checked)
	if err != nil {
		return err
	}
	status := "invalid"
	if v.Valid {
		status = "valid"
	}
	return s.Tenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		judged := db.JudgeTicketDefaultParams{
			ID: id, Checked: fields, Status: status, Problem: nullable(v.Problem), MissingRight: nullable(v.MissingRight), Leftover: nullable(v.Leftover), At: at,
		}
		if err := tx.JudgeTicketDefault(ctx, judged); err != nil {
			return err
		}
		return tx.Emit(ctx, Event{Kind: EventTicketDefault, Subject: id})
	})
}

func (tx Tx) profiles(ctx context.Context, id *uuid.UUID) ([]TicketDefault, error) {
	rows, err := tx.ListTicketDefaults(ctx, id)
	if err != nil {
		return nil, err
	}
	list := make([]TicketDefault, len(rows))
	for i, row := range rows {
		list[i] = TicketDefault{
			ID: row.ID, Integration: Ref{row.IntegrationID, text(row.IntegrationName)}, Name: row.Name, Status: row.Status, Problem: text(row.Problem),
			MissingRight: text(row.MissingRight), Leftover: text(row.Leftover), CheckedAt: row.CheckedAt,
		}
		if err := errors.Join(json.Unmarshal(row.Fields, &list[i].Fields), json.Unmarshal(row.Labels, &list[i].Labels)); err != nil {
			return nil, fmt.Errorf("store: the ticket default %s cannot be read: %w", row.ID, err)
		}
	}
	return list, nil
}

func encodeProfile(d TicketDefault) (fields, labels []byte, err error) {
	if d.Fields == nil {
		d.Fields = ticket.Defaults{}
	}
	if d.Labels == nil {
		d.Labels = map[string]string{}
	}
	if fields, err = json.Marshal(d.Fields); err != nil {
		return nil, nil, err
	}
	labels, err = json.Marshal(d.Labels)
	return fields, labels, err
}
