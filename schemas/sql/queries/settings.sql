-- name: TenantSettings :one
SELECT settings, ceilings FROM tenants;

-- name: LockTenantSettings :one
SELECT settings, ceilings FROM tenants FOR UPDATE;

-- name: SetTenantSettings :exec
UPDATE tenants SET settings = @settings;
