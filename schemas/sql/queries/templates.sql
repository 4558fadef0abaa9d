-- name: NewestTemplates :many
SELECT DISTINCT ON (kind) * FROM templates ORDER BY kind, version DESC;

-- name: NewestTemplate :one
SELECT * FROM templates WHERE kind = @kind ORDER BY version DESC LIMIT 1;

-- name: InsertTemplate :one
INSERT INTO templates (tenant_id, kind, version, body, created_by) VALUES (@tenant_id, @kind, @version, @body, @created_by) RETURNING *;
