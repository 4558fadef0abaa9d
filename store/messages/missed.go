package messages

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/list"
	"countersign/core/message"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/integrations"
)

// OurNumber is a number of an MSP at a carrier. What was sent to it since ReadUntil may have missed us.
type OurNumber struct {
	TenantID  uuid.UUID
	Number    string    // E.164
	OursSince time.Time // what came before may be another MSP's
	ReadUntil time.Time
}

// TakeNumbers takes numbers of all MSPs whose list at the carrier is due. Until next nobody else gets them.
func TakeNumbers(ctx context.Context, s *store.Store, at, next time.Time, atMost int) ([]OurNumber, error) {
	return store.All[OurNumber](ctx, s, `SELECT * FROM door.take_numbers($1, $2, $3)`, at, next, atMost)
}

// NumberRead notes that the list of a number was read as it was at a time, and that what it held is kept.
func NumberRead(ctx context.Context, s *store.Store, number OurNumber, at time.Time) error {
	_, err := s.Exec(ctx, `SELECT door.number_read($1, $2, $3)`, number.TenantID, number.Number, at)
	return err
}

// CarrierOfTexts is where an MSP's texts are held: at its own account, or at the platform's (account is uuid.Nil). integration is the row at which that account calls.
func CarrierOfTexts(ctx context.Context, s *store.Store, tenant uuid.UUID) (integration, account uuid.UUID, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		own, err := integrations.OwnAccount(ctx, tx, integrations.ProviderOf(channel.SMS))
		if err == nil {
			integration, account = own.ID, own.ID
			return nil
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		platform, err := integrations.ListProviders(ctx, tx)
		integration = platform.Twilio
		return err
	})
	return integration, account, err
}

// Missing are those of a carrier's texts that are not kept yet, in their order.
func Missing(ctx context.Context, s *store.Store, tenant uuid.UUID, held []message.Inbound) (missing []message.Inbound, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		ids := list.Of(held, dedupeKey)
		known, err := db.New(tx).KnownMessages(ctx, db.KnownMessagesParams{Transport: string(channel.SMS), ProviderIds: ids})
		kept := map[string]bool{}
		for _, id := range known {
			kept[store.Text(id)] = true
		}
		for i, in := range held {
			if !kept[ids[i]] {
				missing = append(missing, in)
			}
		}
		return err
	})
	return missing, err
}
