package store

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// APIKeyCaller is who calls with an API key.
type APIKeyCaller struct {
	TenantID   uuid.UUID
	ID         uuid.UUID
	Name       string
	Scopes     []string
	LastUsedAt *time.Time
	UserID     *uuid.UUID // the person it acts as; nil: it speaks as "API key NAME"
	UserName   *string
	Role       *string
	Limited    bool // sees CompanyIDs only
	CompanyIDs []uuid.UUID
}

// APIKey finds a key by the SHA-256 of its secret. A revoked key, or one whose person is not active, is ErrNotFound.
func (s *Store) APIKey(ctx context.Context, secretHash []byte) (APIKeyCaller, error) {
	return One[APIKeyCaller](ctx, s, `SELECT * FROM door.api_key($1)`, secretHash)
}

// LoginUser is a person who wants to sign in.
type LoginUser struct {
	TenantID      uuid.UUID
	TenantSlug    string
	TenantName    string
	ID            uuid.UUID
	Name          string
	Role          string
	Status        string
	PasswordHash  *string
	UseMFA        bool
	AllowUI       bool
	TOTPConfirmed bool
}

// UsersByEmail lists the people of one address (see EmailIndex), one an MSP, by the MSP's slug.
func (s *Store) UsersByEmail(ctx context.Context, emailIndex []byte) ([]LoginUser, error) {
	return All[LoginUser](ctx, s, `SELECT * FROM door.users_by_email($1)`, emailIndex)
}

// PasswordToken is what a one-time token opens.
type PasswordToken struct {
	TenantID   uuid.UUID
	TenantSlug string
	TenantName string
	UserID     uuid.UUID
	Purpose    string // invitation | reset | setup
	ExpiresAt  time.Time
}

// PasswordToken finds a one-time token by its SHA-256; an expired one is ErrNotFound.
func (s *Store) PasswordToken(ctx context.Context, tokenHash []byte) (PasswordToken, error) {
	return One[PasswordToken](ctx, s, `SELECT * FROM door.password_token($1)`, tokenHash)
}

// Link is the send that a link belongs to.
type Link struct {
	TenantID       uuid.UUID
	VerificationID uuid.UUID
	Number         int32
	ContactID      uuid.UUID
	RunID          *string
	Status         string // of the verification
	Newest         int32  // number of its newest send; a link of an older one is void
	ExpiresAt      time.Time
}

// Link finds a send by otp.LinkHash of its token.
func (s *Store) Link(ctx context.Context, linkHash []byte) (Link, error) {
	return One[Link](ctx, s, `SELECT * FROM door.link($1)`, linkHash)
}

// TenantOfIntegration tells whose webhook of a kind (twilio, sendgrid) this is.
func (s *Store) TenantOfIntegration(ctx context.Context, kind string, id uuid.UUID) (tenant uuid.UUID, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id FROM door.integration($1, $2)`, id, kind).Scan(&tenant)
	return tenant, err
}

// TenantRef names an MSP.
type TenantRef struct {
	TenantID uuid.UUID
	Slug     string
	Name     string
}

// Tenants lists every MSP, for chores that go from one to the next.
func (s *Store) Tenants(ctx context.Context) ([]TenantRef, error) {
	return All[TenantRef](ctx, s, `SELECT * FROM door.tenants()`)
}

// TenantOfVerification tells whose verification an id names.
func (s *Store) TenantOfVerification(ctx context.Context, id uuid.UUID) (tenant uuid.UUID, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id FROM door.verification_tenant($1)`, id).Scan(&tenant)
	return tenant, err
}

// Operator is a platform account outside all tenants.
type Operator struct {
	ID           uuid.UUID
	Name         string
	PasswordHash string
}

// OperatorByName finds the account an operator signs in to.
func (s *Store) OperatorByName(ctx context.Context, name string) (Operator, error) {
	return One[Operator](ctx, s, `SELECT * FROM door.operator_by_name($1)`, name)
}

// OpenOperatorSession keeps the SHA-256 of an operator's token.
func (s *Store) OpenOperatorSession(ctx context.Context, operator uuid.UUID, tokenHash []byte, until time.Time) error {
	_, err := s.Exec(ctx, `SELECT door.open_operator_session($1, $2, $3)`, operator, tokenHash, until)
	return err
}

// OperatorSession tells which operator holds a token.
func (s *Store) OperatorSession(ctx context.Context, tokenHash []byte) (id uuid.UUID, name string, err error) {
	err = s.QueryRow(ctx, `SELECT id, name FROM door.operator_session($1)`, tokenHash).Scan(&id, &name)
	return id, name, err
}

// AuditOperator writes down what an operator did; details are a JSON object without PII.
func (s *Store) AuditOperator(ctx context.Context, operator, action string, details []byte) error {
	_, err := s.Exec(ctx, `SELECT door.audit_operator($1, $2, $3, $4)`, NewID(), operator, action, details)
	return err
}

// EmailIndex is what a person of an MSP is found by at sign-in, before the tenant is known. The address is compared without case.
func (s *Store) EmailIndex(email string) []byte {
	return s.ring.Index("user-email", "", normalEmail(email))
}
