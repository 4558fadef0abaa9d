package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// The purposes of a one-time token.
const (
	PurposeInvitation = "invitation"
	PurposeReset      = "reset"
	PurposeSetup      = "setup" // the link that `countersign tenant create` prints
)

// CreatePasswordToken makes the one token that is good for a person; former ones are void.
func CreatePasswordToken(ctx context.Context, tx store.Tx, user uuid.UUID, purpose string, expiresAt time.Time) (token string, err error) {
	if err := db.New(tx).DeletePasswordTokensOfUser(ctx, user); err != nil {
		return "", err
	}
	return AddPasswordToken(ctx, tx, user, purpose, expiresAt)
}

// AddPasswordToken makes a token beside those that are good for a person: where a stranger may ask for one, it must not void what the person was mailed.
func AddPasswordToken(ctx context.Context, tx store.Tx, user uuid.UUID, purpose string, expiresAt time.Time) (token string, err error) {
	token = store.NewToken()
	return token, db.New(tx).InsertPasswordToken(ctx, db.InsertPasswordTokenParams{
		TenantID: tx.Tenant, TokenHash: store.TokenHash(token), UserID: user, Purpose: purpose, ExpiresAt: expiresAt,
	})
}

// SpendPasswordToken spends a token: of two requests at the same time one gets it, the other ErrNotFound.
func SpendPasswordToken(ctx context.Context, tx store.Tx, token string, now time.Time) (user uuid.UUID, purpose string, err error) {
	row, err := db.New(tx).SpendPasswordToken(ctx, db.SpendPasswordTokenParams{TokenHash: store.TokenHash(token), At: now})
	return row.UserID, row.Purpose, err
}

// SetPassword replaces the password, name and status of a user, voids the one-time tokens and ends every session but one; uuid.Nil keeps none.
func SetPassword(ctx context.Context, tx store.Tx, user User, hash string, keptSession uuid.UUID) error {
	if err := db.New(tx).SetUserPassword(ctx, db.SetUserPasswordParams{ID: user.ID, PasswordHash: &hash, Name: user.Name, Status: user.Status}); err != nil {
		return err
	}
	if err := db.New(tx).DeletePasswordTokensOfUser(ctx, user.ID); err != nil {
		return err
	}
	return db.New(tx).DeleteOtherSessionsOfUser(ctx, db.DeleteOtherSessionsOfUserParams{UserID: user.ID, Kept: keptSession})
}
