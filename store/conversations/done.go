package conversations

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
	"countersign/store/tickets"
)

// Close closes a conversation that somebody says is done; closed is false when it was closed before. The next message opens a new one. told is the ticket with
// something to write, nil for none: the caller wakes its queue, else the sweep does.
func Close(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) (closed bool, told *ticket.Key, err error) {
	changed, err := db.New(tx).SetConversationClosed(ctx, db.SetConversationClosedParams{ID: id, At: &at})
	if err != nil || changed == 0 {
		return false, nil, err
	}
	row, err := db.New(tx).ResourceConversation(ctx, id)
	if err != nil {
		return false, nil, err
	}
	if told, err = tellDone(ctx, tx, row, at); err != nil {
		return false, nil, err
	}
	return true, told, messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID)
}

// tellDone queues the status of the end for the ticket that was opened for a conversation which is done, once everything that was said stands in the queue before it:
// a note, or the status that a text sets, would open the ticket again. A ticket that was there before stays as the desk has it.
func tellDone(ctx context.Context, tx store.Tx, row db.Conversation, at time.Time) (told *ticket.Key, err error) {
	if row.DoneAt == nil || row.TicketID == nil || row.TicketTriedAt == nil {
		return nil, nil
	}
	smsChannel, err := db.New(tx).GetSMSChannel(ctx, row.ChannelID)
	if err != nil || smsChannel.IntegrationID == nil {
		return nil, err
	}
	defaults, err := ticketDefaults(ctx, tx, smsChannel)
	if err != nil || defaults[ticket.FieldClosed] == "" {
		return nil, err
	}
	if unnoted, err := db.New(tx).UnnotedMessages(ctx, db.UnnotedMessagesParams{ConversationID: &row.ID, AtMost: 1}); err != nil || len(unnoted) > 0 {
		return nil, err
	}
	_, err = tickets.QueueWrite(ctx, tx, tickets.NewWrite{
		Integration: *smsChannel.IntegrationID, Ticket: *row.TicketID, Kind: ticket.WriteStatus, SubjectKind: tickets.SubjectConversation, SubjectID: row.ID,
		Dedupe: "conversation/" + row.ID.String() + "/done", Status: defaults[ticket.FieldClosed], At: at,
	})
	return &ticket.Key{Tenant: tx.Tenant, Integration: *smsChannel.IntegrationID, Ticket: *row.TicketID}, err
}
