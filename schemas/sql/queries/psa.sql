-- A connection is a ticket system when its row says so.

-- name: FirstPSA :one
SELECT id FROM integrations WHERE ticket_system AND archived_at IS NULL ORDER BY created_at, id LIMIT 1;

-- name: GetIntegration :one
SELECT * FROM integrations WHERE id = @id AND archived_at IS NULL;

-- name: LockIntegration :one
SELECT * FROM integrations WHERE id = @id AND archived_at IS NULL FOR UPDATE;

-- name: ListPSAs :many
SELECT i.*,
  (SELECT count(*) FROM company_links c WHERE c.tenant_id = i.tenant_id AND c.integration_id = i.id AND c.gone_at IS NULL) AS companies,
  (SELECT count(*) FROM contact_links c WHERE c.tenant_id = i.tenant_id AND c.integration_id = i.id AND c.gone_at IS NULL) AS contacts
FROM integrations i WHERE i.ticket_system AND i.archived_at IS NULL AND (i.id = sqlc.narg('id') OR sqlc.narg('id')::uuid IS NULL) ORDER BY i.created_at, i.id;

-- name: InsertPSA :exec
INSERT INTO integrations (tenant_id, id, kind, name, base_url, credentials_sealed, ticket_system, authors)
VALUES (@tenant_id, @id, @kind, @name, @base_url, @credentials_sealed, @ticket_system, @authors);

-- name: UpdatePSA :exec
UPDATE integrations SET name = @name, base_url = @base_url, credentials_sealed = @credentials_sealed, enabled = @enabled, authors = authors || @authors WHERE id = @id;

-- name: ForgetPSAHealth :exec
UPDATE integrations SET problem = NULL, problem_since = NULL, checked_at = NULL, callbacks_at = NULL, callbacks_problem = NULL WHERE id = @id;

-- name: SetPSAHealth :execrows
UPDATE integrations SET problem = sqlc.narg('problem'), problem_since = CASE WHEN sqlc.narg('problem')::text IS NOT NULL THEN coalesce(problem_since, @at) END, checked_at = @at WHERE id = @id AND archived_at IS NULL;

-- name: ArchivePSA :execrows
UPDATE integrations SET archived_at = @at, credentials_sealed = NULL, enabled = false WHERE id = @id AND archived_at IS NULL;

-- name: SetCallbacks :execrows
UPDATE integrations SET callbacks_at = @at, callbacks_problem = @problem WHERE id = @id AND archived_at IS NULL;
