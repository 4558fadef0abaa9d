// Package idempotency stores the answers of requests that carry an Idempotency-Key.
package idempotency

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/keys"
	"countersign/store"
	"countersign/store/db"
)

// idempotencyPatience is how long a request may run before another one with its key may take its place.
const idempotencyPatience = time.Minute

// Request is a request that may come twice. Caller is the person or the API key that sent it.
type Request struct {
	Tenant, Caller uuid.UUID
	KeyHash        []byte // see IdempotencyHash
	Fingerprint    []byte // of method, path and body, keyed
}

// Answer is what the first request was answered with.
type Answer struct {
	Status      int    `json:"status"`
	ContentType string `json:"content_type"`
	Body        []byte `json:"body"`
}

// State says what is known about a request's key.
type State int

// The states of a key.
const (
	Claimed  State = iota // it is ours: do the work, then settle or release
	Running               // the first request is still at work
	Answered              // the answer is known
	Mismatch              // the key was used for another request
)

// KeyHash is the keyed hash that a caller's key is kept as.
func KeyHash(s *store.Store, tenant, caller uuid.UUID, key string) []byte {
	return s.Ring().Index("idempotency-key", tenant.String(), caller.String()+"|"+key)
}

// Fingerprint is keyed: a body may be six digits, and a plain hash of those is no secret.
func Fingerprint(s *store.Store, tenant uuid.UUID, method, path string, body []byte) []byte {
	return s.Ring().Index("idempotency-fingerprint", tenant.String(), method+" "+path+"\n"+string(body))
}

// Claim takes a key for a request, or says what became of the first one.
func Claim(ctx context.Context, s *store.Store, r Request, now time.Time) (state State, answer Answer, err error) {
	err = s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx store.Tx) error {
		claimed, err := db.New(tx).ClaimIdempotencyKey(ctx, db.ClaimIdempotencyKeyParams{
			TenantID: r.Tenant, ActorID: r.Caller, KeyHash: r.KeyHash, Fingerprint: r.Fingerprint, At: now, StaleBefore: now.Add(-idempotencyPatience),
		})
		if err != nil || claimed == 1 {
			state = Claimed
			return err
		}
		row, err := db.New(tx).GetIdempotencyKey(ctx, db.GetIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash})
		if err != nil {
			return err
		}
		switch {
		case string(row.Fingerprint) != string(r.Fingerprint):
			state = Mismatch
		case row.Status == nil:
			state = Running
		default:
			state = Answered
			return openAnswer(s.Ring(), r, row.ResponseSealed, &answer)
		}
		return nil
	})
	return state, answer, err
}

func openAnswer(ring *keys.Ring, r Request, sealed []byte, answer *Answer) error {
	plain, err := ring.Open(r.where(), sealed)
	if err != nil {
		return fmt.Errorf("store: the answer kept for an idempotency key: %w", err)
	}
	return json.Unmarshal(plain, answer)
}

// Settle keeps the answer, sealed: it may hold a secret that is shown once.
func Settle(ctx context.Context, s *store.Store, r Request, answer Answer) error {
	plain, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	status := int32(answer.Status)
	return s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).SettleIdempotencyKey(ctx, db.SettleIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Status: &status, ResponseSealed: s.Ring().Seal(r.where(), plain)})
	})
}

// Release gives a key back: nothing was done that a repetition would do twice.
func Release(ctx context.Context, s *store.Store, r Request) error {
	return s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).ReleaseIdempotencyKey(ctx, db.ReleaseIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash})
	})
}

func (r Request) where() keys.Where {
	return keys.Where{Table: "idempotency_keys", Column: "response_sealed", Tenant: r.Tenant.String(), Row: r.Caller.String() + "|" + hex.EncodeToString(r.KeyHash)}
}
