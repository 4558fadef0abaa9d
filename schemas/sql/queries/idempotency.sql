-- name: ClaimIdempotencyKey :one
-- A claim whose process is gone is taken over once nobody holds it any more; the fingerprint must be the same.
INSERT INTO idempotency_keys AS k (tenant_id, actor_id, key_hash, fingerprint, created_at, held_until, holder, reserved_id)
VALUES (@tenant_id, @actor_id, @key_hash, @fingerprint, @at, clock_timestamp() + interval '3 seconds', @holder, @reserved_id)
ON CONFLICT (tenant_id, actor_id, key_hash) DO UPDATE SET created_at = excluded.created_at, held_until = excluded.held_until, holder = excluded.holder,
  reserved_id = coalesce(k.reserved_id, excluded.reserved_id)
WHERE k.status IS NULL AND k.held_until < clock_timestamp() AND k.fingerprint = excluded.fingerprint
RETURNING reserved_id;

-- name: HoldIdempotencyKey :execrows
UPDATE idempotency_keys SET held_until = clock_timestamp() + interval '3 seconds' WHERE actor_id = @actor_id AND key_hash = @key_hash AND holder = @holder AND status IS NULL;

-- name: GetIdempotencyKey :one
SELECT * FROM idempotency_keys WHERE actor_id = @actor_id AND key_hash = @key_hash;

-- name: SettleIdempotencyKey :exec
UPDATE idempotency_keys SET status = @status, response_sealed = @response_sealed, made_sealed = NULL WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL;

-- name: KeepMade :execrows
-- Together with what was made: only the try that holds the key makes anything.
UPDATE idempotency_keys SET made_sealed = @made_sealed WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL AND holder = @holder;

-- name: ReadMade :one
SELECT made_sealed FROM idempotency_keys WHERE actor_id = @actor_id AND key_hash = @key_hash FOR UPDATE;

-- name: LetGoOfIdempotencyKey :exec
-- The next request takes over: what this one made, if anything, it finds.
UPDATE idempotency_keys SET held_until = clock_timestamp() WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL AND holder = @holder;

-- name: ForgetIdempotencyKey :exec
DELETE FROM idempotency_keys WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL AND holder = @holder AND made_sealed IS NULL;
