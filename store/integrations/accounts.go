package integrations

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// OwnAccount reads the MSP's own account at a carrier (KindTwilio, KindSendGrid), by which its messages leave, with its credentials. Until the transaction
// ends nobody else changes it. ErrNotFound where they leave by the platform's.
func OwnAccount(ctx context.Context, tx store.Tx, kind string) (PSA, error) {
	id, err := db.New(tx).LockOwnAccount(ctx, kind)
	if err != nil {
		return PSA{}, err
	}
	return GetPSA(ctx, tx, id)
}

// SetOwnAccount has the MSP's messages leave by an account. With its ID it is the one that is there, with other secrets; without, it takes that one's place.
func SetOwnAccount(ctx context.Context, tx store.Tx, account PSA, at time.Time) (id uuid.UUID, err error) {
	if account.ID != uuid.Nil {
		return account.ID, UpdatePSA(ctx, tx, account)
	}
	_, err = RetireOwnAccounts(ctx, tx, account.Kind, false, at)
	if err != nil {
		return uuid.Nil, err
	}
	return create(ctx, tx, account, false)
}

// RetireOwnAccounts has the MSP's messages leave by the platform's account; false when they did already. What an own account has taken is looked for and
// reported there for three more days; with forget its credentials go at once, also those of accounts that were retired before.
func RetireOwnAccounts(ctx context.Context, tx store.Tx, kind string, forget bool, at time.Time) (bool, error) {
	n, err := db.New(tx).RetireOwnAccounts(ctx, db.RetireOwnAccountsParams{Kind: kind, Forget: forget, At: &at})
	return n > 0, err
}

// ErrOtherAccount says that a report speaks of a message that was not handed to the account that sent it.
var ErrOtherAccount = errors.New("store: this message was not handed to the account that reports on it")
