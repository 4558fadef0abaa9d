package messages

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/conversation"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/conversations"
)

const (
	// longestSnooze is how far ahead a conversation may be put off: silence closes it then.
	longestSnooze = 30 * 24 * time.Hour
	// pictureTimeout is how long the account that holds a picture may take.
	pictureTimeout = 10 * time.Second
)

// Media reads a file that came with a message from the account that holds it, up to limit bytes and one more.
type Media func(ctx context.Context, tenant, account uuid.UUID, address string, limit int64) (contentType string, body []byte, err error)

func (h Conversations) ListConversationAssignees(ctx context.Context, _ gen.ListConversationAssigneesRequestObject) (gen.ListConversationAssigneesResponseObject, error) {
	found, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]store.Ref, error) {
		return conversations.Assignees(ctx, tx, gate.Row[conversations.Row](ctx))
	})
	return gen.ListConversationAssignees200JSONResponse{Items: refsAnswer(found)}, err
}

func (h Conversations) AssignConversation(ctx context.Context, request gen.AssignConversationRequestObject) (gen.AssignConversationResponseObject, error) {
	c, err := h.change(ctx, func(ctx context.Context, tx store.Tx, row conversations.Row) error {
		changed, err := conversations.Assign(ctx, tx, row, request.Body.UserID)
		switch {
		case errors.Is(err, conversations.ErrNoSuchUser):
			return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "user_id", Message: "They may not answer in this conversation."})
		case err != nil || !changed:
			return err
		}
		return gate.Audit(ctx, tx, store.AuditEntry{
			Action: "conversation.assigned", SubjectKind: "conversation", SubjectID: row.ID.String(), CompanyID: row.CompanyID, Details: map[string]any{"to": request.Body.UserID},
		})
	})
	return gen.AssignConversation200JSONResponse(c), err
}

func (h Conversations) SnoozeConversation(ctx context.Context, request gen.SnoozeConversationRequestObject) (gen.SnoozeConversationResponseObject, error) {
	until, now := request.Body.Until, h.Now()
	if until != nil && (!until.After(now) || until.After(now.Add(longestSnooze))) {
		return nil, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "until", Message: "Choose a time within the next thirty days."})
	}
	c, err := h.change(ctx, func(ctx context.Context, tx store.Tx, row conversations.Row) error {
		if until != nil && row.Status != conversations.ConversationOpen {
			return problem.New(problem.AlreadyClosed, "This conversation is closed.")
		}
		return conversations.Snooze(ctx, tx, row, until)
	})
	return gen.SnoozeConversation200JSONResponse(c), err
}

// change changes the conversation of the path and answers what it is then.
func (h Conversations) change(ctx context.Context, do func(context.Context, store.Tx, conversations.Row) error) (gen.Conversation, error) {
	c, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (c conversations.Conversation, err error) {
		row := gate.Row[conversations.Row](ctx)
		if err := do(ctx, tx, row); err != nil {
			return c, err
		}
		return h.seen(ctx, tx, row.ID)
	})
	return conversationAnswer(c), err
}

// LookAtConversation counts people only: a key that names nobody looks at nothing.
func (h Conversations) LookAtConversation(ctx context.Context, request gen.LookAtConversationRequestObject) (gen.LookAtConversationResponseObject, error) {
	actor := gate.ActorOf(ctx)
	if actor.Kind != gate.ActorUser {
		return gen.LookAtConversation204Response{}, nil
	}
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		return conversations.Look(ctx, tx, gate.Row[conversations.Row](ctx), actor.ID, request.Body.Looking, h.Now())
	})
	return gen.LookAtConversation204Response{}, err
}

// GetConversationPicture answers with what was judged to be a picture, and is judged again: whoever holds it may have changed it.
func (h Conversations) GetConversationPicture(ctx context.Context, request gen.GetConversationPictureRequestObject) (gen.GetConversationPictureResponseObject, error) {
	tenant := gate.ActorOf(ctx).Tenant
	pictures, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]conversation.Picture, error) {
		return conversations.LoadPictures(ctx, tx, request.ConversationID, request.Params.MessageID)
	})
	if err != nil {
		return nil, err
	}
	at := request.Params.Position
	if at < 0 || at >= len(pictures) || !respond.Value(pictures[at].Accepted) || h.Media == nil {
		return nil, respond.NotFound
	}
	ctx, cancel := context.WithTimeout(ctx, pictureTimeout)
	defer cancel()
	said, body, err := h.Media(ctx, tenant, pictures[at].Account, pictures[at].URL, conversation.MaxPicture)
	if err != nil {
		return nil, problem.New(problem.Unavailable, "The picture cannot be read now.")
	}
	judged := conversation.Judge(pictures[at], said, body)
	if !*judged.Accepted {
		return nil, respond.NotFound
	}
	return gen.GetConversationPicture200ImageResponse{ContentType: judged.ContentType, ContentLength: int64(len(body)), Body: bytes.NewReader(body)}, nil
}

// seen reads a conversation with whoever else looks at it.
func (h Conversations) seen(ctx context.Context, tx store.Tx, id uuid.UUID) (conversations.Conversation, error) {
	c, err := conversations.GetConversation(ctx, tx, id)
	if err == nil {
		c.Viewers, err = conversations.Viewers(ctx, tx, id, gate.ActorOf(ctx).ID, h.Now())
	}
	return c, err
}

func refsAnswer(refs []store.Ref) []gen.Ref {
	return list.Of(refs, func(r store.Ref) gen.Ref { return gen.Ref(r) })
}
