package messages

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/store"
	"countersign/store/db"
)

// AwaitedNumber is an open verification that waits for the number its person was told.
type AwaitedNumber struct {
	Verification uuid.UUID
	Contact      uuid.UUID
	RunID        string
	KeyID        string
	Send         int // the newest; the number belongs to it
}

// findAwaitedNumber finds the verification whose number the holder of a mobile number may write back. Of several people who share the number none is chosen: they enter it on the page.
func findAwaitedNumber(ctx context.Context, tx store.Tx, valueIndex []byte, at time.Time) (awaited AwaitedNumber, found bool, err error) {
	rows, err := db.New(tx).AwaitingNumber(ctx, db.AwaitingNumberParams{Channel: string(channel.SMSMatch), At: at, ValueIndex: valueIndex})
	if err != nil || len(rows) != 1 {
		return AwaitedNumber{}, false, err
	}
	v := rows[0].Verification
	return AwaitedNumber{Verification: v.ID, Contact: v.ContactID, RunID: store.Text(v.RunID), KeyID: v.KeyID, Send: int(rows[0].Send)}, true, nil
}
