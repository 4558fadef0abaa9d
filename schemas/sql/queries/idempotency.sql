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
UPDATE idempotency_keys SET status = @status, response_sealed = @response_sealed WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL;

-- name: ReleaseIdempotencyKey :exec
DELETE FROM idempotency_keys WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL AND holder = @holder;
