package messages

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// EmitOwner tells the screens that show a message.
func EmitOwner(ctx context.Context, tx store.Tx, row db.Message) error {
	switch {
	case row.TechnicianVerificationID != nil:
		return EmitTechnicianVerification(ctx, tx, *row.TechnicianVerificationID)
	case row.ConversationID != nil:
		owner, err := db.New(tx).ResourceConversation(ctx, *row.ConversationID)
		if err != nil {
			return err
		}
		return EmitConversation(ctx, tx, owner.ID, owner.ContactID, owner.CompanyID)
	}
	return nil
}

// EmitConversation tells screens that a conversation changed.
func EmitConversation(ctx context.Context, tx store.Tx, id uuid.UUID, contact, company *uuid.UUID) error {
	return tx.Emit(ctx, store.Event{Kind: store.EventConversation, Subject: id, Contact: contact, Company: company})
}

// EmitTechnicianVerification tells the screens of every company that the technician verification may concern.
func EmitTechnicianVerification(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	companies, err := db.New(tx).CompaniesOfTechnicianVerification(ctx, id)
	for _, company := range companies {
		err = errors.Join(err, tx.Emit(ctx, store.Event{Kind: store.EventTechnicianVerification, Subject: id, Company: &company}))
	}
	return err
}
