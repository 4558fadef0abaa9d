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
		return TicketDefault{}, err
	}
	return tx.TicketDefault(ctx, d.ID)
}

// PutTicketDefault changes a profile, which is unchecked then and stays with its PSA; ErrConflict when the name is taken.
func (tx Tx) PutTicketDefault(ctx context.Context, d TicketDefault) (TicketDefault, error) {
	fields, labels, err := encodeProfile(d)
	if err != nil {
		return TicketDefault{}, err
	}
	n, err := tx.UpdateTicketDefault(ctx, db.UpdateTicketDefaultParams{ID: d.ID, Name: d.Name, Fields: fields, Labels: labels})
	if err != nil {
		return TicketDefault{}, err
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

// RetireTicketDefault archives a profile; *ErrInUse while SMS channels name it. False when it was archived before.
func (tx Tx) RetireTicketDefault(ctx context.Context, id uuid.UUID, at time.Time) (bool, error) {
	n, err := tx.ArchiveTicketDefault(ctx, db.ArchiveTicketDefaultParams{ID: id, At: &at})
	if err != nil || n == 0 {
		return false, err
	}
	// Asked once the row is ours: a channel that has just chosen it is seen, and one that is about to choose it waits and finds it archived.
	users, err := tx.ChannelsOfTicketDefault(ctx, &id)
	if err != nil {
		return false, err
	}
	if len(users) > 0 {
		return false, &ErrInUse{users}
	}
	return true, tx.Emit(ctx, Event{Kind: EventTicketDefault, Subject: id})
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

// AbandonCheck takes BeginCheck back: nobody could be asked to check.
func (tx Tx) AbandonCheck(ctx context.Context, id uuid.UUID) error {
	return errors.Join(tx.UncheckTicketDefault(ctx, id), tx.Emit(ctx, Event{Kind: EventTicketDefault, Subject: id}))
}

func (tx Tx) profiles(ctx context.Context, id *uuid.UUID) ([]TicketDefault, error) {
	rows, err := tx.ListTicketDefaults(ctx, id)
	if err != nil {
		return nil, err
	}
	list := make([]TicketDefault, len(rows))
	for i, row := range rows {
		list[i] = TicketDefault{
			ID: row.ID, Integration: Ref{row.IntegrationID, Text(row.IntegrationName)}, Name: row.Name, Status: row.Status, Problem: Text(row.Problem),
			MissingRight: Text(row.MissingRight), Leftover: Text(row.Leftover), CheckedAt: row.CheckedAt,
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
