// Package account stores who may sign in: users, sessions, passwords, API keys and operators.
package account

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/store"
	"countersign/store/db"
)

// UserRow is a row of users.
type UserRow = db.User

// User is a person of the MSP with the address and companies that are not in the row.
type User struct {
	UserRow
	Email     string
	Companies []uuid.UUID // a limited technician's
}

// NewUser says whom to add. PasswordHash is nil for an invited person.
type NewUser struct {
	ID           uuid.UUID
	Name, Email  string
	Role         string // admin | technician
	UseMFA       bool
	AllowUI      bool
	Limited      bool
	Companies    []uuid.UUID
	Status       string // invited | active
	PasswordHash *string
}

// CreateUser adds a person to the MSP; ErrConflict when the address is taken or a company is not the MSP's.
func CreateUser(ctx context.Context, tx store.Tx, p NewUser) error {
	email := normalEmail(p.Email)
	err := db.New(tx).InsertUser(ctx, db.InsertUserParams{
		TenantID: tx.Tenant, ID: p.ID, Name: p.Name, EmailSealed: tx.Seal("users", "email_sealed", p.ID, email), EmailIndex: emailIndex(tx.Ring(), email),
		Role: p.Role, UseMFA: p.UseMFA, AllowUI: p.AllowUI, Limited: p.Limited, Status: p.Status, PasswordHash: p.PasswordHash,
	})
	if err != nil {
		return err
	}
	return SetCompaniesOf(ctx, tx, p.ID, p.Companies)
}

// SetCompaniesOf replaces the companies a limited technician sees.
func SetCompaniesOf(ctx context.Context, tx store.Tx, user uuid.UUID, companies []uuid.UUID) error {
	if err := db.New(tx).DeleteCompaniesOfUser(ctx, user); err != nil {
		return err
	}
	for _, company := range companies {
		if err := db.New(tx).InsertCompanyOfUser(ctx, db.InsertCompanyOfUserParams{TenantID: tx.Tenant, UserID: user, CompanyID: company}); err != nil {
			return err
		}
	}
	return nil
}

// GetUser reads one person.
func GetUser(ctx context.Context, tx store.Tx, id uuid.UUID) (User, error) {
	row, err := db.New(tx).GetUser(ctx, id)
	if err != nil {
		return User{}, err
	}
	companies, err := db.New(tx).ListCompaniesOfUser(ctx, id)
	if err != nil {
		return User{}, err
	}
	return openUser(tx, row, companies)
}

// GetUserRow reads the row of a user.
func GetUserRow(ctx context.Context, tx store.Tx, id uuid.UUID) (UserRow, error) {
	return db.New(tx).GetUser(ctx, id)
}

// LockUser reads a user and locks the row until the transaction ends.
func LockUser(ctx context.Context, tx store.Tx, id uuid.UUID) (UserRow, error) {
	return db.New(tx).LockUser(ctx, id)
}

// LockActiveAdmins locks the active Admins, so that one of them stays.
func LockActiveAdmins(ctx context.Context, tx store.Tx) ([]uuid.UUID, error) {
	return db.New(tx).LockActiveAdmins(ctx)
}

// UpdateUser writes what Admins may change about a user.
func UpdateUser(ctx context.Context, tx store.Tx, u UserRow) error {
	return db.New(tx).UpdateUser(ctx, db.UpdateUserParams{ID: u.ID, Name: u.Name, Role: u.Role, UseMFA: u.UseMFA, AllowUI: u.AllowUI, Limited: u.Limited, Status: u.Status})
}

// UpdateOwnUser writes what users may change about themselves.
func UpdateOwnUser(ctx context.Context, tx store.Tx, u UserRow) error {
	return db.New(tx).UpdateOwnUser(ctx, db.UpdateOwnUserParams{ID: u.ID, Name: u.Name, NotifyEmail: u.NotifyEmail, NotifySMS: u.NotifySMS})
}

// EndSessions ends the sessions of a user and voids the one-time tokens.
func EndSessions(ctx context.Context, tx store.Tx, user uuid.UUID) error {
	if err := db.New(tx).DeleteSessionsOfUser(ctx, user); err != nil {
		return err
	}
	return db.New(tx).DeletePasswordTokensOfUser(ctx, user)
}

// MarkSignIn records when a user signed in.
func MarkSignIn(ctx context.Context, tx store.Tx, user uuid.UUID, at time.Time) error {
	return db.New(tx).SeeUser(ctx, db.SeeUserParams{ID: user, At: &at})
}

// ListUsers lists all users by name.
func ListUsers(ctx context.Context, tx store.Tx) ([]User, error) {
	rows, err := db.New(tx).ListUsers(ctx)
	if err != nil {
		return nil, err
	}
	pairs, err := db.New(tx).ListUserCompanies(ctx)
	if err != nil {
		return nil, err
	}
	companies := map[uuid.UUID][]uuid.UUID{}
	for _, pair := range pairs {
		companies[pair.UserID] = append(companies[pair.UserID], pair.CompanyID)
	}
	people := make([]User, len(rows))
	for i, row := range rows {
		if people[i], err = openUser(tx, row, companies[row.ID]); err != nil {
			return nil, err
		}
	}
	return people, nil
}

func openUser(tx store.Tx, row UserRow, companies []uuid.UUID) (User, error) {
	email, err := tx.Open("users", "email_sealed", row.ID, row.EmailSealed)
	if err != nil {
		return User{}, fmt.Errorf("store: %w", err)
	}
	return User{UserRow: row, Email: email, Companies: append([]uuid.UUID{}, companies...)}, nil
}

// MarkUserSeen notes that a session was used, and by it its person.
func MarkUserSeen(ctx context.Context, s *store.Store, tenant, session, user uuid.UUID, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		if err := db.New(tx).UseSession(ctx, db.UseSessionParams{ID: session, At: at}); err != nil {
			return err
		}
		return db.New(tx).SeeUser(ctx, db.SeeUserParams{ID: user, At: &at})
	})
}

const (
	totpTable, totpColumn = "users", "totp_sealed"
	recoveryPurpose       = "recovery-code"
)

// KeepTOTPSecret keeps the secret of an authenticator that is not confirmed yet.
func KeepTOTPSecret(ctx context.Context, tx store.Tx, user uuid.UUID, secret string) error {
	return db.New(tx).BeginUserTOTP(ctx, db.BeginUserTOTPParams{ID: user, TOTPSealed: tx.Seal(totpTable, totpColumn, user, secret)})
}

// OpenTOTPSecret opens the secret of a person's authenticator.
func OpenTOTPSecret(tx store.Tx, u UserRow) (string, error) {
	return tx.Open(totpTable, totpColumn, u.ID, u.TOTPSealed)
}

// SpendTOTPStep spends a time step of an authenticator, so that a code is good once; spent is false when it was spent before.
func SpendTOTPStep(ctx context.Context, tx store.Tx, user uuid.UUID, step int64) (spent bool, err error) {
	rows, err := db.New(tx).SpendTOTPStep(ctx, db.SpendTOTPStepParams{ID: user, Step: step})
	return rows == 1, err
}

// DeleteTOTP removes the authenticator and recovery codes of a user and ends the sessions.
func DeleteTOTP(ctx context.Context, tx store.Tx, user uuid.UUID) error {
	if err := db.New(tx).ForgetUserTOTP(ctx, user); err != nil {
		return err
	}
	if err := db.New(tx).DeleteRecoveryCodes(ctx, user); err != nil {
		return err
	}
	return db.New(tx).DeleteSessionsOfUser(ctx, user)
}

// ConfirmTOTP confirms the authenticator of a user, keeps a new set of recovery codes, and makes the session that enrolled it a full one.
func ConfirmTOTP(ctx context.Context, tx store.Tx, user, session uuid.UUID, recoveryCodes []string) error {
	if err := db.New(tx).ConfirmUserTOTP(ctx, user); err != nil {
		return err
	}
	if err := db.New(tx).OpenSessionFully(ctx, session); err != nil {
		return err
	}
	if err := db.New(tx).DeleteRecoveryCodes(ctx, user); err != nil {
		return err
	}
	for _, code := range recoveryCodes {
		if err := db.New(tx).InsertRecoveryCode(ctx, db.InsertRecoveryCodeParams{TenantID: tx.Tenant, UserID: user, CodeHash: recoveryHash(tx, user, code)}); err != nil {
			return err
		}
	}
	return nil
}

// SpendRecoveryCode spends a recovery code; false when the person has no such code.
func SpendRecoveryCode(ctx context.Context, tx store.Tx, user uuid.UUID, code string) (bool, error) {
	spent, err := db.New(tx).SpendRecoveryCode(ctx, db.SpendRecoveryCodeParams{UserID: user, CodeHash: recoveryHash(tx, user, code)})
	return spent == 1, err
}

func recoveryHash(tx store.Tx, user uuid.UUID, code string) []byte {
	return tx.Index(recoveryPurpose, user.String()+"|"+code)
}
