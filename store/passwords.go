package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// What a one-time token is for.
const (
	PurposeInvitation = "invitation"
	PurposeReset      = "reset"
	PurposeSetup      = "setup" // the link that `countersign tenant create` prints
)

// OpenPasswordToken makes the one token that is good for a person; former ones are void.
func (tx Tx) OpenPasswordToken(ctx context.Context, user uuid.UUID, purpose string, expiresAt time.Time) (token string, err error) {
	if err := tx.DeletePasswordTokensOfUser(ctx, user); err != nil {
		return "", err
	}
	token = NewToken()
	return token, tx.InsertPasswordToken(ctx, db.InsertPasswordTokenParams{
		TenantID: tx.Tenant, TokenHash: TokenHash(token), UserID: user, Purpose: purpose, ExpiresAt: expiresAt,
	})
}

// UsePasswordToken spends a token: of two requests at the same time one gets it, the other ErrNotFound.
func (tx Tx) UsePasswordToken(ctx context.Context, token string, now time.Time) (user uuid.UUID, purpose string, err error) {
	row, err := tx.SpendPasswordToken(ctx, db.SpendPasswordTokenParams{TokenHash: TokenHash(token), At: now})
	return row.UserID, row.Purpose, err
}
