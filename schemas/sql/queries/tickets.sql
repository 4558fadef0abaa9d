-- name: LinkedContacts :many
SELECT l.external_id, l.contact_id, c.company_id,
  EXISTS (SELECT FROM contact_points p WHERE p.tenant_id = c.tenant_id AND p.contact_id = c.id AND p.replaced_at IS NULL AND p.verified_until > @at::timestamptz) AS green,
  EXISTS (SELECT FROM verifications v WHERE v.tenant_id = c.tenant_id AND v.contact_id = c.id AND v.status = 'pending') AS waiting
FROM contact_links l JOIN contacts c ON c.tenant_id = l.tenant_id AND c.id = l.contact_id
WHERE l.integration_id = @integration_id AND l.external_id = ANY(@external_ids::text[]) AND c.erased_at IS NULL;

-- name: LinkedCompanies :many
SELECT external_id, company_id FROM company_links WHERE integration_id = @integration_id AND external_id = ANY(@external_ids::text[]);

-- name: ExternalIDOfContact :one
SELECT external_id FROM contact_links WHERE integration_id = @integration_id AND contact_id = @contact_id AND gone_at IS NULL ORDER BY linked_at LIMIT 1;

-- name: ExternalIDOfCompany :one
SELECT external_id FROM company_links WHERE integration_id = @integration_id AND company_id = @company_id AND gone_at IS NULL AND external_id <> '' ORDER BY linked_at LIMIT 1;

-- name: QueuedByTicket :many
SELECT ticket_id, count(*) AS waiting FROM ticket_writes WHERE integration_id = @integration_id AND ticket_id = ANY(@ticket_ids::text[]) AND status = 'queued' GROUP BY ticket_id;

-- name: WritesOfTicket :many
SELECT * FROM ticket_writes WHERE integration_id = @integration_id AND ticket_id = @ticket_id ORDER BY position LIMIT 500;

-- name: PageOfTicketWrites :many
SELECT * FROM ticket_writes WHERE position < @before AND (status = sqlc.narg('status') OR sqlc.narg('status')::text IS NULL)
  AND (integration_id = sqlc.narg('integration_id') OR sqlc.narg('integration_id')::uuid IS NULL) ORDER BY position DESC LIMIT @at_most;

-- name: WriteTicketAgain :execrows
UPDATE ticket_writes SET status = 'queued', last_error = NULL, tried_at = NULL, created_at = @at WHERE id = @id AND status IN ('failed', 'maybe_written') AND payload_sealed IS NOT NULL;

-- name: DismissTicketWrite :execrows
UPDATE ticket_writes SET status = 'written', written_at = @at, payload_sealed = NULL WHERE id = @id AND status = 'maybe_written';

-- name: TicketOfWrite :one
SELECT integration_id, ticket_id FROM ticket_writes WHERE id = @id;

-- name: NamesOfIntegrations :many
SELECT id, name FROM integrations WHERE kind NOT IN ('twilio', 'sendgrid');

-- name: InsertTicketDefault :exec
INSERT INTO ticket_defaults (tenant_id, id, integration_id, name, fields, labels, created_at) VALUES (@tenant_id, @id, @integration_id, @name, @fields, @labels, @at);

-- name: UpdateTicketDefault :execrows
UPDATE ticket_defaults SET integration_id = @integration_id, name = @name, fields = @fields, labels = @labels, status = 'unchecked', problem = NULL, missing_right = NULL, checked_at = NULL
WHERE id = @id AND archived_at IS NULL;

-- name: ListTicketDefaults :many
SELECT d.*, i.name AS integration_name FROM ticket_defaults d JOIN integrations i ON i.tenant_id = d.tenant_id AND i.id = d.integration_id
WHERE d.archived_at IS NULL AND i.archived_at IS NULL AND (d.id = sqlc.narg('id') OR sqlc.narg('id')::uuid IS NULL) ORDER BY d.name, d.id;

-- name: ArchiveTicketDefault :execrows
UPDATE ticket_defaults SET archived_at = @at WHERE id = @id AND archived_at IS NULL;

-- name: ChannelsOfTicketDefault :many
SELECT name FROM sms_channels WHERE ticket_default_id = @id AND archived_at IS NULL ORDER BY name;

-- name: CheckTicketDefault :exec
UPDATE ticket_defaults SET status = 'checking', problem = NULL, missing_right = NULL WHERE id = @id;

-- name: JudgeTicketDefault :exec
UPDATE ticket_defaults SET leftover = @leftover,
  status = CASE WHEN fields = @checked::jsonb THEN @status ELSE 'unchecked' END, problem = CASE WHEN fields = @checked::jsonb THEN sqlc.narg('problem') END,
  missing_right = CASE WHEN fields = @checked::jsonb THEN sqlc.narg('missing_right') END, checked_at = CASE WHEN fields = @checked::jsonb THEN @at::timestamptz END
WHERE id = @id;

-- name: ProfileToCheck :one
SELECT d.*, i.kind FROM ticket_defaults d JOIN integrations i ON i.tenant_id = d.tenant_id AND i.id = d.integration_id WHERE d.id = @id AND d.archived_at IS NULL;
