package messages

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/messages"
)

// Conversations answers for SMS conversations with clients.
type Conversations struct {
	Store *store.Store
	Now   func() time.Time
	Log   *slog.Logger
	// Ticket reads a ticket from the MSP's ticket system within a short time. nil: none can be read.
	Ticket func(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error)
	// SignalConversation starts the run of a conversation, or signals a message to it. The sweep finds a message whose run was not told; nil: all of them.
	SignalConversation func(ctx context.Context, tenant, conversation, message uuid.UUID) error
	// SignalTicketWrites has a ticket's queue written soon. nil: the sweep does.
	SignalTicketWrites func(ticket.Key)
	// Media reads clients' pictures. nil: none can be read.
	Media Media
}

// wakeTimeout is how long a request waits for Temporal to take a message. The sweep finds what Temporal did not take.
const wakeTimeout = 3 * time.Second

func (h Conversations) ListConversations(ctx context.Context, request gen.ListConversationsRequestObject) (gen.ListConversationsResponseObject, error) {
	actor, p := gate.ActorOf(ctx), request.Params
	asked := conversations.Query{
		Status: string(respond.Value(p.Status)), Contact: p.ContactID, Unread: respond.Value(p.Unread), Snoozed: p.Snoozed, At: h.Now(), Text: respond.Value(p.Q),
		Scope: actor.Scope(), Cursor: respond.Value(p.Cursor), Limit: respond.PageSize(p.Limit),
	}
	if p.Owner != nil {
		asked.Owner = new(uuid.UUID)
		if *p.Owner == gen.Me {
			asked.Owner = &actor.ID
		}
	}
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[conversations.Conversation], error) {
		return conversations.ListConversations(ctx, tx, asked)
	})
	return gen.ListConversations200JSONResponse{Items: list.Of(page.Items, conversationAnswer), NextCursor: respond.Present(page.Next)}, err
}

func (h Conversations) GetConversation(ctx context.Context, request gen.GetConversationRequestObject) (gen.GetConversationResponseObject, error) {
	c, err := h.read(ctx, request.ConversationID)
	return gen.GetConversation200JSONResponse(conversationAnswer(c)), err
}

func (h Conversations) read(ctx context.Context, id uuid.UUID) (conversations.Conversation, error) {
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (conversations.Conversation, error) {
		return h.seen(ctx, tx, id)
	})
}

func (h Conversations) StartConversation(ctx context.Context, request gen.StartConversationRequestObject) (gen.StartConversationResponseObject, error) {
	actor, asked := gate.ActorOf(ctx), *request.Body
	body, wrong := respond.ReadText("body", asked.Body)
	subject := strings.TrimSpace(respond.Value(asked.Subject))
	if strings.ContainsAny(subject, "\r\n") {
		wrong = append(wrong, problem.Field{Field: "subject", Message: "A subject has one line."})
	}
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	n := conversations.NewConversation{
		Channel: asked.ChannelID, ContactID: asked.ContactID, TicketID: strings.TrimSpace(respond.Value(asked.TicketID)), Subject: subject, Body: body,
		By: actor.Stored(), Scope: actor.Scope(), At: h.Now(),
	}
	if err := h.openTicket(ctx, actor.Tenant, n); err != nil {
		return nil, err
	}
	made, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (made startedConversation, err error) {
		started, joined, err := conversations.Start(ctx, tx, n)
		return startedConversation{conversationAnswer(started), joined}, err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, problem.New(problem.NotFound, "There is no such contact, or you may not see it.")
	}
	if err != nil {
		return nil, err
	}
	h.wake(ctx, actor.Tenant, made.Conversation.ID, uuid.Nil)
	if made.Joined {
		return gen.StartConversation200JSONResponse(made.Conversation), nil
	}
	return gen.StartConversation201JSONResponse(made.Conversation), nil
}

// startedConversation is a conversation that was begun, or the open one that it joined.
type startedConversation struct {
	Conversation gen.Conversation
	Joined       bool
}

func (h Conversations) ListConversationMessages(ctx context.Context, request gen.ListConversationMessagesRequestObject) (gen.ListConversationMessagesResponseObject, error) {
	page, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (store.Page[messages.Message], error) {
		return conversations.ListMessages(ctx, tx, request.ConversationID, respond.Value(request.Params.Cursor), respond.PageSize(request.Params.Limit))
	})
	return gen.ListConversationMessages200JSONResponse{Items: list.Of(page.Items, messageAnswer), NextCursor: respond.Present(page.Next)}, err
}

func (h Conversations) SendConversationMessage(ctx context.Context, request gen.SendConversationMessageRequestObject) (gen.SendConversationMessageResponseObject, error) {
	body, wrong := respond.ReadText("body", request.Body.Body)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	sent, err := gate.Make(ctx, h.Store, func(ctx context.Context, tx store.Tx) (gen.Message, error) {
		sent, err := conversations.Send(ctx, tx, request.ConversationID, body, actor.Stored(), h.Now())
		return messageAnswer(sent), err
	})
	if err != nil {
		return nil, err
	}
	h.wake(ctx, actor.Tenant, request.ConversationID, sent.ID)
	return gen.SendConversationMessage201JSONResponse(sent), nil
}

// wake tells the conversation's run, once the row is durable. When that fails the sweep does it a moment later; the request has done its part.
func (h Conversations) wake(ctx context.Context, tenant, conversation, message uuid.UUID) {
	if h.SignalConversation == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wakeTimeout)
	defer cancel()
	if err := h.SignalConversation(ctx, tenant, conversation, message); err != nil {
		h.Log.WarnContext(ctx, "a message waits for the sweep", slog.String("tenant", tenant.String()), slog.String("conversation", conversation.String()), slog.String("error", err.Error()))
	}
}

func (h Conversations) MarkConversationRead(ctx context.Context, _ gen.MarkConversationReadRequestObject) (gen.MarkConversationReadResponseObject, error) {
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		return conversations.MarkRead(ctx, tx, gate.Row[conversations.Row](ctx))
	})
	return gen.MarkConversationRead204Response{}, err
}

func (h Conversations) CloseConversation(ctx context.Context, request gen.CloseConversationRequestObject) (gen.CloseConversationResponseObject, error) {
	var told *ticket.Key
	c, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (c conversations.Conversation, err error) {
		row := gate.Row[conversations.Row](ctx)
		var closed bool
		if closed, told, err = conversations.Close(ctx, tx, row.ID, h.Now()); err != nil {
			return c, err
		}
		if closed {
			err := gate.Audit(ctx, tx, store.AuditEntry{Action: "conversation.closed", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID})
			if err != nil {
				return c, err
			}
		}
		return h.seen(ctx, tx, request.ConversationID)
	})
	if err == nil && told != nil && h.SignalTicketWrites != nil {
		h.SignalTicketWrites(*told)
	}
	return gen.CloseConversation200JSONResponse(conversationAnswer(c)), err
}

func conversationAnswer(c conversations.Conversation) gen.Conversation {
	answer := gen.Conversation{
		ID: c.ID, ContactPoint: c.Masked, Channel: gen.Ref(c.Channel), Status: gen.ConversationStatus(c.Status), Subject: c.Subject,
		TicketID: respond.Present(c.TicketID), Unread: c.Unread, LastText: respond.Present(c.LastText), MayWrite: c.MayWrite(), OpenedAt: c.OpenedAt, LastAt: c.LastAt, ClosedAt: c.ClosedAt,
		Contact: refAnswer(c.Contact), Company: refAnswer(c.Company), Owner: refAnswer(c.Owner), TheirText: respond.Present(c.TheirText),
		SpokenAt: &c.SpokenAt, WaitingSince: c.WaitingSince, SnoozedUntil: c.SnoozedUntil,
	}
	if c.TheirMedia > 0 {
		answer.TheirPictures = &c.TheirMedia
	}
	if len(c.Viewers) > 0 {
		looking := refsAnswer(c.Viewers)
		answer.Looking = &looking
	}
	return answer
}
