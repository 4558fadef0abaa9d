package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
)

// Default is a named profile of what a new ticket looks like.
type Default struct {
	ID           uuid.UUID
	Integration  store.Ref
	Name         string
	Fields       ticket.Defaults
	Labels       map[string]string // what the chosen ids were called when they were chosen
	Status       string            // unchecked | checking | valid | invalid
	Problem      string
	MissingRight string // in the PSA's own words
	Leftover     string // a ticket of the check that could not be removed yet
	CheckedAt    *time.Time
}

// ErrInUse is returned for a ticket default that channels still use; its text lists them.
type ErrInUse struct{ Channels []string }

func (e *ErrInUse) Error() string {
	return "it is used by the SMS channel " + strings.Join(e.Channels, ", ")
}

// CreateDefault keeps a profile; ErrConflict when the name is taken.
func CreateDefault(ctx context.Context, tx store.Tx, d Default, at time.Time) (Default, error) {
	fields, labels, err := encodeProfile(d)
	if err != nil {
		return Default{}, err
	}
	d.ID = store.NewID()
	err = db.New(tx).InsertTicketDefault(ctx, db.InsertTicketDefaultParams{TenantID: tx.Tenant, ID: d.ID, IntegrationID: d.Integration.ID, Name: d.Name, Fields: fields, Labels: labels, At: at})
	if err != nil {
		return Default{}, err
	}
	return GetDefault(ctx, tx, d.ID)
}

// UpdateDefault changes a profile, which is unchecked then and stays with its PSA; ErrConflict when the name is taken.
func UpdateDefault(ctx context.Context, tx store.Tx, d Default) (Default, error) {
	fields, labels, err := encodeProfile(d)
	if err != nil {
		return Default{}, err
	}
	n, err := db.New(tx).UpdateTicketDefault(ctx, db.UpdateTicketDefaultParams{ID: d.ID, Name: d.Name, Fields: fields, Labels: labels})
	if err != nil {
		return Default{}, err
	}
	if n == 0 {
		return Default{}, store.ErrNotFound
	}
	if err := tx.Emit(ctx, store.Event{Kind: store.EventTicketDefault, Subject: d.ID}); err != nil {
		return Default{}, err
	}
	return GetDefault(ctx, tx, d.ID)
}

// ListDefaults lists the profiles by name.
func ListDefaults(ctx context.Context, tx store.Tx) ([]Default, error) {
	return readDefaults(ctx, tx, nil)
}

// GetDefault reads one profile.
func GetDefault(ctx context.Context, tx store.Tx, id uuid.UUID) (Default, error) {
	list, err := readDefaults(ctx, tx, &id)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Default{}, err
	}
	return list[0], nil
}

// RetireDefault archives a profile; *ErrInUse while SMS channels name it. False when it was archived before.
func RetireDefault(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) (bool, error) {
	n, err := db.New(tx).ArchiveTicketDefault(ctx, db.ArchiveTicketDefaultParams{ID: id, At: &at})
	if err != nil || n == 0 {
		return false, err
	}
	// Asked once the row is ours: a channel that has just chosen it is seen, and one that is about to choose it waits and finds it archived.
	users, err := db.New(tx).ChannelsOfTicketDefault(ctx, &id)
	if err != nil {
		return false, err
	}
	if len(users) > 0 {
		return false, &ErrInUse{users}
	}
	return true, tx.Emit(ctx, store.Event{Kind: store.EventTicketDefault, Subject: id})
}

// RestoreDefault takes an archived profile back into use, as it was. False when it was not archived. ErrConflict when another profile has its name by now,
// ErrNotFound when its ticket system is gone.
func RestoreDefault(ctx context.Context, tx store.Tx, id uuid.UUID) (Default, bool, error) {
	n, err := db.New(tx).RestoreTicketDefault(ctx, id)
	if err != nil {
		return Default{}, false, err
	}
	one, err := GetDefault(ctx, tx, id)
	if err != nil || n == 0 {
		return one, false, err
	}
	return one, true, tx.Emit(ctx, store.Event{Kind: store.EventTicketDefault, Subject: id})
}

// BeginCheck notes that a profile is being validated.
func BeginCheck(ctx context.Context, tx store.Tx, id uuid.UUID) (Default, error) {
	if err := db.New(tx).CheckTicketDefault(ctx, id); err != nil {
		return Default{}, err
	}
	if err := tx.Emit(ctx, store.Event{Kind: store.EventTicketDefault, Subject: id}); err != nil {
		return Default{}, err
	}
	return GetDefault(ctx, tx, id)
}

// AbandonCheck takes BeginCheck back: the check could not be started.
func AbandonCheck(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	return errors.Join(db.New(tx).UncheckTicketDefault(ctx, id), tx.Emit(ctx, store.Event{Kind: store.EventTicketDefault, Subject: id}))
}

func readDefaults(ctx context.Context, tx store.Tx, id *uuid.UUID) ([]Default, error) {
	rows, err := db.New(tx).ListTicketDefaults(ctx, id)
	if err != nil {
		return nil, err
	}
	list := make([]Default, len(rows))
	for i, row := range rows {
		list[i] = Default{
			ID: row.ID, Integration: store.Ref{ID: row.IntegrationID, Name: store.Text(row.IntegrationName)}, Name: row.Name, Status: row.Status, Problem: store.Text(row.Problem),
			MissingRight: store.Text(row.MissingRight), Leftover: store.Text(row.Leftover), CheckedAt: row.CheckedAt,
		}
		if err := errors.Join(json.Unmarshal(row.Fields, &list[i].Fields), json.Unmarshal(row.Labels, &list[i].Labels)); err != nil {
			return nil, fmt.Errorf("store: the ticket default %s cannot be read: %w", row.ID, err)
		}
	}
	return list, nil
}

func encodeProfile(d Default) (fields, labels []byte, err error) {
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

// DefaultRow is a row of ticket_defaults.
type DefaultRow = db.TicketDefault

// LoadDefault reads the row of a ticket default.
func LoadDefault(ctx context.Context, tx store.Tx, id uuid.UUID) (DefaultRow, error) {
	return db.New(tx).ResourceTicketDefault(ctx, id)
}

// LoadArchivedDefault reads the row of a ticket default, archived or not.
func LoadArchivedDefault(ctx context.Context, tx store.Tx, id uuid.UUID) (DefaultRow, error) {
	return db.New(tx).ResourceArchivedTicketDefault(ctx, id)
}
