package people

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/mask"
	"countersign/store"
	"countersign/store/db"
)

// eraseWritten removes what a person wrote to us and was written to them. It comes before their points are erased: those tell which messages are theirs.
func eraseWritten(ctx context.Context, tx store.Tx, contact uuid.UUID, at time.Time) error {
	return errors.Join(
		db.New(tx).EraseMessagesOf(ctx, db.EraseMessagesOfParams{ContactID: &contact, Masked: mask.Hidden}),
		db.New(tx).EraseConsentTextsOf(ctx, contact),
		db.New(tx).EraseConversationsOf(ctx, db.EraseConversationsOfParams{ContactID: &contact, Masked: mask.Hidden, At: &at}),
		db.New(tx).EraseCandidate(ctx, contact),
		db.New(tx).EraseTechnicianVerificationsOf(ctx, db.EraseTechnicianVerificationsOfParams{ContactID: &contact, Masked: mask.Hidden}),
	)
}
