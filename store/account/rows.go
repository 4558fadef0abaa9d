package account

import (
	"context"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// UserRow is a row as the database has it.
type UserRow = db.User

// APIKey is a row as the database has it.
type APIKey = db.APIKey

// OtherSessions are the parameters of a statement.
type OtherSessions = db.DeleteOtherSessionsOfUserParams

// Revocation are the parameters of a statement.
type Revocation = db.RevokeAPIKeyParams

// SignIn are the parameters of a statement.
type SignIn = db.SeeUserParams

// NewPassword are the parameters of a statement.
type NewPassword = db.SetUserPasswordParams

// SpentSession are the parameters of a statement.
type SpentSession = db.SpendSessionParams

// TOTPStep are the parameters of a statement.
type TOTPStep = db.SpendTOTPStepParams

// OwnUserChange are the parameters of a statement.
type OwnUserChange = db.UpdateOwnUserParams

// UserChange are the parameters of a statement.
type UserChange = db.UpdateUserParams

// CompleteSession makes a session that waited for its second step a full one.
func CompleteSession(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	return db.New(tx).OpenSessionFully(ctx, id)
}

// ConfirmTOTP confirms the authenticator of a user.
func ConfirmTOTP(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	return db.New(tx).ConfirmUserTOTP(ctx, id)
}

// CountSessionTry counts a try at the second step of a sign-in.
func CountSessionTry(ctx context.Context, tx store.Tx, id uuid.UUID) (int32, error) {
	return db.New(tx).CountSessionTry(ctx, id)
}

// DeleteOtherSessions ends the sessions of a user but one.
func DeleteOtherSessions(ctx context.Context, tx store.Tx, arg OtherSessions) error {
	return db.New(tx).DeleteOtherSessionsOfUser(ctx, arg)
}

// DeletePasswordTokens voids the one-time tokens of a user.
func DeletePasswordTokens(ctx context.Context, tx store.Tx, userID uuid.UUID) error {
	return db.New(tx).DeletePasswordTokensOfUser(ctx, userID)
}

// DeleteRecoveryCodes voids the recovery codes of a user.
func DeleteRecoveryCodes(ctx context.Context, tx store.Tx, userID uuid.UUID) error {
	return db.New(tx).DeleteRecoveryCodes(ctx, userID)
}

// DeleteSession ends a session.
func DeleteSession(ctx context.Context, tx store.Tx, id uuid.UUID) (int64, error) {
	return db.New(tx).DeleteSession(ctx, id)
}

// DeleteSessionFamily ends the refresh tokens and bearers of one pod.
func DeleteSessionFamily(ctx context.Context, tx store.Tx, familyID *uuid.UUID) error {
	return db.New(tx).DeleteSessionFamily(ctx, familyID)
}

// DeleteSessions ends the sessions of a user.
func DeleteSessions(ctx context.Context, tx store.Tx, userID uuid.UUID) error {
	return db.New(tx).DeleteSessionsOfUser(ctx, userID)
}

// DeleteTOTP removes the authenticator of a user.
func DeleteTOTP(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	return db.New(tx).ForgetUserTOTP(ctx, id)
}

// GetAPIKey reads an API key.
func GetAPIKey(ctx context.Context, tx store.Tx, id uuid.UUID) (APIKey, error) {
	return db.New(tx).GetAPIKey(ctx, id)
}

// GetUserRow reads the row of a user.
func GetUserRow(ctx context.Context, tx store.Tx, id uuid.UUID) (UserRow, error) {
	return db.New(tx).GetUser(ctx, id)
}

// ListAPIKeys lists the API keys by name.
func ListAPIKeys(ctx context.Context, tx store.Tx) ([]db.ListAPIKeysRow, error) {
	return db.New(tx).ListAPIKeys(ctx)
}

// LockActiveAdmins locks the active Admins, so that one of them stays.
func LockActiveAdmins(ctx context.Context, tx store.Tx) ([]uuid.UUID, error) {
	return db.New(tx).LockActiveAdmins(ctx)
}

// LockUser reads a user and locks the row until the transaction ends.
func LockUser(ctx context.Context, tx store.Tx, id uuid.UUID) (UserRow, error) {
	return db.New(tx).LockUser(ctx, id)
}

// MarkSignIn records when a user signed in.
func MarkSignIn(ctx context.Context, tx store.Tx, arg SignIn) error {
	return db.New(tx).SeeUser(ctx, arg)
}

// RevokeAPIKey revokes an API key.
func RevokeAPIKey(ctx context.Context, tx store.Tx, arg Revocation) (int64, error) {
	return db.New(tx).RevokeAPIKey(ctx, arg)
}

// SetPassword replaces the password hash of a user.
func SetPassword(ctx context.Context, tx store.Tx, arg NewPassword) error {
	return db.New(tx).SetUserPassword(ctx, arg)
}

// SpendSession spends a one-time session token.
func SpendSession(ctx context.Context, tx store.Tx, arg SpentSession) (int64, error) {
	return db.New(tx).SpendSession(ctx, arg)
}

// SpendTOTPStep spends a time step of an authenticator, so that a code is good once.
func SpendTOTPStep(ctx context.Context, tx store.Tx, arg TOTPStep) (int64, error) {
	return db.New(tx).SpendTOTPStep(ctx, arg)
}

// UpdateOwnUser changes what users may change about themselves.
func UpdateOwnUser(ctx context.Context, tx store.Tx, arg OwnUserChange) error {
	return db.New(tx).UpdateOwnUser(ctx, arg)
}

// UpdateUser changes a user.
func UpdateUser(ctx context.Context, tx store.Tx, arg UserChange) error {
	return db.New(tx).UpdateUser(ctx, arg)
}
