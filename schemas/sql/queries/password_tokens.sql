-- name: InsertPasswordToken :exec
INSERT INTO password_tokens (tenant_id, token_hash, user_id, purpose, expires_at) VALUES (@tenant_id, @token_hash, @user_id, @purpose, @expires_at);

-- name: SpendPasswordToken :one
DELETE FROM password_tokens WHERE token_hash = @token_hash AND expires_at > @at RETURNING user_id, purpose;

-- name: DeletePasswordTokensOfUser :exec
DELETE FROM password_tokens WHERE user_id = @user_id;
