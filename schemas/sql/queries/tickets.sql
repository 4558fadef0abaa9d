-- name: LinkedContacts :many
SELECT l.external_id, l.contact_id, c.company_id,
  ARRAY(SELECT p.verified_ticket FROM contact_points p JOIN verifications v ON v.tenant_id = p.tenant_id AND v.id = p.verification_id
    WHERE p.tenant_id = c.tenant_id AND p.contact_id = c.id AND p.replaced_at IS NULL AND p.verified_until > @at::timestamptz AND p.verified_ticket IS NOT NULL
      AND (v.ticket_integration_id IS NULL OR v.ticket_integration_id = @integration_id::uuid))::text[] AS verified_tickets,
  EXISTS (SELECT FROM contact_points p WHERE p.tenant_id = c.tenant_id AND p.contact_id = c.id AND p.replaced_at IS NULL AND p.verified_until > @at::timestamptz) AS proven,
  EXISTS (SELECT FROM denials d WHERE d.tenant_id = c.tenant_id AND d.contact_id = c.id AND d.cleared_at IS NULL) AS denied,
  EXISTS (SELECT FROM verifications v WHERE v.tenant_id = c.tenant_id AND v.contact_id = c.id AND v.status = 'pending') AS waiting
FROM contact_links l JOIN contacts c ON c.tenant_id = l.tenant_id AND c.id = l.contact_id
WHERE l.integration_id = @integration_id AND l.external_id = ANY(@external_ids::text[]) AND c.erased_at IS NULL;

-- Who writes in a ticket by SMS, the newest conversation of each ticket first, with what LinkedContacts tells of them.
-- name: WritingContacts :many
SELECT DISTINCT ON (t.ticket_id) t.ticket_id::text AS ticket_id, c.id AS contact_id, c.name, c.company_id,
  ARRAY(SELECT p.verified_ticket FROM contact_points p JOIN verifications v ON v.tenant_id = p.tenant_id AND v.id = p.verification_id
    WHERE p.tenant_id = c.tenant_id AND p.contact_id = c.id AND p.replaced_at IS NULL AND p.verified_until > @at::timestamptz AND p.verified_ticket IS NOT NULL
      AND (v.ticket_integration_id IS NULL OR v.ticket_integration_id = @integration_id::uuid))::text[] AS verified_tickets,
  EXISTS (SELECT FROM contact_points p WHERE p.tenant_id = c.tenant_id AND p.contact_id = c.id AND p.replaced_at IS NULL AND p.verified_until > @at::timestamptz) AS proven,
  EXISTS (SELECT FROM denials d WHERE d.tenant_id = c.tenant_id AND d.contact_id = c.id AND d.cleared_at IS NULL) AS denied,
  EXISTS (SELECT FROM verifications v WHERE v.tenant_id = c.tenant_id AND v.contact_id = c.id AND v.status = 'pending') AS waiting
FROM conversations t JOIN sms_channels h ON h.tenant_id = t.tenant_id AND h.id = t.channel_id JOIN contacts c ON c.tenant_id = t.tenant_id AND c.id = t.contact_id
WHERE h.integration_id = @integration_id AND t.ticket_id = ANY(@ticket_ids::text[]) AND c.erased_at IS NULL ORDER BY t.ticket_id, t.last_at DESC;

-- name: LinkedCompanies :many
SELECT external_id, company_id FROM company_links WHERE integration_id = @integration_id AND external_id = ANY(@external_ids::text[]);

-- name: ExternalIDOfContact :one
SELECT external_id FROM contact_links WHERE integration_id = @integration_id AND contact_id = @contact_id AND gone_at IS NULL ORDER BY linked_at LIMIT 1;

-- name: ExternalIDOfCompany :one
SELECT external_id FROM company_links WHERE integration_id = @integration_id AND company_id = @company_id AND gone_at IS NULL AND external_id <> '' ORDER BY linked_at LIMIT 1;

-- name: ExternalIDsOfCompanies :many
SELECT external_id FROM company_links WHERE integration_id = @integration_id AND company_id = ANY(@company_ids::uuid[]) AND gone_at IS NULL AND external_id <> '' ORDER BY linked_at;

-- name: QueuedByTicket :many
SELECT ticket_id, count(*) AS waiting FROM ticket_writes WHERE integration_id = @integration_id AND ticket_id = ANY(@ticket_ids::text[]) AND status = 'queued' GROUP BY ticket_id;

-- name: WritesOfTicket :many
SELECT * FROM ticket_writes WHERE integration_id = @integration_id AND ticket_id = @ticket_id ORDER BY position LIMIT 500;

-- name: PageOfTicketWrites :many
SELECT * FROM ticket_writes WHERE position < @before AND (status = sqlc.narg('status') OR sqlc.narg('status')::text IS NULL)
  AND (integration_id = sqlc.narg('integration_id') OR sqlc.narg('integration_id')::uuid IS NULL) ORDER BY position DESC LIMIT @at_most;

-- name: WriteTicketAgain :execrows
-- What failed may have been tried before, and is looked for first; of what may have been written, somebody has looked and seen that it was not.
UPDATE ticket_writes SET status = 'queued', last_error = NULL, tried_at = CASE WHEN status = 'failed' THEN tried_at END
WHERE id = @id AND status IN ('failed', 'maybe_written') AND payload_sealed IS NOT NULL;

-- name: DismissTicketWrite :execrows
UPDATE ticket_writes SET status = 'written', written_at = @at, payload_sealed = NULL WHERE id = @id AND status = 'maybe_written';

-- name: NamesOfIntegrations :many
SELECT id, name FROM integrations WHERE ticket_system;

-- name: InsertTicketDefault :exec
INSERT INTO ticket_defaults (tenant_id, id, integration_id, name, fields, labels, created_at) VALUES (@tenant_id, @id, @integration_id, @name, @fields, @labels, @at);

-- name: UpdateTicketDefault :execrows
UPDATE ticket_defaults SET name = @name, fields = @fields, labels = @labels, status = 'unchecked', problem = NULL, missing_right = NULL, checked_at = NULL
WHERE id = @id AND archived_at IS NULL;

-- name: ListTicketDefaults :many
SELECT d.*, i.name AS integration_name FROM ticket_defaults d JOIN integrations i ON i.tenant_id = d.tenant_id AND i.id = d.integration_id
WHERE d.archived_at IS NULL AND i.archived_at IS NULL AND (d.id = sqlc.narg('id') OR sqlc.narg('id')::uuid IS NULL) ORDER BY d.name, d.id;

-- name: ArchiveTicketDefault :execrows
UPDATE ticket_defaults SET archived_at = @at WHERE id = @id AND archived_at IS NULL;

-- name: RestoreTicketDefault :execrows
UPDATE ticket_defaults SET archived_at = NULL WHERE id = @id AND archived_at IS NOT NULL;

-- name: ChannelsOfTicketDefault :many
SELECT name FROM sms_channels WHERE ticket_default_id = @id AND archived_at IS NULL ORDER BY name;

-- name: ShareTicketDefault :one
SELECT integration_id FROM ticket_defaults WHERE id = @id AND archived_at IS NULL FOR SHARE;

-- name: CheckTicketDefault :exec
UPDATE ticket_defaults SET status = 'checking', problem = NULL, missing_right = NULL, asked_at = now() WHERE id = @id AND archived_at IS NULL;

-- name: UncheckTicketDefault :exec
UPDATE ticket_defaults SET status = 'unchecked' WHERE id = @id AND status = 'checking';

-- name: JudgeTicketDefault :execrows
-- A profile that was changed is judged by nobody until it is asked for again; then a ticket that is left speaks against it as well, and once that is gone it is due.
UPDATE ticket_defaults d SET leftover = sqlc.narg('leftover'), status = v.status,
  problem = CASE WHEN v.heard THEN sqlc.narg('problem') END, missing_right = CASE WHEN v.heard THEN sqlc.narg('missing_right') END,
  checked_at = CASE WHEN v.heard THEN @at::timestamptz ELSE d.checked_at END
FROM (SELECT o.id, o.status <> 'unchecked' AND (o.fields = @checked::jsonb OR sqlc.narg('leftover')::text IS NOT NULL) AS heard,
  CASE WHEN o.status = 'unchecked' THEN o.status WHEN o.fields = @checked::jsonb OR sqlc.narg('leftover')::text IS NOT NULL THEN @status::text ELSE 'checking' END AS status
  FROM ticket_defaults o WHERE o.id = @id FOR UPDATE) v
WHERE d.id = v.id;

-- name: ProfileToCheck :one
SELECT d.*, i.kind, i.archived_at AS disconnected_at FROM ticket_defaults d JOIN integrations i ON i.tenant_id = d.tenant_id AND i.id = d.integration_id WHERE d.id = @id;
