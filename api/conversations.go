package api

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
)

// conversations answers for SMS conversations with clients.
type conversations struct {
	Store *store.Store
	Now   func() time.Time
	Log   *slog.Logger
	// Ticket reads a ticket from the MSP's ticket system within a short time. nil: none can be read.
	Ticket func(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error)
	// Converse starts the run of a conversation, or signals a message to it. The sweep finds a message whose run was not told; nil: all of them.
	Converse func(ctx context.Context, tenant, conversation, message uuid.UUID) error
}

// wakeTimeout is how long a request waits for Temporal to take a message. The sweep finds what Temporal did not take.
const wakeTimeout = 3 * time.Second

// longestText is the longest message a technician may write, in characters; Twilio refuses more (error 21617).
const longestText = 1600

func (h conversations) ListConversations(ctx context.Context, request gen.ListConversationsRequestObject) (gen.ListConversationsResponseObject, error) {
	actor, p := ActorOf(ctx), request.Params
	asked := store.ConversationQuery{
		Status: string(value(p.Status)), Contact: p.ContactID, Unread: value(p.Unread), Scope: actor.Scope(), Cursor: value(p.Cursor), Limit: pageSize(p.Limit),
	}
	var answer gen.ListConversations200JSONResponse
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		items, next, err := tx.Conversations(ctx, asked)
		answer.Items, answer.NextCursor = make([]gen.Conversation, len(items)), present(next)
		for i, c := range items {
			answer.Items[i] = conversationAnswer(c)
		}
		return err
	})
	return answer, err
}

func (h conversations) GetConversation(ctx context.Context, request gen.GetConversationRequestObject) (gen.GetConversationResponseObject, error) {
	c, err := h.read(ctx, request.ConversationID)
	return gen.GetConversation200JSONResponse(conversationAnswer(c)), err
}

func (h conversations) read(ctx context.Context, id uuid.UUID) (c store.Conversation, err error) {
	err = h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		c, err = tx.Conversation(ctx, id)
		return err
	})
	return c, err
}

func (h conversations) StartConversation(ctx context.Context, request gen.StartConversationRequestObject) (gen.StartConversationResponseObject, error) {
	actor, asked := ActorOf(ctx), *request.Body
	body, wrong := readText("body", asked.Body)
	subject := strings.TrimSpace(value(asked.Subject))
	if strings.ContainsAny(subject, "\r\n") {
		wrong = append(wrong, problem.Field{Field: "subject", Message: "A subject has one line."})
	}
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	n := store.NewConversation{
		Channel: asked.ChannelID, ContactID: asked.ContactID, TicketID: strings.TrimSpace(value(asked.TicketID)), Subject: subject, Body: body,
		By: actor.Stored(), Scope: actor.Scope(), At: h.Now(),
	}
	if err := h.openTicket(ctx, actor.Tenant, n); err != nil {
		return nil, err
	}
	started, joined, err := h.Store.StartConversation(ctx, actor.Tenant, n)
	if errors.Is(err, store.ErrNotFound) {
		return nil, problem.New(problem.NotFound, "There is no such contact, or you may not see it.")
	}
	if err != nil {
		return nil, err
	}
	h.wake(ctx, actor.Tenant, started.ID, uuid.Nil)
	if joined {
		return gen.StartConversation200JSONResponse(conversationAnswer(started)), nil
	}
	return gen.StartConversation201JSONResponse(conversationAnswer(started)), nil
}

// openTicket makes sure that the ticket to go on in is there and open.
func (h conversations) openTicket(ctx context.Context, tenant uuid.UUID, n store.NewConversation) error {
	if n.TicketID == "" {
		return nil
	}
	var integration *uuid.UUID
	err := h.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		channels, err := tx.SMSChannels(ctx)
		for _, c := range channels {
			if n.Channel == nil && len(channels) == 1 || n.Channel != nil && c.ID == *n.Channel {
				integration = c.Integration
			}
		}
		return err
	})
	if err != nil || integration == nil {
		return err // without a ticket system the store says what is wrong
	}
	found, err := h.ticketOf(ctx, tenant, *integration, n.TicketID)
	say := func(message string) error {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "ticket_id", Message: message})
	}
	switch {
	case errors.Is(err, ticket.ErrNotFound):
		return say("There is no such ticket.")
	case err != nil:
		return problem.New(problem.Unavailable, "The ticket cannot be looked at now: "+ticket.Problem(err)+" Leave it out, or try again later.")
	case found.Closed:
		return say("This ticket is closed: choose an open one, or leave it out for a new one.")
	}
	return nil
}

// errNoDesk is met where no ticket system can be asked.
var errNoDesk = errors.New("api: no ticket system can be asked")

func (h conversations) ticketOf(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error) {
	if h.Ticket == nil {
		return ticket.Ticket{}, errNoDesk
	}
	return h.Ticket(ctx, tenant, integration, id)
}

func (h conversations) ListConversationMessages(ctx context.Context, request gen.ListConversationMessagesRequestObject) (gen.ListConversationMessagesResponseObject, error) {
	var answer gen.ListConversationMessages200JSONResponse
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		items, next, err := tx.ConversationMessages(ctx, request.ConversationID, value(request.Params.Cursor), pageSize(request.Params.Limit))
		answer.Items, answer.NextCursor = make([]gen.Message, len(items)), present(next)
		for i, m := range items {
			answer.Items[i] = messageAnswer(m)
		}
		return err
	})
	return answer, err
}

func (h conversations) SendConversationMessage(ctx context.Context, request gen.SendConversationMessageRequestObject) (gen.SendConversationMessageResponseObject, error) {
	body, wrong := readText("body", request.Body.Body)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := ActorOf(ctx)
	sent, err := h.Store.SendMessage(ctx, actor.Tenant, request.ConversationID, body, actor.Stored(), h.Now())
	if err != nil {
		return nil, err
	}
	h.wake(ctx, actor.Tenant, request.ConversationID, sent.ID)
	return gen.SendConversationMessage201JSONResponse(messageAnswer(sent)), nil
}

// readText takes what a technician writes.
func readText(field, typed string) (string, []problem.Field) {
	body := strings.TrimSpace(typed)
	switch {
	case body == "":
		return "", []problem.Field{{Field: field, Message: "Write a text."}}
	case utf8.RuneCountInString(body) > longestText:
		return "", []problem.Field{{Field: field, Message: "Keep this under 1600 characters."}}
	}
	return body, nil
}

// wake tells the conversation's run, once the row is durable. When that fails the sweep does it a moment later; the request has done its part.
func (h conversations) wake(ctx context.Context, tenant, conversation, message uuid.UUID) {
	if h.Converse == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), wakeTimeout)
	defer cancel()
	if err := h.Converse(ctx, tenant, conversation, message); err != nil {
		h.Log.WarnContext(ctx, "a message waits for the sweep", slog.String("tenant", tenant.String()), slog.String("conversation", conversation.String()), slog.String("error", err.Error()))
	}
}

func (h conversations) MarkConversationRead(ctx context.Context, _ gen.MarkConversationReadRequestObject) (gen.MarkConversationReadResponseObject, error) {
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		return tx.MarkConversationRead(ctx, ConversationOf(ctx))
	})
	return gen.MarkConversationRead204Response{}, err
}

func (h conversations) CloseConversation(ctx context.Context, request gen.CloseConversationRequestObject) (gen.CloseConversationResponseObject, error) {
	var c store.Conversation
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		row := ConversationOf(ctx)
		closed, err := tx.CloseConversation(ctx, row, h.Now())
		if err != nil {
			return err
		}
		if closed {
			err := audit(ctx, tx, store.AuditEntry{Action: "conversation.closed", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID})
			if err != nil {
				return err
			}
		}
		c, err = tx.Conversation(ctx, request.ConversationID)
		return err
	})
	return gen.CloseConversation200JSONResponse(conversationAnswer(c)), err
}

// GetConversationTicket shows the ticket beside the conversation. A ticket system that is away is no failure of ours: the answer says so in words.
func (h conversations) GetConversationTicket(ctx context.Context, request gen.GetConversationTicketRequestObject) (gen.GetConversationTicketResponseObject, error) {
	tenant := ActorOf(ctx).Tenant
	var c store.Conversation
	var answer gen.GetConversationTicket200JSONResponse
	err := h.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if c, err = tx.Conversation(ctx, request.ConversationID); err != nil {
			return err
		}
		answer.Waiting, err = tx.WaitingNotes(ctx, c)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case c.Integration == nil:
		answer.Problem = new("This SMS channel has no ticket system.")
		return answer, nil
	case c.TicketID == "":
		answer.Problem = new("There is no ticket yet. It is opened as soon as the ticket system takes it.")
		return answer, nil
	}
	found, err := h.ticketOf(ctx, tenant, *c.Integration, c.TicketID)
	if err != nil {
		answer.Problem = new(ticketProblem(err))
		return answer, nil
	}
	answer.Ticket = &struct {
		Board   *string `json:"board,omitempty"`
		Closed  bool    `json:"closed"`
		Company *string `json:"company,omitempty"`
		Contact *string `json:"contact,omitempty"`
		ID      string  `json:"id"`
		Number  string  `json:"number"`
		Status  string  `json:"status"`
		Summary string  `json:"summary"`
		URL     *string `json:"url,omitempty"`
	}{
		ID: found.ID, Number: found.Number, Summary: found.Summary, Status: found.Status, Closed: found.Closed,
		Board: present(found.Board), Company: present(found.Company), Contact: present(found.Contact), URL: present(found.URL),
	}
	return answer, nil
}

func ticketProblem(err error) string {
	switch {
	case errors.Is(err, errNoDesk):
		return "No ticket system can be asked here."
	case errors.Is(err, context.DeadlineExceeded):
		return "The ticket system does not answer."
	}
	return ticket.Problem(err)
}

func conversationAnswer(c store.Conversation) gen.Conversation {
	return gen.Conversation{
		ID: c.ID, ContactPoint: c.Masked, Channel: gen.Ref(c.Channel), Status: gen.ConversationStatus(c.Status), Subject: c.Subject,
		TicketID: present(c.TicketID), Unread: c.Unread, LastText: present(c.LastText), MayWrite: c.MayWrite(), OpenedAt: c.OpenedAt, LastAt: c.LastAt, ClosedAt: c.ClosedAt,
		Contact: refAnswer(c.Contact), Company: refAnswer(c.Company),
	}
}

func messageAnswer(m store.ConversationMessage) gen.Message {
	answer := gen.Message{
		ID: m.ID, Direction: gen.MessageDirection(m.Direction), Transport: gen.MessageTransport(m.Transport), Kind: m.Kind, Body: m.Body, At: m.At,
		Status: gen.MessageStatus(m.Status), SentBy: present(m.SentByName), Noted: &m.Noted, Problem: present(messageProblem(m)),
	}
	if len(m.Media) == 0 {
		return answer
	}
	media := make([]struct {
		Accepted    bool    `json:"accepted"`
		ContentType string  `json:"content_type"`
		Reason      *string `json:"reason,omitempty"`
	}, len(m.Media))
	for i, p := range m.Media {
		media[i].Accepted, media[i].ContentType, media[i].Reason = value(p.Accepted), p.ContentType, present(p.Reason)
	}
	answer.Media = &media
	return answer
}

// messageProblem says in words why a message did not arrive.
func messageProblem(m store.ConversationMessage) string {
	switch {
	case m.Direction == "inbound" || m.Status != message.Failed && m.Status != message.Unknown:
		return ""
	case m.Status == message.Unknown:
		return "We do not know whether it arrived."
	}
	return message.Failure(m.ErrorCode)
}
