-- name: InsertAPIKey :exec
INSERT INTO api_keys (tenant_id, id, name, prefix, secret_hash, scopes, user_id, created_at) VALUES (@tenant_id, @id, @name, @prefix, @secret_hash, @scopes, @user_id, @at);

-- name: ListAPIKeys :many
SELECT sqlc.embed(k), u.name AS user_name FROM api_keys k LEFT JOIN users u ON u.tenant_id = k.tenant_id AND u.id = k.user_id ORDER BY k.created_at DESC, k.id DESC;

-- name: GetAPIKey :one
SELECT * FROM api_keys WHERE id = @id;

-- name: RevokeAPIKey :execrows
UPDATE api_keys SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL;

-- name: UseAPIKey :exec
UPDATE api_keys SET last_used_at = @at WHERE id = @id;
