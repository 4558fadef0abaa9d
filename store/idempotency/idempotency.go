// Package idempotency stores the answers of requests that carry an Idempotency-Key.
package idempotency

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/keys"
	"countersign/store"
	"countersign/store/db"
)

const (
	// Lease is how long the queries hold a key at a time, by the database's clock. A request holds it again every HoldEvery while it works: one whose process is gone
	// keeps its key no longer than this.
	Lease = 3 * time.Second
	// HoldEvery leaves several tries within a lease.
	HoldEvery = Lease / 6
)

// Request is a request that may come twice. Caller is the person or the API key that sent it.
type Request struct {
	Tenant, Caller uuid.UUID
	KeyHash        []byte    // see IdempotencyHash
	Fingerprint    []byte    // of method, path and body, keyed
	Holder         uuid.UUID // of this try
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

// Claim takes a key for a request, or says what became of the first one. creates is the id of what the request makes: one that takes over from a process that is
// gone makes what that one began to make, or finds it.
func Claim(ctx context.Context, s *store.Store, r Request, now time.Time) (state State, creates Creation, answer Answer, err error) {
	err = s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx store.Tx) error {
		reserve := store.NewID()
		reserved, err := db.New(tx).ClaimIdempotencyKey(ctx, db.ClaimIdempotencyKeyParams{
			TenantID: r.Tenant, ActorID: r.Caller, KeyHash: r.KeyHash, Fingerprint: r.Fingerprint, At: now, Holder: &r.Holder, ReservedID: &reserve,
		})
		if err == nil {
			state, creates = Claimed, Creation{ID: *reserved, TakenOver: *reserved != reserve}
			return nil
		}
		if !errors.Is(err, store.ErrNotFound) {
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
	return state, creates, answer, err
}

// Creation is what a request makes.
type Creation struct {
	ID        uuid.UUID
	TakenOver bool // a process that is gone may have made it
}

// Hold holds a key for another lease; false when it is not held by this try any more.
func Hold(ctx context.Context, s *store.Store, r Request) (held bool, err error) {
	err = s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx store.Tx) error {
		rows, err := db.New(tx).HoldIdempotencyKey(ctx, db.HoldIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Holder: &r.Holder})
		held = rows == 1
		return err
	})
	return held, err
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
		return db.New(tx).ReleaseIdempotencyKey(ctx, db.ReleaseIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Holder: &r.Holder})
	})
}

func (r Request) where() keys.Where {
	return keys.Where{Table: "idempotency_keys", Column: "response_sealed", Tenant: r.Tenant.String(), Row: r.Caller.String() + "|" + hex.EncodeToString(r.KeyHash)}
}
