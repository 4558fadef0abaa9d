-- name: ClaimIdempotencyKey :execrows
-- A claim whose request never finished is taken over once it is old; the fingerprint must be the same.
INSERT INTO idempotency_keys AS k (tenant_id, actor_id, key_hash, fingerprint, created_at) VALUES (@tenant_id, @actor_id, @key_hash, @fingerprint, @at)
ON CONFLICT (tenant_id, actor_id, key_hash) DO UPDATE SET created_at = excluded.created_at
WHERE k.status IS NULL AND k.created_at < @stale_before AND k.fingerprint = excluded.fingerprint;

-- name: GetIdempotencyKey :one
SELECT * FROM idempotency_keys WHERE actor_id = @actor_id AND key_hash = @key_hash;

-- name: SettleIdempotencyKey :exec
UPDATE idempotency_keys SET status = @status, response_sealed = @response_sealed WHERE actor_id = @actor_id AND key_hash = @key_hash;

-- name: ReleaseIdempotencyKey :exec
DELETE FROM idempotency_keys WHERE actor_id = @actor_id AND key_hash = @key_hash AND status IS NULL;
