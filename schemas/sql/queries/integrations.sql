-- name: InsertIntegration :exec
INSERT INTO integrations (tenant_id, id, kind) VALUES (@tenant_id, @id, @kind);

-- name: ListIntegrations :many
SELECT * FROM integrations ORDER BY kind;
