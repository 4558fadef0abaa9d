-- name: TenantSettings :one
SELECT settings FROM tenants;

-- name: LockTenantSettings :one
SELECT settings FROM tenants FOR UPDATE;

-- name: SetTenantSettings :exec
UPDATE tenants SET settings = @settings;
