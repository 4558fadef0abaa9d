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
	"countersign/core/problem"
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
	plain, err := ring.Open(r.where("response_sealed"), sealed)
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
		return db.New(tx).SettleIdempotencyKey(ctx, db.SettleIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Status: &status, ResponseSealed: s.Ring().Seal(r.where("response_sealed"), plain)})
	})
}

// Release gives a key back. Where it is unknown how far the request came, the next one must be the same and finds what this one made.
func Release(ctx context.Context, s *store.Store, r Request, unknown bool) error {
	return s.InTenant(ctx, r.Tenant, func(ctx context.Context, tx store.Tx) error {
		if !unknown {
			if err := db.New(tx).ForgetIdempotencyKey(ctx, db.ForgetIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Holder: &r.Holder}); err != nil {
				return err
			}
		}
		return db.New(tx).LetGoOfIdempotencyKey(ctx, db.LetGoOfIdempotencyKeyParams{ActorID: r.Caller, KeyHash: r.KeyHash, Holder: &r.Holder})
	})
}

// ErrTakenOver is returned to a try that held its key no longer when it made something: nothing of it is kept.
var ErrTakenOver = problem.New(problem.Conflict, "A repetition of this request took over.")

// KeepMade keeps what a request made, sealed, in the transaction that makes it. It is gone once the request is answered.
func KeepMade(ctx context.Context, tx store.Tx, r Request, made any) error {
	plain, err := json.Marshal(made)
	if err != nil {
		return err
	}
	rows, err := db.New(tx).KeepMade(ctx, db.KeepMadeParams{ActorID: r.Caller, KeyHash: r.KeyHash, Holder: &r.Holder, MadeSealed: tx.Ring().Seal(r.where("made_sealed"), plain)})
	if err == nil && rows == 0 {
		err = ErrTakenOver
	}
	return err
}

// ReadMade reads what a process that is gone made for the request; false when it made nothing.
func ReadMade(ctx context.Context, tx store.Tx, r Request, made any) (found bool, err error) {
	sealed, err := db.New(tx).ReadMade(ctx, db.ReadMadeParams{ActorID: r.Caller, KeyHash: r.KeyHash})
	if err != nil || sealed == nil {
		return false, err
	}
	plain, err := tx.Ring().Open(r.where("made_sealed"), sealed)
	if err != nil {
		return false, fmt.Errorf("store: what was made for an idempotency key: %w", err)
	}
	return true, json.Unmarshal(plain, made)
}

func (r Request) where(column string) keys.Where {
	return keys.Where{Table: "idempotency_keys", Column: column, Tenant: r.Tenant.String(), Row: r.Caller.String() + "|" + hex.EncodeToString(r.KeyHash)}
}
