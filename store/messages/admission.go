package messages

import (
	"context"

	"github.com/google/uuid"

	"countersign/core/admission"
	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/phone"
	"countersign/core/price"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/sendlimit"
	"countersign/store/settings"
)

// admit counts a message that nobody has counted when it was written: an acknowledgement, the end of a request, whatever is added later. refused says why it may
// not leave; count stores the counts.
func admit(ctx context.Context, tx store.Tx, row db.Message, out message.Outbound, h message.Handover) (count func(context.Context, store.Tx) error, refused *problem.Error, err error) {
	company, err := db.New(tx).CompanyOfMessage(ctx, row.ID)
	if err != nil {
		return nil, nil, err
	}
	rules, err := settings.PolicyFor(ctx, tx, company)
	if err != nil {
		return nil, nil, err
	}
	send := admission.Send{Allowed: rules.Policy.Countries, At: h.HandedAt}
	if out.Transport != channel.Email {
		country := phone.CountryOf(out.To)
		send.Countries, send.Cents = []string{country}, price.Message(out.Text, country)
	}
	return sendlimit.Admit(ctx, tx, sendlimit.Send{Index: row.TheirIndex, Send: send})
}

// handOver marks a message as handed over and stores what it counts.
func handOver(ctx context.Context, tx store.Tx, id uuid.UUID, h message.Handover, count func(context.Context, store.Tx) error) error {
	return tx.Batch(ctx, func(tx store.Tx) error {
		if count != nil {
			if err := count(ctx, tx); err != nil {
				return err
			}
		}
		return db.New(tx).HandMessage(ctx, db.HandMessageParams{ID: id, At: &h.HandedAt, AccountID: store.Nullable(h.Account)})
	})
}
