package conversations

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/settings"
)

// NewConversation is what a technician begins.
type NewConversation struct {
	Channel   *uuid.UUID // nil: the only one
	ContactID uuid.UUID
	TicketID  string // "" for a new one
	Subject   string
	Body      string
	By        store.Actor
	Scope     store.Scope // of the user who starts it
	At        time.Time
}

// Start writes to the mobile number on file of a person, in the open conversation with that number or in a new one; joined tells which.
// A contact outside the scope is ErrNotFound; other obstacles are a *problem.Error.
func Start(ctx context.Context, tx store.Tx, n NewConversation) (started Conversation, joined bool, err error) {
	smsChannel, err := channelFor(ctx, tx, n)
	if err != nil {
		return started, joined, err
	}
	contact, mobile, err := reachableBySMS(ctx, tx, n)
	if err != nil {
		return started, joined, err
	}
	row, opened, err := openOrJoin(ctx, tx, smsChannel, true, func() (newcomer, error) {
		id := store.NewID()
		return newcomer{InsertConversationParams: db.InsertConversationParams{
			TenantID: tx.Tenant, ID: id, ChannelID: smsChannel.ID, TheirIndex: people.ContactPointIndex(tx, mobile.Value), TheirSealed: tx.Seal(conversationTable, messages.TheirColumn, id, mobile.Value),
			TheirMasked: mobile.Masked, ContactID: &contact.ID, CompanyID: &contact.Company.ID, Subject: n.Subject, TicketID: store.Nullable(n.TicketID),
			TicketReference: ticket.Reference(id), At: n.At, AnnouncedAt: &n.At,
		}}, nil
	})
	if err != nil {
		return started, joined, err
	}
	if joined = !opened; joined {
		row, err = adopt(ctx, tx, row, contact, n.Scope)
	} else {
		err = auditOpened(ctx, tx, row, n.By)
	}
	if err != nil {
		return started, joined, err
	}
	if _, err := writeMessage(ctx, tx, row, n.Body, n.By, n.At); err != nil {
		return started, joined, err
	}
	started, err = GetConversation(ctx, tx, row.ID)
	return started, joined, err
}

// channelFor is the channel that was asked for, or the only one.
func channelFor(ctx context.Context, tx store.Tx, n NewConversation) (db.SMSChannel, error) {
	channels, err := db.New(tx).ListSMSChannels(ctx)
	if err != nil {
		return db.SMSChannel{}, err
	}
	choices := list.Of(channels, func(c db.SMSChannel) conversation.Channel {
		return conversation.Channel{ID: c.ID, Tickets: c.IntegrationID != nil}
	})
	chosen, err := conversation.ChooseChannel(choices, n.Channel, n.TicketID)
	if err != nil {
		return db.SMSChannel{}, err
	}
	return channels[chosen], nil
}

// reachableBySMS is the person and the mobile number on file.
func reachableBySMS(ctx context.Context, tx store.Tx, n NewConversation) (contact people.Contact, mobile people.ContactPoint, err error) {
	if _, err := db.New(tx).ShareContact(ctx, n.ContactID); err != nil {
		return contact, mobile, err
	}
	if contact, err = people.GetContact(ctx, tx, n.ContactID); err != nil {
		return contact, mobile, err
	}
	if !n.Scope.Allows(contact.Company.ID) {
		return contact, mobile, store.ErrNotFound
	}
	found, err := conversation.Mobile(list.Of(contact.ContactPoints, func(p people.ContactPoint) conversation.ContactPoint {
		return conversation.ContactPoint{Kind: p.Kind, Value: p.Value, Bad: p.BadReason != ""}
	}))
	if err != nil {
		return contact, mobile, err
	}
	mobile = contact.ContactPoints[found]
	rules, err := settings.PolicyFor(ctx, tx, contact.Company.ID)
	if err == nil && !rules.Policy.AllowsCountry(mobile.Country) {
		err = problem.New(problem.CountryNotAllowed, "")
	}
	return contact, mobile, err
}

// adopt continues an open conversation with the contact's number.
func adopt(ctx context.Context, tx store.Tx, row db.Conversation, contact people.Contact, scope store.Scope) (db.Conversation, error) {
	before := stateOf(row)
	after, err := before.Adopt(contact.ID, contact.Company.ID, scope.Allows)
	if err != nil || before.Contact != nil {
		return row, err
	}
	row.ContactID, row.CompanyID = after.Contact, after.Company
	return row, db.New(tx).AdoptConversation(ctx, db.AdoptConversationParams{ID: row.ID, ContactID: row.ContactID, CompanyID: row.CompanyID})
}
