package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/mask"
	"countersign/store/db"
)

// eraseWritten removes what a person wrote to us and was written to them. It comes before their points are erased: those tell which messages are theirs.
func (tx Tx) eraseWritten(ctx context.Context, contact uuid.UUID, at time.Time) error {
	return errors.Join(
		tx.EraseMessagesOf(ctx, db.EraseMessagesOfParams{ContactID: &contact, Masked: mask.Hidden}),
		tx.EraseConsentTextsOf(ctx, contact),
		tx.EraseConversationsOf(ctx, db.EraseConversationsOfParams{ContactID: &contact, Masked: mask.Hidden, At: &at}),
		tx.EraseCandidate(ctx, contact),
		tx.EraseTechnicianVerificationsOf(ctx, db.EraseTechnicianVerificationsOfParams{ContactID: &contact, Masked: mask.Hidden}),
	)
}

// forgetWritten removes what was written before the MSP's retention time. A conversation that is open is kept whole.
func (tx Tx) forgetWritten(ctx context.Context, before time.Time) error {
	return errors.Join(
		tx.ForgetMessages(ctx, db.ForgetMessagesParams{Before: before, Masked: mask.Hidden}),
		tx.ForgetConversations(ctx, db.ForgetConversationsParams{Before: &before, Masked: mask.Hidden}),
		tx.ForgetTechnicianVerifications(ctx, db.ForgetTechnicianVerificationsParams{Before: &before, Masked: mask.Hidden}),
		tx.ForgetConsentTexts(ctx, before),
		tx.ForgetTicketWrites(ctx, before),
	)
}
