-- name: TenantSettings :one
SELECT settings, ceilings FROM tenants;

-- name: TenantCountry :one
SELECT coalesce(settings->>'country', '')::text AS country FROM tenants;

-- name: LockTenantSettings :one
SELECT settings, ceilings FROM tenants FOR UPDATE;

-- name: SetTenantSettings :exec
UPDATE tenants SET settings = @settings;
