package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
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

// StartConversation writes to the mobile number on file of a person, in the open conversation with that number or in a new one; joined tells which.
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
	choices := make([]conversation.Channel, len(channels))
	for i, c := range channels {
		choices[i] = conversation.Channel{ID: c.ID, Tickets: c.IntegrationID != nil}
	}
	chosen, err := conversation.ChooseChannel(choices, n.Channel, n.TicketID)
	if err != nil {
		return db.SMSChannel{}, err
	}
	return channels[chosen], nil
}

// reachableBySMS is the person and the mobile number on file.
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
	points := make([]conversation.ContactPoint, len(contact.Points))
	for i, p := range contact.Points {
		points[i] = conversation.ContactPoint{Kind: p.Kind, Value: p.Value, Bad: p.BadReason != ""}
	}
	found, err := conversation.Mobile(points)
	if err != nil {
		return contact, mobile, err
	}
	mobile = contact.Points[found]
	rules, err := PolicyFor(ctx, tx, contact.Company.ID)
	if err == nil && !rules.Policy.AllowsCountry(mobile.Country) {
		err = problem.New(problem.CountryNotAllowed, "")
	}
	return contact, mobile, err
}

// adopt goes on in a conversation that is open with the person's number.
func (tx Tx) adopt(ctx context.Context, row db.Conversation, contact Contact, scope Scope) (db.Conversation, error) {
	before := conversationState(row)
	after, err := before.Adopt(contact.ID, contact.Company.ID, scope.Allows)
	if err != nil || before.Contact != nil {
		return row, err
	}
	row.ContactID, row.CompanyID = after.Contact, after.Company
	return row, tx.AdoptConversation(ctx, db.AdoptConversationParams{ID: row.ID, ContactID: row.ContactID, CompanyID: row.CompanyID})
}

// countryOf is the country of a number that we hold, "" when it is no good number any more.
func countryOf(e164 string) string {
	number, err := phone.Parse(e164, "")
	if err != nil {
		return ""
	}
	return number.Country
}
