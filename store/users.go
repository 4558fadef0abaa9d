package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// Person is somebody of the MSP with what is stored sealed or beside the row.
type Person struct {
	db.User
	Email     string
	Companies []uuid.UUID // a limited technician's
}

// NewPerson says whom to add. PasswordHash is nil for somebody who is invited.
type NewPerson struct {
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

// AddPerson adds somebody to the MSP; ErrConflict when the address is taken or a company is not the MSP's.
func (tx Tx) AddPerson(ctx context.Context, p NewPerson) error {
	email := normalEmail(p.Email)
	err := tx.InsertUser(ctx, db.InsertUserParams{
		TenantID: tx.Tenant, ID: p.ID, Name: p.Name, EmailSealed: tx.Seal("users", "email_sealed", p.ID, email), EmailIndex: (&Store{ring: tx.ring}).EmailIndex(email),
		Role: p.Role, UseMFA: p.UseMFA, AllowUI: p.AllowUI, Limited: p.Limited, Status: p.Status, PasswordHash: p.PasswordHash,
	})
	if err != nil {
		return err
	}
	return tx.SetCompaniesOf(ctx, p.ID, p.Companies)
}

// SetCompaniesOf replaces the companies a limited technician sees.
func (tx Tx) SetCompaniesOf(ctx context.Context, user uuid.UUID, companies []uuid.UUID) error {
	if err := tx.DeleteCompaniesOfUser(ctx, user); err != nil {
		return err
	}
	for _, company := range companies {
		if err := tx.InsertCompanyOfUser(ctx, db.InsertCompanyOfUserParams{TenantID: tx.Tenant, UserID: user, CompanyID: company}); err != nil {
			return err
		}
	}
	return nil
}

// Person reads one person.
func (tx Tx) Person(ctx context.Context, id uuid.UUID) (Person, error) {
	row, err := tx.GetUser(ctx, id)
	if err != nil {
		return Person{}, err
	}
	companies, err := tx.ListCompaniesOfUser(ctx, id)
	if err != nil {
		return Person{}, err
	}
	return tx.person(row, companies)
}

// People lists everybody by name.
func (tx Tx) People(ctx context.Context) ([]Person, error) {
	rows, err := tx.ListUsers(ctx)
	if err != nil {
		return nil, err
	}
	pairs, err := tx.ListUserCompanies(ctx)
	if err != nil {
		return nil, err
	}
	companies := map[uuid.UUID][]uuid.UUID{}
	for _, pair := range pairs {
		companies[pair.UserID] = append(companies[pair.UserID], pair.CompanyID)
	}
	people := make([]Person, len(rows))
	for i, row := range rows {
		if people[i], err = tx.person(row, companies[row.ID]); err != nil {
			return nil, err
		}
	}
	return people, nil
}

func (tx Tx) person(row db.User, companies []uuid.UUID) (Person, error) {
	email, err := tx.Open("users", "email_sealed", row.ID, row.EmailSealed)
	if err != nil {
		return Person{}, fmt.Errorf("store: %w", err)
	}
	return Person{User: row, Email: email, Companies: append([]uuid.UUID{}, companies...)}, nil
}

// SawPerson notes that a session was used, and by it its person.
func (s *Store) SawPerson(ctx context.Context, tenant, session, user uuid.UUID, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		if err := tx.UseSession(ctx, db.UseSessionParams{ID: session, At: at}); err != nil {
			return err
		}
		return tx.SeeUser(ctx, db.SeeUserParams{ID: user, At: &at})
	})
}

const (
	totpTable, totpColumn = "users", "totp_sealed"
	recoveryPurpose       = "recovery-code"
)

// KeepTOTPSecret keeps the secret of an authenticator that is not confirmed yet.
func (tx Tx) KeepTOTPSecret(ctx context.Context, user uuid.UUID, secret string) error {
	return tx.BeginUserTOTP(ctx, db.BeginUserTOTPParams{ID: user, TOTPSealed: tx.Seal(totpTable, totpColumn, user, secret)})
}

// TOTPSecret opens the secret of a person's authenticator.
func (tx Tx) TOTPSecret(u db.User) (string, error) {
	return tx.Open(totpTable, totpColumn, u.ID, u.TOTPSealed)
}

// ReplaceRecoveryCodes keeps a new set of recovery codes; the former ones are void.
func (tx Tx) ReplaceRecoveryCodes(ctx context.Context, user uuid.UUID, codes []string) error {
	if err := tx.DeleteRecoveryCodes(ctx, user); err != nil {
		return err
	}
	for _, code := range codes {
		if err := tx.InsertRecoveryCode(ctx, db.InsertRecoveryCodeParams{TenantID: tx.Tenant, UserID: user, CodeHash: tx.recoveryHash(user, code)}); err != nil {
			return err
		}
	}
	return nil
}

// UseRecoveryCode spends a recovery code; false when the person has no such code.
func (tx Tx) UseRecoveryCode(ctx context.Context, user uuid.UUID, code string) (bool, error) {
	spent, err := tx.SpendRecoveryCode(ctx, db.SpendRecoveryCodeParams{UserID: user, CodeHash: tx.recoveryHash(user, code)})
	return spent == 1, err
}

func (tx Tx) recoveryHash(user uuid.UUID, code string) []byte {
	return tx.Index(recoveryPurpose, user.String()+"|"+code)
}
