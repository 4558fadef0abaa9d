package inbound

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/message"
	"countersign/store"
	"countersign/store/messages"
)

const (
	// catchUpEvery is how often the carrier's list of a number is read.
	catchUpEvery = 5 * time.Minute
	// catchUpOverlap is how far a reading goes back before the one before: a list may show a message late.
	catchUpOverlap = 15 * time.Minute
	// catchUpLongest is how far one goes back at most.
	catchUpLongest = 48 * time.Hour
	// catchUpNumbers bounds one round, and catchUpTime one number of it; the next round meets what is left over.
	catchUpNumbers, catchUpTime = 50, 20 * time.Second
)

// Missed takes in what carriers received for us while our webhooks could not take it: a carrier repeats a webhook for seconds only.
type Missed struct {
	Store    *store.Store
	Route    func(ctx context.Context, tenant, message uuid.UUID) error
	Receiver func(ctx context.Context, tenant, account uuid.UUID) (message.Receiver, error) // the account uuid.Nil is the platform's
	Now      func() time.Time
}

// TakeIn reads the lists that are due, stores what is not there yet and has it routed, in its order. A number whose list cannot be read holds up no other.
func (m Missed) TakeIn(ctx context.Context) error {
	now := m.Now()
	due, err := messages.TakeNumbers(ctx, m.Store, now, now.Add(catchUpEvery), catchUpNumbers)
	for _, number := range due {
		err = errors.Join(err, m.one(ctx, number, now))
	}
	return err
}

func (m Missed) one(ctx context.Context, number messages.OurNumber, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, catchUpTime)
	defer cancel()
	integration, account, err := messages.CarrierOfTexts(ctx, m.Store, number.TenantID)
	if err != nil {
		return err
	}
	receiver, err := m.Receiver(ctx, number.TenantID, account)
	if err != nil {
		return err
	}
	since := number.ReadUntil.Add(-catchUpOverlap)
	if earliest := now.Add(-catchUpLongest); since.Before(earliest) {
		since = earliest
	}
	if since.Before(number.OursSince) {
		since = number.OursSince
	}
	held, err := receiver.Received(ctx, number.Number, since)
	if err != nil {
		return err
	}
	missing, err := messages.Missing(ctx, m.Store, number.TenantID, held)
	if err != nil {
		return err
	}
	for _, in := range missing {
		if in.At.Before(number.OursSince) {
			continue // of whoever had the number before
		}
		for i := range in.Media {
			in.Media[i].Account = account
		}
		id, fresh, err := messages.Receive(ctx, m.Store, number.TenantID, integration, in, m.Now())
		if err != nil {
			return err
		}
		if fresh {
			_ = m.Route(ctx, number.TenantID, id) // else the sweep of unrouted messages does it
		}
	}
	return messages.NumberRead(ctx, m.Store, number, now)
}
