package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/store/db"
)

// Conversation is an SMS conversation as screens show it. Names and LastText are PII.
type Conversation struct {
	ID          uuid.UUID
	Channel     Ref
	Integration *uuid.UUID // the ticket system; nil: a conversation without a ticket
	Contact     *Ref       // nil: nobody on file, or several, have the number
	Company     *Ref
	Masked      string // their number
	Status      string // open | closed
	Subject     string
	TicketID    string // "" until there is one
	Reference   string // our own line in the ticket
	Unread      int
	LastText    string // the beginning of the newest message
	OptedOut    bool   // they replied STOP
	OpenedAt    time.Time
	LastAt      time.Time
	ClosedAt    *time.Time
}

// The states of a conversation.
const (
	ConversationOpen   = "open"
	ConversationClosed = "closed"
)

// MayWrite reports whether a technician may write.
func (c Conversation) MayWrite() bool { return c.Status == ConversationOpen && !c.OptedOut }

// ConversationQuery asks for a page of conversations, the newest message first.
type ConversationQuery struct {
	Status  string // "" for all
	Contact *uuid.UUID
	Unread  bool // only those with unread messages
	Scope   Scope
	Cursor  string
	Limit   int
}

const (
	conversationTable = "conversations"
	theirColumn       = "their_sealed"
	// lastText is how much of the newest message a list shows, in characters.
	lastText = 120
)

// Conversation reads one.
func (tx Tx) Conversation(ctx context.Context, id uuid.UUID) (Conversation, error) {
	list, err := tx.conversations(ctx, []uuid.UUID{id})
	if err != nil {
		return Conversation{}, err
	}
	if len(list) == 0 {
		return Conversation{}, ErrNotFound
	}
	return list[0], nil
}

// Conversations lists a page; next is the cursor of the following page, "" on the last. Somebody limited sees the conversations of their companies only,
// none whose company is not known.
func (tx Tx) Conversations(ctx context.Context, q ConversationQuery) (items []Conversation, next string, err error) {
	args := &arguments{}
	where := []string{"true"}
	if q.Contact != nil {
		where = append(where, "contact_id = "+args.add(*q.Contact))
	}
	if q.Status != "" {
		where = append(where, "status = "+args.add(q.Status))
	}
	if q.Unread {
		where = append(where, "unread > 0")
	}
	if q.Scope.Limited {
		where = append(where, "company_id = ANY("+args.add(q.Scope.CompanyIDs())+"::uuid[])")
	}
	if q.Cursor != "" {
		last, err := ReadCursor(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		at, err := tx.PlaceOfConversation(ctx, last)
		if err != nil {
			return nil, "", ErrCursor
		}
		where = append(where, fmt.Sprintf("(last_at, id) < (%s, %s)", args.add(at), args.add(last)))
	}
	limit := PageSize(q.Limit)
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT id FROM conversations WHERE %s ORDER BY last_at DESC, id DESC LIMIT %d`, strings.Join(where, " AND "), limit+1), args.values...)
	if err != nil {
		return nil, "", err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, "", err
	}
	if len(ids) > limit {
		ids = ids[:limit]
		next = ids[limit-1].String()
	}
	items, err = tx.conversations(ctx, ids)
	return items, next, err
}

// conversations reads some in the order of ids: two statements, however many there are.
func (tx Tx) conversations(ctx context.Context, ids []uuid.UUID) ([]Conversation, error) {
	rows, err := tx.ReadConversations(ctx, ids)
	if err != nil {
		return nil, err
	}
	newest, err := tx.NewestMessages(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Conversation, len(rows))
	for _, row := range rows {
		c := conversationOf(row)
		byID[c.ID] = &c
	}
	for _, m := range newest {
		body, err := tx.messageBody(m.ID, m.BodySealed)
		if err != nil {
			return nil, err
		}
		if m.ConversationID != nil && byID[*m.ConversationID] != nil {
			byID[*m.ConversationID].LastText = beginning(body)
		}
	}
	list := make([]Conversation, 0, len(rows))
	for _, id := range ids {
		if c := byID[id]; c != nil {
			list = append(list, *c)
		}
	}
	return list, nil
}

func conversationOf(row db.ReadConversationsRow) Conversation {
	r := row.Conversation
	c := Conversation{
		ID: r.ID, Channel: Ref{r.ChannelID, row.ChannelName}, Integration: row.IntegrationID, Masked: r.TheirMasked, Status: r.Status, Subject: r.Subject,
		TicketID: Text(r.TicketID), Reference: r.TicketReference, Unread: int(r.Unread), OptedOut: row.OptedOut, OpenedAt: r.OpenedAt, LastAt: r.LastAt, ClosedAt: r.ClosedAt,
	}
	if r.ContactID != nil {
		c.Contact = &Ref{*r.ContactID, Text(row.ContactName)}
	}
	if r.CompanyID != nil {
		c.Company = &Ref{*r.CompanyID, Text(row.CompanyName)}
	}
	return c
}

// beginning is the first line's worth of a text.
func beginning(body string) string {
	body = strings.Join(strings.Fields(body), " ")
	if utf8.RuneCountInString(body) > lastText {
		body = string([]rune(body)[:lastText-1]) + "…"
	}
	return body
}

// MarkConversationRead says that somebody has seen everything.
func (tx Tx) MarkConversationRead(ctx context.Context, row db.Conversation) error {
	changed, err := tx.SetConversationRead(ctx, row.ID)
	if err != nil || changed == 0 {
		return err
	}
	return tx.emitConversation(ctx, row.ID, row.ContactID, row.CompanyID)
}

// CloseConversation closes one; closed is false when it was. Whoever writes next opens a new one.
func (tx Tx) CloseConversation(ctx context.Context, row db.Conversation, at time.Time) (closed bool, err error) {
	changed, err := tx.SetConversationClosed(ctx, db.SetConversationClosedParams{ID: row.ID, At: &at})
	if err != nil || changed == 0 {
		return false, err
	}
	return true, tx.emitConversation(ctx, row.ID, row.ContactID, row.CompanyID)
}

// silence is how long a conversation stays open without a message.
const silence = 30 * 24 * time.Hour

// CloseIdleConversations closes a tenant's conversations that have been silent for thirty days, up to atMost; closed is how many.
func (s *Store) CloseIdleConversations(ctx context.Context, tenant uuid.UUID, now time.Time, atMost int) (closed int, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		rows, err := tx.CloseSilentConversations(ctx, db.CloseSilentConversationsParams{At: &now, Before: now.Add(-silence), AtMost: int32(atMost)})
		if err != nil {
			return err
		}
		closed = len(rows)
		for _, row := range rows {
			err := tx.Audit(ctx, AuditEntry{
				ActorKind: "system", ActorName: BuiltIn, Action: "conversation.closed", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID,
				Details: map[string]any{"reason": "silent"},
			})
			if err := errors.Join(err, tx.emitConversation(ctx, row.ID, row.ContactID, row.CompanyID)); err != nil {
				return err
			}
		}
		return nil
	})
	return closed, err
}

// ConversationRef names a conversation.
type ConversationRef struct {
	TenantID uuid.UUID
	ID       uuid.UUID
}

// OrphanedConversations lists conversations with a message that should have been handed over, or noted in the ticket, by now.
// Messages older than three days are given up: nobody expects them any more.
func (s *Store) OrphanedConversations(ctx context.Context, notHandedBefore, notNotedBefore time.Time, atMost int) ([]ConversationRef, error) {
	return All[ConversationRef](ctx, s, `SELECT * FROM door.stray_conversations($1, $2, $3)`, notHandedBefore, notNotedBefore, atMost)
}

func (tx Tx) emitConversation(ctx context.Context, id uuid.UUID, contact, company *uuid.UUID) error {
	return tx.Emit(ctx, Event{Kind: EventConversation, Subject: id, Contact: contact, Company: company})
}
