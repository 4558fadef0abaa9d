-- name: InsertAPIKey :exec
INSERT INTO api_keys (tenant_id, id, name, prefix, secret_hash, scopes, user_id, created_at, expires_at, created_by) VALUES (@tenant_id, @id, @name, @prefix, @secret_hash, @scopes, @user_id, @at, @expires_at, @created_by);

-- name: ListAPIKeys :many
SELECT sqlc.embed(k), u.name AS user_name, o.name AS owner_name, coalesce(k.created_by IS NOT NULL AND o.status IS DISTINCT FROM 'active', false)::boolean AS owner_gone
FROM api_keys k LEFT JOIN users u ON u.tenant_id = k.tenant_id AND u.id = k.user_id LEFT JOIN users o ON o.tenant_id = k.tenant_id AND o.id = k.created_by ORDER BY k.created_at DESC, k.id DESC;

-- name: GetAPIKey :one
SELECT * FROM api_keys WHERE id = @id;

-- name: RevokeAPIKey :execrows
UPDATE api_keys SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL;

-- name: ReplaceAPIKeySecret :exec
UPDATE api_keys SET prefix = @prefix, secret_hash = @secret_hash WHERE id = @id;

-- name: UseAPIKey :exec
UPDATE api_keys SET last_used_at = @at WHERE id = @id;
