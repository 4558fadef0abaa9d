package conversations

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/conversation"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
)

// Looks is how long somebody who said that they look at a conversation counts as looking.
const Looks = 45 * time.Second

// Assignees lists who may answer in a conversation.
func Assignees(ctx context.Context, tx store.Tx, row Row) ([]store.Ref, error) {
	found, err := db.New(tx).AssigneesOf(ctx, row.CompanyID)
	return list.Of(found, func(u db.AssigneesOfRow) store.Ref { return store.Ref{ID: u.ID, Name: u.Name} }), err
}

// Assign says who answers; nil: nobody. ErrNoSuchUser when they may not answer here. changed is false when it was so before.
func Assign(ctx context.Context, tx store.Tx, row Row, owner *uuid.UUID) (changed bool, err error) {
	if owner != nil {
		allowed, err := db.New(tx).AssigneesOf(ctx, row.CompanyID)
		if err != nil {
			return false, err
		}
		if !slices.ContainsFunc(allowed, func(u db.AssigneesOfRow) bool { return u.ID == *owner }) {
			return false, ErrNoSuchUser
		}
	}
	n, err := db.New(tx).SetConversationOwner(ctx, db.SetConversationOwnerParams{ID: row.ID, OwnerID: owner})
	if err != nil || n == 0 {
		return false, err
	}
	return true, messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID)
}

// Snooze puts a conversation off; nil: not any more. The client's next message ends it, and so does an answer.
func Snooze(ctx context.Context, tx store.Tx, row Row, until *time.Time) error {
	n, err := db.New(tx).SetConversationSnoozed(ctx, db.SetConversationSnoozedParams{ID: row.ID, Until: until})
	if err != nil || n == 0 {
		return err
	}
	return messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID)
}

// Look notes that somebody looks at a conversation, or has left it. Screens are told only when somebody came or went.
func Look(ctx context.Context, tx store.Tx, row Row, user uuid.UUID, looking bool, at time.Time) error {
	gone, err := db.New(tx).ForgetViewers(ctx, db.ForgetViewersParams{ConversationID: row.ID, Before: at.Add(-Looks)})
	if err != nil {
		return err
	}
	var came bool
	if looking {
		came, err = db.New(tx).SeeConversation(ctx, db.SeeConversationParams{TenantID: tx.Tenant, ConversationID: row.ID, UserID: user, At: at})
	} else {
		var left int64
		left, err = db.New(tx).LeaveConversation(ctx, db.LeaveConversationParams{ConversationID: row.ID, UserID: user})
		gone += left
	}
	if err != nil || !came && gone == 0 {
		return err
	}
	return messages.EmitConversation(ctx, tx, row.ID, row.ContactID, row.CompanyID)
}

// Viewers lists who looks at a conversation, without one of them.
func Viewers(ctx context.Context, tx store.Tx, id, without uuid.UUID, at time.Time) ([]store.Ref, error) {
	rows, err := db.New(tx).ViewersOf(ctx, db.ViewersOfParams{ConversationID: id, Without: without, Since: at.Add(-Looks)})
	return list.Of(rows, func(r db.ViewersOfRow) store.Ref { return store.Ref{ID: r.ID, Name: r.Name} }), err
}

// LoadPictures reads the pictures of a message of a conversation.
func LoadPictures(ctx context.Context, tx store.Tx, id, message uuid.UUID) ([]conversation.Picture, error) {
	row, err := db.New(tx).GetMessage(ctx, message)
	if err != nil {
		return nil, err
	}
	if row.ConversationID == nil || *row.ConversationID != id {
		return nil, store.ErrNotFound
	}
	return messages.ReadPictures(row)
}
