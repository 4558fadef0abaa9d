package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/keys"
	"countersign/store/db"
)

// idempotencyPatience is how long a request may run before another one with its key may take its place.
const idempotencyPatience = time.Minute

// IdempotentRequest is a request that may come twice. Caller is the person or the API key that sent it.
type IdempotentRequest struct {
	Tenant, Caller uuid.UUID
	KeyHash        []byte // see IdempotencyHash
	Fingerprint    []byte // of method, path and body, keyed
}

// IdempotentAnswer is what the first request was answered with.
type IdempotentAnswer struct {
	Status      int    `json:"status"`
	ContentType string `json:"content_type"`
	Body        []byte `json:"body"`
}

// IdempotencyState says what is known about a request's key.
type IdempotencyState int

// The states of a key.
const (
	IdempotencyClaimed  IdempotencyState = iota // it is ours: do the work, then settle or release
	IdempotencyRunning                          // the first request is still at work
	IdempotencyAnswered                         // the answer is known
	IdempotencyMismatch                         // the key was used for another request
)

// IdempotencyHash is the keyed hash that a caller's key is kept as.
func (s *Store) IdempotencyHash(tenant, caller uuid.UUID, key string) []byte {
	return s.ring.Index("idempotency-key", tenant.String(), caller.String()+"|"+key)
}

// IdempotencyFingerprint is keyed: a body may be six digits, and a plain hash of those is no secret.
func (s *Store) IdempotencyFingerprint(tenant uuid.UUID, method, path string, body []byte) []byte {
	return s.ring.Index("idempotency-fingerprint", tenant.String(), method+" "+path+"\n"+string(body))
}

// ClaimIdempotency takes a key for a request, or says what became of the first one.
func (s *Store) ClaimIdempotency(ctx context.Context, r IdempotentRequest, now time.Time) (state IdempotencyState, answer IdempotentAnswer, err error) {
	err = s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx Tx) error {
		claimed, err := tx.ClaimIdempotencyKey(ctx, db.ClaimIdempotencyKeyParams{
			TenantID: r.Tenant, ActorID: r.Caller, KeyHash: r.KeyHash, Fingerprint: r.Fingerprint, At: now, StaleBefore: now.Add(-idempotencyPatience),
		})
		if err != nil || claimed == 1 {
			state = IdempotencyClaimed
			return err
		}
		row, err := tx.GetIdempotencyKey(ctx, db.GetIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash})
		if err != nil {
			return err
		}
		switch {
		case string(row.Fingerprint) != string(r.Fingerprint):
			state = IdempotencyMismatch
		case row.Status == nil:
			state = IdempotencyRunning
		default:
			state = IdempotencyAnswered
			return openAnswer(s.ring, r, row.ResponseSealed, &answer)
		}
		return nil
	})
	return state, answer, err
}

func openAnswer(ring *keys.Ring, r IdempotentRequest, sealed []byte, answer *IdempotentAnswer) error {
	plain, err := ring.Open(r.where(), sealed)
	if err != nil {
		return fmt.Errorf("store: the answer kept for an idempotency key: %w", err)
	}
	return json.Unmarshal(plain, answer)
}

// SettleIdempotency keeps the answer, sealed: it may hold a secret that is shown once.
func (s *Store) SettleIdempotency(ctx context.Context, r IdempotentRequest, answer IdempotentAnswer) error {
	plain, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	status := int32(answer.Status)
	return s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx Tx) error {
		return tx.SettleIdempotencyKey(ctx, db.SettleIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Status: &status, ResponseSealed: s.ring.Seal(r.where(), plain)})
	})
}

// ReleaseIdempotency gives a key back: nothing was done that a repetition would do twice.
func (s *Store) ReleaseIdempotency(ctx context.Context, r IdempotentRequest) error {
	return s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx Tx) error {
		return tx.ReleaseIdempotencyKey(ctx, db.ReleaseIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash})
	})
}

func (r IdempotentRequest) where() keys.Where {
	return keys.Where{Table: "idempotency_keys", Column: "response_sealed", Tenant: r.Tenant.String(), Row: r.Caller.String() + "|" + hex.EncodeToString(r.KeyHash)}
}
