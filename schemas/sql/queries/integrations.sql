-- name: InsertIntegration :exec
INSERT INTO integrations (tenant_id, id, kind) VALUES (@tenant_id, @id, @kind);

-- name: ListCarriers :many
-- The platform's accounts: an MSP's own ones have credentials, or have had them.
SELECT id, kind FROM integrations WHERE NOT ticket_system AND credentials_sealed IS NULL AND archived_at IS NULL;
