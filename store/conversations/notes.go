package conversations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
	messagesstore "countersign/store/messages"
	"countersign/store/people"
	"countersign/store/tickets"
)

// NoteMessages implements conversation.Recorder. The messages' writes into the queue, and that they went there, are one transaction.
func (r Recorder) NoteMessages(ctx context.Context, tenant, id uuid.UUID) (conversation.Noted, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (noted conversation.Noted, err error) {
		noted = conversation.Noted{}
		row, err := db.New(tx).LockConversation(ctx, id)
		if err != nil || row.TicketID == nil {
			return noted, err
		}
		smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
		if err != nil || smsChannel.IntegrationID == nil {
			return noted, err
		}
		messages, rows, err := unnotedMessages(ctx, tx, id)
		if err != nil {
			return noted, err
		}
		at := store.Now()
		ready := conversation.Ready(conversation.InOrder(messages), at, len(messages) == dueBatch)
		noted = conversation.Noted{Messages: len(ready), Integration: *smsChannel.IntegrationID, Ticket: *row.TicketID}
		if len(ready) == 0 {
			return noted, nil
		}
		for i, m := range ready {
			if ready[i].Body, err = messagesstore.OpenBody(tx, m.ID, rows[m.ID].BodySealed); err != nil {
				return noted, err
			}
		}
		defaults, err := ticketDefaults(ctx, tx, smsChannel)
		if err != nil {
			return noted, err
		}
		who, err := whoWrites(ctx, tx, row)
		if err != nil {
			return noted, err
		}
		err = tx.Batch(ctx, func(tx store.Tx) error {
			for _, w := range conversation.Writes(ready, who, defaults, smsChannel.PublicNotes) {
				_, err := tickets.QueueWrite(ctx, tx, tickets.NewWrite{
					Integration: noted.Integration, Ticket: noted.Ticket, SubjectKind: tickets.SubjectConversation, SubjectID: id, At: at,
					Kind: w.Kind, Dedupe: w.Dedupe, Note: w.Note, Attachment: w.Attachment, Status: w.Status,
				})
				if err != nil {
					return err
				}
			}
			for _, m := range ready {
				if err := db.New(tx).SetMessageNoted(ctx, db.SetMessageNotedParams{ID: m.ID, At: &at}); err != nil {
					return err
				}
			}
			return messagesstore.EmitConversation(ctx, tx, id, row.ContactID, row.CompanyID)
		})
		if err != nil {
			return noted, err
		}
		_, err = tellDone(ctx, tx, row, at)
		return noted, err
	})
}

// ticketDefaults are the fields of a channel's new tickets: those of its profile, or its own.
func ticketDefaults(ctx context.Context, tx store.Tx, smsChannel db.SMSChannel) (defaults ticket.Defaults, err error) {
	if smsChannel.TicketDefaultID != nil {
		profile, err := db.New(tx).ProfileToCheck(ctx, *smsChannel.TicketDefaultID) // also while its PSA is disconnected: messages go on
		if err != nil {
			return nil, err
		}
		err = json.Unmarshal(profile.Fields, &defaults)
		return defaults, err
	}
	if err := json.Unmarshal(smsChannel.TicketDefaults, &defaults); err != nil {
		return nil, fmt.Errorf("store: the ticket defaults of SMS channel %s: %w", smsChannel.ID, err)
	}
	return defaults, nil
}

// clientOf is the name of the client on file and of their company; "" for a client who is not on file.
func clientOf(ctx context.Context, tx store.Tx, row db.Conversation) (name, company string, err error) {
	if row.ContactID == nil {
		return "", "", nil
	}
	contact, err := people.GetContact(ctx, tx, *row.ContactID)
	if errors.Is(err, store.ErrNotFound) {
		return "", "", nil
	}
	return contact.Name, contact.Company.Name, err
}

// whoWrites names the client in a note or mail.
func whoWrites(ctx context.Context, tx store.Tx, row db.Conversation) (string, error) {
	name, _, err := clientOf(ctx, tx, row)
	return conversation.Who(name, row.TheirMasked), err
}

// WaitingNotes counts what of a conversation is still to be written into its ticket.
func WaitingNotes(ctx context.Context, tx store.Tx, c Conversation) (int, error) {
	if c.Integration == nil {
		return 0, nil
	}
	waiting, err := db.New(tx).CountWaitingNotes(ctx, &c.ID)
	return int(waiting), err
}
