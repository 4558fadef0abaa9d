-- name: InsertNotice :exec
INSERT INTO notices (tenant_id, id, user_id, kind, body_sealed, created_at) VALUES (@tenant_id, @id, @user_id, @kind, @body_sealed, @at);

-- name: LockNotice :one
SELECT * FROM notices WHERE id = @id FOR UPDATE;

-- name: HandNotice :exec
UPDATE notices SET handed_at = @at WHERE id = @id;

-- name: ReleaseNotice :exec
UPDATE notices SET handed_at = NULL WHERE id = @id AND status = 'claimed';

-- name: SettleNotice :exec
UPDATE notices SET status = @status, body_sealed = NULL WHERE id = @id;
