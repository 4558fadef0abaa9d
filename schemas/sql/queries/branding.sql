-- name: NewestBranding :one
SELECT * FROM branding ORDER BY version DESC LIMIT 1;

-- name: InsertBranding :exec
INSERT INTO branding (tenant_id, version, body, created_by) VALUES (@tenant_id, @version, @body, @created_by);

-- name: TenantName :one
SELECT name FROM tenants;
