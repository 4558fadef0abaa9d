package messages

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/list"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
)

// lateDenial is how long after its end a verification may still be denied by an answer to its message.
const lateDenial = 24 * time.Hour

// ToldVerification is a verification of which a message went to the sender.
type ToldVerification struct {
	ID      uuid.UUID
	Contact uuid.UUID
	RunID   string
	Closed  bool
}

// findToldVerifications lists what an answer of the holder of a number or address may deny, the newest first. All people who share it are meant.
func findToldVerifications(ctx context.Context, tx store.Tx, valueIndex []byte, at time.Time) ([]ToldVerification, error) {
	since := at.Add(-lateDenial)
	rows, err := db.New(tx).VerificationsTold(ctx, db.VerificationsToldParams{ValueIndex: valueIndex, EndedSince: &since})
	return list.Of(rows, func(v db.Verification) ToldVerification {
		return ToldVerification{ID: v.ID, Contact: v.ContactID, RunID: store.Text(v.RunID), Closed: verification.Status(v.Status).Closed()}
	}), err
}
