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

// User is somebody of the MSP with what is stored sealed or beside the row.
type User struct {
	db.User
	Email     string
	Companies []uuid.UUID // a limited technician's
}

// NewUser says whom to add. PasswordHash is nil for somebody who is invited.
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

// CreateUser adds somebody to the MSP; ErrConflict when the address is taken or a company is not the MSP's.
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

// ListUsers lists everybody by name.
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

func openUser(tx store.Tx, row db.User, companies []uuid.UUID) (User, error) {
	email, err := tx.Open("users", "email_sealed", row.ID, row.EmailSealed)
	if err != nil {
		return User{}, fmt.Errorf("store: %w", err)
	}
	return User{User: row, Email: email, Companies: append([]uuid.UUID{}, companies...)}, nil
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
func OpenTOTPSecret(tx store.Tx, u db.User) (string, error) {
	return tx.Open(totpTable, totpColumn, u.ID, u.TOTPSealed)
}

// ReplaceRecoveryCodes keeps a new set of recovery codes; the former ones are void.
func ReplaceRecoveryCodes(ctx context.Context, tx store.Tx, user uuid.UUID, codes []string) error {
	if err := db.New(tx).DeleteRecoveryCodes(ctx, user); err != nil {
		return err
	}
	for _, code := range codes {
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
