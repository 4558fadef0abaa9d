package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/core/conversation"
	"countersign/core/message"
	"countersign/core/ticket"
	"countersign/store/db"
)

// unnoted is a message on its way into the ticket.
type unnoted struct {
	row   db.Message
	media []conversation.Picture
}

// judged reports that nobody has to look at its pictures any more.
func (m unnoted) judged() bool {
	for _, p := range m.media {
		if p.Accepted == nil {
			return false
		}
	}
	return true
}

// inOrder puts messages into the order of the ticket.
func inOrder(rows []db.Message) ([]unnoted, error) {
	heard := make([]conversation.Heard, len(rows))
	for i, row := range rows {
		heard[i] = conversation.Heard{Inbound: row.Direction == "inbound", At: row.At}
		if row.ProviderAt != nil {
			heard[i].ProviderAt = *row.ProviderAt
		}
	}
	ordered := make([]unnoted, len(rows))
	for place, i := range conversation.Order(heard) {
		media, err := readPictures(rows[i])
		if err != nil {
			return nil, err
		}
		ordered[place] = unnoted{row: rows[i], media: media}
	}
	return ordered, nil
}

// NoteMessages implements conversation.Book. What goes into the queue and that it went there is one transaction.
func (s *Store) NoteMessages(ctx context.Context, tenant, id uuid.UUID) (noted conversation.Noted, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		noted = conversation.Noted{}
		row, err := tx.LockConversation(ctx, id)
		if err != nil || row.TicketID == nil {
			return err
		}
		smsChannel, err := tx.GetSMSChannel(ctx, row.ChannelID)
		if err != nil || smsChannel.IntegrationID == nil {
			return err
		}
		rows, err := tx.UnnotedMessages(ctx, db.UnnotedMessagesParams{ConversationID: &id, AtMost: dueBatch})
		if err != nil {
			return err
		}
		ordered, err := inOrder(rows)
		if err != nil {
			return err
		}
		at := clock.Now()
		queue := ticketQueue{tx: tx, conversation: row, integration: *smsChannel.IntegrationID, at: at}
		if queue.defaults, err = tx.ticketDefaults(ctx, smsChannel); err != nil {
			return err
		}
		if queue.who, err = tx.whoWrites(ctx, row); err != nil {
			return err
		}
		ready := ripe(ordered, at, len(rows) == dueBatch)
		for _, m := range ready {
			if err := queue.add(ctx, m); err != nil {
				return err
			}
		}
		noted = conversation.Noted{Messages: len(ready), Integration: queue.integration, Ticket: *row.TicketID}
		if len(ready) == 0 {
			return nil
		}
		if err := queue.received(ctx, ready); err != nil {
			return err
		}
		return tx.emitConversation(ctx, id, row.ContactID, row.CompanyID)
	})
	return noted, err
}

// ripe are the first messages that are old enough and judged. Where there are more than were read, the end is left for the next time:
// one that was not read may belong before it.
func ripe(ordered []unnoted, at time.Time, more bool) []unnoted {
	newest := time.Time{}
	for _, m := range ordered {
		if m.row.At.After(newest) {
			newest = m.row.At
		}
	}
	for i, m := range ordered {
		tooNew := at.Sub(m.row.At) < conversation.Hold
		atTheEnd := more && i > 0 && newest.Sub(m.row.At) < conversation.Hold
		if tooNew || atTheEnd || !m.judged() {
			return ordered[:i]
		}
	}
	return ordered
}

// ticketQueue writes a conversation into its ticket.
type ticketQueue struct {
	tx           Tx
	conversation db.Conversation
	integration  uuid.UUID
	defaults     ticket.Defaults
	who          string
	at           time.Time
}

func (q ticketQueue) write(ctx context.Context, w TicketWrite) error {
	w.Integration, w.Ticket, w.SubjectKind, w.SubjectID, w.At = q.integration, *q.conversation.TicketID, SubjectConversation, q.conversation.ID, q.at
	_, err := q.tx.WriteTicket(ctx, w)
	return err
}

// add writes a message, and the pictures that came with it.
func (q ticketQueue) add(ctx context.Context, m unnoted) error {
	body, err := q.tx.messageBody(m.row.ID, m.row.BodySealed)
	if err != nil {
		return err
	}
	dedupe := "message/" + m.row.ID.String()
	if err := q.write(ctx, TicketWrite{Kind: ticket.WriteNote, Dedupe: dedupe, Note: &ticket.Note{Text: noteOf(m, q.who, body)}}); err != nil {
		return err
	}
	for i, p := range m.media {
		if !*p.Accepted {
			continue
		}
		_, kind, _ := strings.Cut(p.ContentType, "/")
		err := q.write(ctx, TicketWrite{
			Kind: ticket.WriteAttachment, Dedupe: fmt.Sprintf("%s/%d", dedupe, i),
			Attachment: &AttachmentRef{URL: p.URL, Name: fmt.Sprintf("sms-%s-%d.%s", m.row.At.UTC().Format("20060102-150405"), i+1, kind), ContentType: p.ContentType},
		})
		if err != nil {
			return err
		}
	}
	return q.tx.SetMessageNoted(ctx, db.SetMessageNotedParams{ID: m.row.ID, At: &q.at})
}

// received moves the ticket to the status that an SMS sets, once for the newest of several.
func (q ticketQueue) received(ctx context.Context, ready []unnoted) error {
	status := q.defaults[ticket.FieldSMSReceived]
	if status == "" {
		return nil
	}
	for i := len(ready) - 1; i >= 0; i-- {
		if ready[i].row.Direction == "inbound" {
			return q.write(ctx, TicketWrite{Kind: ticket.WriteStatus, Dedupe: "message/" + ready[i].row.ID.String() + "/status", Status: status})
		}
	}
	return nil
}

// ticketDefaults are the fields of a channel's new tickets: those of its profile, or its own.
func (tx Tx) ticketDefaults(ctx context.Context, smsChannel db.SMSChannel) (defaults ticket.Defaults, err error) {
	if smsChannel.TicketDefaultID != nil {
		profile, err := tx.ProfileToCheck(ctx, *smsChannel.TicketDefaultID) // also while its PSA is disconnected: messages go on
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

// whoWrites names the other end: the person on file, or the masked number.
func (tx Tx) whoWrites(ctx context.Context, row db.Conversation) (string, error) {
	if row.ContactID == nil {
		return row.TheirMasked, nil
	}
	contact, err := tx.Contact(ctx, *row.ContactID)
	if errors.Is(err, ErrNotFound) {
		return row.TheirMasked, nil
	}
	return contact.Name + " (" + row.TheirMasked + ")", err
}

// noteOf is what a note says of a message.
func noteOf(m unnoted, who, body string) string {
	head := "SMS from " + who
	switch {
	case m.row.Direction == "inbound":
	case m.row.Kind == messageKind:
		head = "SMS to " + who + " by " + Text(m.row.SentByName)
	default:
		head = "Automatic SMS to " + who
	}
	if m.row.Status == string(message.Failed) {
		head += ", not sent"
	}
	lines := []string{head + ":", body}
	if body == "" {
		lines = []string{head + "."}
	}
	for _, p := range m.media {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// WaitingNotes counts what of a conversation is still to be written into its ticket.
func (tx Tx) WaitingNotes(ctx context.Context, c Conversation) (int, error) {
	if c.Integration == nil {
		return 0, nil
	}
	waiting, err := tx.CountWaitingNotes(ctx, &c.ID)
	return int(waiting), err
}
