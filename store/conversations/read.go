// Package conversations stores SMS conversations, their channels and templates.
package conversations

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
)

// Conversation is an SMS conversation as screens show it. Names and LastText are PII.
type Conversation struct {
	ID           uuid.UUID
	Channel      store.Ref
	Integration  *uuid.UUID // the ticket system; nil: a conversation without a ticket
	Contact      *store.Ref // nil: no contact, or several, have the number
	Company      *store.Ref
	Masked       string // their number
	Status       string // open | closed
	Subject      string
	TicketID     string // "" until there is one
	Reference    string // our own line in the ticket
	Unread       int
	LastText     string     // the beginning of the newest message
	TheirText    string     // the beginning of the client's newest message
	TheirMedia   int        // pictures and files of that message
	Owner        *store.Ref // who answers
	OptedOut     bool       // they replied STOP
	OpenedAt     time.Time
	LastAt       time.Time
	SpokenAt     time.Time  // of the client's newest message; before that, OpenedAt
	WaitingSince *time.Time // of the oldest message that nobody answered
	SnoozedUntil *time.Time
	ClosedAt     *time.Time
	Viewers      []store.Ref // who looks at it now; only of one conversation
}

// The states of a conversation.
const (
	ConversationOpen   = "open"
	ConversationClosed = "closed"
)

// MayWrite reports whether a technician may write.
func (c Conversation) MayWrite() bool { return c.Status == ConversationOpen && !c.OptedOut }

// Query asks for a page of conversations, the client's newest message first.
type Query struct {
	Status  string // "" for all
	Contact *uuid.UUID
	Unread  bool       // only those with unread messages
	Owner   *uuid.UUID // only those that they answer; uuid.Nil: those that nobody answers
	Snoozed *bool      // only those that are put off at At, or none of them
	At      time.Time
	Text    string // words of the person's name, the company, the subject or the ticket
	Scope   store.Scope
	Cursor  string
	Limit   int
}

const (
	conversationTable = "conversations"
)

// Load reads the row of a conversation.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceConversation(ctx, id)
}

// GetConversation reads one.
func GetConversation(ctx context.Context, tx store.Tx, id uuid.UUID) (Conversation, error) {
	return store.Only(readConversations(ctx, tx, []uuid.UUID{id}))
}

// ListConversations lists a page. A limited user sees the conversations of their companies only, none whose company is not known.
func ListConversations(ctx context.Context, tx store.Tx, q Query) (store.Page[Conversation], error) {
	page := store.NewestFirst{Table: "conversations", Time: "spoken_at", Cursor: q.Cursor, Limit: q.Limit, Seen: q.Scope.Where("company_id = ANY(%s)")}
	if q.Contact != nil {
		page.Where = append(page.Where, "contact_id = "+page.Add(*q.Contact))
	}
	if q.Status != "" {
		page.Where = append(page.Where, "status = "+page.Add(q.Status))
	}
	if q.Unread {
		page.Where = append(page.Where, "unread > 0")
	}
	switch {
	case q.Owner == nil:
	case *q.Owner == uuid.Nil:
		page.Where = append(page.Where, "owner_id IS NULL")
	default:
		page.Where = append(page.Where, "owner_id = "+page.Add(*q.Owner))
	}
	if q.Snoozed != nil {
		page.Where = append(page.Where, "coalesce(snoozed_until > "+page.Add(q.At)+", false) = "+page.Add(*q.Snoozed))
	}
	for _, word := range strings.Fields(q.Text) {
		page.Where = append(page.Where, said(page.Add(strings.ToLower(word))))
	}
	ids, err := page.IDs(ctx, tx)
	if err != nil {
		return store.Page[Conversation]{}, err
	}
	return store.ReadPage(ids, func(ids []uuid.UUID) ([]Conversation, error) { return readConversations(ctx, tx, ids) })
}

// said is the condition that a conversation has a word in lower case, for which the argument stands.
func said(word string) string {
	return fmt.Sprintf(`(strpos(lower(subject), %[1]s) > 0 OR strpos(lower(coalesce(ticket_id, '')), %[1]s) > 0
		OR EXISTS (SELECT FROM contacts c WHERE c.tenant_id = conversations.tenant_id AND c.id = conversations.contact_id AND strpos(lower(c.name), %[1]s) > 0)
		OR EXISTS (SELECT FROM companies o WHERE o.tenant_id = conversations.tenant_id AND o.id = conversations.company_id AND strpos(lower(o.name), %[1]s) > 0))`, word)
}

// readConversations reads some in the order of ids: three statements, however many there are.
func readConversations(ctx context.Context, tx store.Tx, ids []uuid.UUID) ([]Conversation, error) {
	rows, err := db.New(tx).ReadConversations(ctx, ids)
	if err != nil {
		return nil, err
	}
	newest, err := db.New(tx).NewestMessages(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Conversation, len(rows))
	for _, row := range rows {
		c := fromRow(row)
		byID[c.ID] = &c
	}
	for _, m := range newest {
		body, err := messages.OpenBody(tx, m.ID, m.BodySealed)
		if err != nil {
			return nil, err
		}
		if m.ConversationID != nil && byID[*m.ConversationID] != nil {
			byID[*m.ConversationID].LastText = messages.Beginning(body)
		}
	}
	if err := addTheirWords(ctx, tx, ids, byID); err != nil {
		return nil, err
	}
	return store.InOrder(ids, byID), nil
}

// addTheirWords adds what the clients wrote last.
func addTheirWords(ctx context.Context, tx store.Tx, ids []uuid.UUID, byID map[uuid.UUID]*Conversation) error {
	newest, err := db.New(tx).NewestOfTheirs(ctx, ids)
	for _, m := range newest {
		body, openErr := messages.OpenBody(tx, m.ID, m.BodySealed)
		pictures, readErr := messages.ReadPictures(db.Message{ID: m.ID, Media: m.Media})
		if err := errors.Join(openErr, readErr); err != nil {
			return err
		}
		if m.ConversationID != nil && byID[*m.ConversationID] != nil {
			byID[*m.ConversationID].TheirText, byID[*m.ConversationID].TheirMedia = messages.Beginning(body), len(pictures)
		}
	}
	return err
}

func fromRow(row db.ReadConversationsRow) Conversation {
	r := row.Conversation
	c := Conversation{
		ID: r.ID, Channel: store.Ref{ID: r.ChannelID, Name: row.ChannelName}, Integration: row.IntegrationID, Masked: r.TheirMasked, Status: r.Status, Subject: r.Subject,
		TicketID: store.Text(r.TicketID), Reference: r.TicketReference, Unread: int(r.Unread), OptedOut: row.OptedOut, OpenedAt: r.OpenedAt, LastAt: r.LastAt, SpokenAt: r.SpokenAt, WaitingSince: r.WaitingSince, SnoozedUntil: r.SnoozedUntil, ClosedAt: r.ClosedAt,
	}
	if r.ContactID != nil {
		c.Contact = &store.Ref{ID: *r.ContactID, Name: store.Text(row.ContactName)}
	}
	if r.CompanyID != nil {
		c.Company = &store.Ref{ID: *r.CompanyID, Name: store.Text(row.CompanyName)}
	}
	if r.OwnerID != nil {
		c.Owner = &store.Ref{ID: *r.OwnerID, Name: store.Text(row.OwnerName)}
	}
	return c
}

// Row is a row of conversations.
type Row = db.Conversation

// MarkRead sets a conversation's unread count to zero.
func MarkRead(ctx context.Context, tx store.Tx, row db.Conversation) error {
	changed, err := db.New(tx).SetConversationRead(ctx, row.ID)
	if err != nil || changed == 0 {
		return err
	}
	return messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID)
}

// silence is how long a conversation stays open without a message.
const silence = 30 * 24 * time.Hour

// CloseIdle closes a tenant's conversations that have been silent for thirty days, up to atMost; closed is how many.
func CloseIdle(ctx context.Context, s *store.Store, tenant uuid.UUID, now time.Time, atMost int) (closed int, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := db.New(tx).CloseSilentConversations(ctx, db.CloseSilentConversationsParams{At: &now, Before: now.Add(-silence), AtMost: int32(atMost)})
		if err != nil {
			return err
		}
		closed = len(rows)
		for _, row := range rows {
			err := tx.Audit(ctx, store.AuditEntry{
				By: store.System, Action: "conversation.closed", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID,
				Details: map[string]any{"reason": "silent"},
			})
			if err := errors.Join(err, messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID)); err != nil {
				return err
			}
		}
		return nil
	})
	return closed, err
}

// Ref names a conversation.
type Ref struct {
	TenantID uuid.UUID
	ID       uuid.UUID
}

// Orphaned lists conversations with a message that should have been handed over, or noted in the ticket, by now.
// It skips messages older than three days: they come too late to be useful.
func Orphaned(ctx context.Context, s *store.Store, notHandedBefore, notNotedBefore time.Time, atMost int) ([]Ref, error) {
	return store.All[Ref](ctx, s, `SELECT * FROM door.stray_conversations($1, $2, $3)`, notHandedBefore, notNotedBefore, atMost)
}
