package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
)

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

// FindLink finds a send by otp.LinkHash of its token.
func FindLink(ctx context.Context, s *store.Store, linkHash []byte) (Link, error) {
	return store.One[Link](ctx, s, `SELECT * FROM door.link($1)`, linkHash)
}

// TenantOfVerification tells whose verification an id names.
func TenantOfVerification(ctx context.Context, s *store.Store, id uuid.UUID) (tenant uuid.UUID, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id FROM door.verification_tenant($1)`, id).Scan(&tenant)
	return tenant, err
}
