package conversations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
)

// Channel is where clients can write to by SMS, and what becomes of it.
type Channel struct {
	ID              uuid.UUID
	Name            string
	Number          string          // ours, E.164
	Integration     *uuid.UUID      // the ticket system; nil: conversations without tickets
	Profile         *uuid.UUID      // the ticket default of new tickets; its PSA is the channel's
	Defaults        ticket.Defaults // of a new ticket, without a profile
	UsersMayStart   bool            // a message from a client opens a conversation
	ConfirmMessages bool            // every message is acknowledged
	DefaultCompany  *uuid.UUID      // of unknown senders
	NotifyUsers     []uuid.UUID     // who is mailed about a new conversation
	TicketProblem   string          // why its ticket system opens no ticket; "" for none that is known
	PublicNotes     bool            // the client's people read the messages in the ticket; else technicians only
}

// The errors for a channel that names a missing row. Each is an ErrNotFound.
var (
	ErrNoSuchCompany      = errors.Join(store.ErrNotFound, errors.New("store: no such company"))
	ErrNoSuchUser         = errors.Join(store.ErrNotFound, errors.New("store: no such user"))
	ErrNoSuchTicketSystem = errors.Join(store.ErrNotFound, errors.New("store: no such ticket system"))
	ErrNoSuchProfile      = errors.Join(store.ErrNotFound, errors.New("store: no such ticket default of this ticket system"))
)

// ListChannels lists the channels by name, without archived ones.
func ListChannels(ctx context.Context, tx store.Tx) ([]Channel, error) {
	rows, err := db.New(tx).ListSMSChannels(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Channel, len(rows))
	for i, row := range rows {
		if list[i], err = channelOf(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// GetChannel reads a channel that is not archived; ErrNotFound for one that is.
func GetChannel(ctx context.Context, tx store.Tx, id uuid.UUID) (Channel, error) {
	row, err := db.New(tx).ResourceSMSChannel(ctx, id)
	if err != nil {
		return Channel{}, err
	}
	return channelOf(row)
}

// GetArchivedChannel reads a channel, archived or not.
func GetArchivedChannel(ctx context.Context, tx store.Tx, id uuid.UUID) (Channel, error) {
	row, err := LoadArchivedChannel(ctx, tx, id)
	if err != nil {
		return Channel{}, err
	}
	return channelOf(row)
}

func channelOf(row ChannelRow) (Channel, error) {
	var defaults ticket.Defaults
	if err := json.Unmarshal(row.TicketDefaults, &defaults); err != nil {
		return Channel{}, fmt.Errorf("store: the ticket defaults of SMS channel %s: %w", row.ID, err)
	}
	return Channel{
		ID: row.ID, Name: row.Name, Number: row.Number, Integration: row.IntegrationID, Profile: row.TicketDefaultID, Defaults: defaults, UsersMayStart: row.UsersMayStart,
		ConfirmMessages: row.ConfirmMessages, DefaultCompany: row.DefaultCompany, NotifyUsers: row.NotifyUsers, PublicNotes: row.PublicNotes, TicketProblem: store.Text(row.TicketProblem),
	}, nil
}

// CreateChannel adds a channel and returns its id; ErrConflict when its number is another channel's.
func CreateChannel(ctx context.Context, tx store.Tx, c Channel, at time.Time) (uuid.UUID, error) {
	if err := checkChannel(ctx, tx, c); err != nil {
		return uuid.Nil, err
	}
	defaults, err := json.Marshal(c.Defaults)
	if err != nil {
		return uuid.Nil, err
	}
	id := store.NewID()
	return id, db.New(tx).InsertSMSChannel(ctx, db.InsertSMSChannelParams{
		TenantID: tx.Tenant, ID: id, Name: c.Name, Number: c.Number, IntegrationID: c.Integration, TicketDefaultID: c.Profile, TicketDefaults: defaults, UsersMayStart: c.UsersMayStart,
		ConfirmMessages: c.ConfirmMessages, DefaultCompany: c.DefaultCompany, NotifyUsers: distinct(c.NotifyUsers), PublicNotes: c.PublicNotes, At: at,
	})
}

// UpdateChannel changes a channel; ErrConflict when its number is another channel's.
func UpdateChannel(ctx context.Context, tx store.Tx, c Channel) error {
	if err := checkChannel(ctx, tx, c); err != nil {
		return err
	}
	defaults, err := json.Marshal(c.Defaults)
	if err != nil {
		return err
	}
	rows, err := db.New(tx).UpdateSMSChannel(ctx, db.UpdateSMSChannelParams{
		ID: c.ID, Name: c.Name, Number: c.Number, IntegrationID: c.Integration, TicketDefaultID: c.Profile, TicketDefaults: defaults, UsersMayStart: c.UsersMayStart,
		ConfirmMessages: c.ConfirmMessages, DefaultCompany: c.DefaultCompany, NotifyUsers: distinct(c.NotifyUsers), PublicNotes: c.PublicNotes,
	})
	if err == nil && rows == 0 {
		return store.ErrNotFound
	}
	return err
}

// WithProfile completes a channel that names a profile: the profile's PSA is the channel's, and its fields stand in place of the channel's own.
func WithProfile(ctx context.Context, tx store.Tx, c Channel) (Channel, error) {
	if c.Profile == nil {
		return c, nil
	}
	of, err := db.New(tx).ShareTicketDefault(ctx, *c.Profile)
	if errors.Is(err, store.ErrNotFound) {
		return c, ErrNoSuchProfile
	}
	if c.Integration == nil {
		c.Integration = &of
	}
	c.Defaults = ticket.Defaults{}
	return c, err
}

// checkChannel reports what a channel names that is not there.
func checkChannel(ctx context.Context, tx store.Tx, c Channel) error {
	if err := checkTicketSystem(ctx, tx, c); err != nil {
		return err
	}
	if c.DefaultCompany != nil {
		if _, err := db.New(tx).GetCompany(ctx, *c.DefaultCompany); errors.Is(err, store.ErrNotFound) {
			return ErrNoSuchCompany
		} else if err != nil {
			return err
		}
	}
	asked := distinct(c.NotifyUsers)
	if found, err := db.New(tx).CountUsers(ctx, asked); err != nil || int(found) == len(asked) {
		return err
	}
	return ErrNoSuchUser
}

// checkTicketSystem reports a ticket system or ticket default of a channel that is not there.
func checkTicketSystem(ctx context.Context, tx store.Tx, c Channel) error {
	if c.Integration != nil {
		isTicketSystem, err := db.New(tx).IsTicketSystem(ctx, *c.Integration)
		if errors.Is(err, store.ErrNotFound) || err == nil && !isTicketSystem {
			return ErrNoSuchTicketSystem
		}
		if err != nil {
			return err
		}
	}
	if c.Profile != nil {
		of, err := db.New(tx).ShareTicketDefault(ctx, *c.Profile)
		if errors.Is(err, store.ErrNotFound) || err == nil && (c.Integration == nil || of != *c.Integration) {
			return ErrNoSuchProfile
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// distinct lists ids, each once; never nil, which a column that is NOT NULL refuses.
func distinct(ids []uuid.UUID) []uuid.UUID {
	once := append([]uuid.UUID{}, ids...)
	slices.SortFunc(once, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(once)
}

// RetireChannel takes a channel out of use and closes its conversations, which stay to be read. False when it was.
func RetireChannel(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) (archived bool, err error) {
	rows, err := db.New(tx).ArchiveSMSChannel(ctx, db.ArchiveSMSChannelParams{ID: id, At: &at})
	if err != nil || rows == 0 {
		return false, err
	}
	closed, err := db.New(tx).CloseConversationsOfChannel(ctx, db.CloseConversationsOfChannelParams{ChannelID: id, At: &at})
	for _, row := range closed {
		err = errors.Join(err, messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID))
	}
	return true, err
}

// RestoreChannel takes an archived channel back into use and opens the conversations again that its archiving closed. False when it was not archived.
// ErrConflict when another channel has its number by now; ErrNoSuchTicketSystem or ErrNoSuchProfile when what it names is gone.
func RestoreChannel(ctx context.Context, tx store.Tx, c Channel) (restored bool, err error) {
	if err := checkTicketSystem(ctx, tx, c); err != nil {
		return false, err
	}
	reopened, err := db.New(tx).ReopenConversationsOfChannel(ctx, c.ID)
	if err != nil {
		return false, err
	}
	rows, err := db.New(tx).RestoreSMSChannel(ctx, c.ID)
	if err != nil || rows == 0 {
		return false, err
	}
	for _, row := range reopened {
		err = errors.Join(err, messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID))
	}
	return true, err
}

// ChannelRow is a row of sms_channels.
type ChannelRow = db.SMSChannel

// LoadChannel reads the row of an SMS channel.
func LoadChannel(ctx context.Context, tx store.Tx, id uuid.UUID) (ChannelRow, error) {
	return db.New(tx).ResourceSMSChannel(ctx, id)
}

// LoadArchivedChannel reads the row of an SMS channel, archived or not.
func LoadArchivedChannel(ctx context.Context, tx store.Tx, id uuid.UUID) (ChannelRow, error) {
	return db.New(tx).GetSMSChannel(ctx, id)
}
