package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store/db"
)

// NewConversation is what a technician begins.
type NewConversation struct {
	Channel   *uuid.UUID // nil: the only one
	ContactID uuid.UUID
	TicketID  string // "" for a new one
	Subject   string
	Body      string
	By        Actor
	Scope     Scope // of whoever begins
	At        time.Time
}

// StartConversation writes to the mobile on file of somebody, in the open conversation with that number or in a new one; joined tells which.
// A person whom the actor may not see is ErrNotFound; what stands in the way otherwise is a *problem.Error.
func (s *Store) StartConversation(ctx context.Context, tenant uuid.UUID, n NewConversation) (started Conversation, joined bool, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		smsChannel, err := tx.channelFor(ctx, n)
		if err != nil {
			return err
		}
		contact, mobile, err := tx.reachableBySMS(ctx, n)
		if err != nil {
			return err
		}
		row, opened, err := tx.openConversation(ctx, smsChannel, true, func() (db.InsertConversationParams, error) {
			id := NewID()
			return db.InsertConversationParams{
				TenantID: tx.Tenant, ID: id, ChannelID: smsChannel.ID, TheirIndex: tx.pointIndex(mobile.Value), TheirSealed: tx.Seal(conversationTable, theirColumn, id, mobile.Value),
				TheirMasked: mobile.Masked, ContactID: &contact.ID, CompanyID: &contact.Company.ID, Subject: n.Subject, TicketID: Nullable(n.TicketID),
				TicketReference: ticket.Reference(id), At: n.At, AnnouncedAt: &n.At,
			}, nil
		})
		if err != nil {
			return err
		}
		if joined = !opened; joined {
			row, err = tx.adopt(ctx, row, contact, n.Scope)
		} else {
			err = tx.auditOpened(ctx, row, n.By)
		}
		if err != nil {
			return err
		}
		if _, err := tx.writeMessage(ctx, row, n.Body, n.By, n.At); err != nil {
			return err
		}
		started, err = tx.Conversation(ctx, row.ID)
		return err
	})
	return started, joined, err
}

// channelFor is the channel that was asked for, or the only one.
func (tx Tx) channelFor(ctx context.Context, n NewConversation) (db.SMSChannel, error) {
	channels, err := tx.ListSMSChannels(ctx)
	if err != nil {
		return db.SMSChannel{}, err
	}
	var found []db.SMSChannel
	for _, c := range channels {
		if n.Channel == nil || c.ID == *n.Channel {
			found = append(found, c)
		}
	}
	say := func(field, message string) error {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: field, Message: message})
	}
	switch {
	case len(channels) == 0:
		return db.SMSChannel{}, problem.New(problem.ChannelUnavailable, "There is no SMS channel yet. An Admin sets one up.")
	case len(found) == 0:
		return db.SMSChannel{}, say("channel_id", "There is no such SMS channel.")
	case len(found) > 1:
		return db.SMSChannel{}, say("channel_id", "There are several SMS channels: choose one.")
	case n.TicketID != "" && found[0].IntegrationID == nil:
		return db.SMSChannel{}, say("ticket_id", "This SMS channel has no ticket system: leave the ticket out.")
	}
	return found[0], nil
}

// reachableBySMS is the person and the mobile on file: nobody writes to a number that was typed.
func (tx Tx) reachableBySMS(ctx context.Context, n NewConversation) (contact Contact, mobile Point, err error) {
	if _, err := tx.ShareContact(ctx, n.ContactID); err != nil {
		return contact, mobile, err
	}
	if contact, err = tx.Contact(ctx, n.ContactID); err != nil {
		return contact, mobile, err
	}
	if !n.Scope.Allows(contact.Company.ID) {
		return contact, mobile, ErrNotFound
	}
	for _, p := range contact.Points {
		if p.Kind == channel.Mobile && p.BadReason == "" {
			mobile = p
		}
	}
	if mobile.Value == "" {
		return contact, mobile, problem.New(problem.ChannelUnavailable, "There is no mobile number on file that an SMS could go to.")
	}
	rules, err := PolicyFor(ctx, tx, contact.Company.ID)
	if err == nil && !rules.Policy.AllowsCountry(mobile.Country) {
		err = problem.New(problem.CountryNotAllowed, "")
	}
	return contact, mobile, err
}

// adopt goes on in a conversation that is open with the person's number. One that belongs to nobody becomes this person's; one of another company stays theirs.
func (tx Tx) adopt(ctx context.Context, row db.Conversation, contact Contact, scope Scope) (db.Conversation, error) {
	switch {
	case row.ContactID == nil && (row.CompanyID == nil || *row.CompanyID == contact.Company.ID || scope.Allows(*row.CompanyID)):
		row.ContactID, row.CompanyID = &contact.ID, &contact.Company.ID
		return row, tx.AdoptConversation(ctx, db.AdoptConversationParams{ID: row.ID, ContactID: row.ContactID, CompanyID: row.CompanyID})
	case row.ContactID == nil || *row.ContactID != contact.ID:
		return row, problem.New(problem.Conflict, "Somebody else who has this number is in a conversation with us. Close that one first.")
	}
	return row, nil
}

// countryOf is the country of a number that we hold, "" when it is no good number any more.
func countryOf(e164 string) string {
	number, err := phone.Parse(e164, "")
	if err != nil {
		return ""
	}
	return number.Country
}
