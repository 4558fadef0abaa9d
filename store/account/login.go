package account

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/keys"
	"countersign/store"
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

// FindAPIKey finds a key by the SHA-256 of its secret. A revoked key, or one whose person is not active, is ErrNotFound.
func FindAPIKey(ctx context.Context, s *store.Store, secretHash []byte) (APIKeyCaller, error) {
	return store.One[APIKeyCaller](ctx, s, `SELECT * FROM door.api_key($1)`, secretHash)
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

// ListLoginUsers lists the people of one address (see EmailIndex), one an MSP, by the MSP's slug.
func ListLoginUsers(ctx context.Context, s *store.Store, emailIndex []byte) ([]LoginUser, error) {
	return store.All[LoginUser](ctx, s, `SELECT * FROM door.users_by_email($1)`, emailIndex)
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

// FindPasswordToken finds a one-time token by its SHA-256; an expired one is ErrNotFound.
func FindPasswordToken(ctx context.Context, s *store.Store, tokenHash []byte) (PasswordToken, error) {
	return store.One[PasswordToken](ctx, s, `SELECT * FROM door.password_token($1)`, tokenHash)
}

// EmailIndex is what a person of an MSP is found by at sign-in, before the tenant is known. The address is compared without case.
func EmailIndex(s *store.Store, email string) []byte {
	return emailIndex(s.Ring(), email)
}

func emailIndex(ring *keys.Ring, email string) []byte {
	return ring.Index("user-email", "", normalEmail(email))
}

// normalEmail is an address as it is compared.
func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
