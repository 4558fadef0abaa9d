-- name: InsertTicketWrite :execrows
INSERT INTO ticket_writes (tenant_id, id, integration_id, ticket_id, kind, payload_sealed, reference, subject_kind, subject_id, dedupe, created_at)
VALUES (@tenant_id, @id, @integration_id, @ticket_id, @kind, @payload_sealed, @reference, @subject_kind, @subject_id, @dedupe, @created_at)
ON CONFLICT (tenant_id, integration_id, ticket_id, dedupe) DO NOTHING;

-- name: NextTicketWrite :one
SELECT * FROM ticket_writes WHERE integration_id = @integration_id AND ticket_id = @ticket_id AND status = 'queued' ORDER BY position LIMIT 1;

-- name: TryTicketWrite :exec
UPDATE ticket_writes SET tried_at = @at, attempts = attempts + 1 WHERE id = @id AND status = 'queued';

-- name: DelayTicketWrite :exec
UPDATE ticket_writes SET last_error = @reason, tried_at = CASE WHEN @untaken::boolean THEN NULL ELSE tried_at END WHERE id = @id AND status = 'queued';

-- name: SettleTicketWritten :exec
UPDATE ticket_writes SET status = 'written', external_id = @external_id, written_at = @at, payload_sealed = NULL, last_error = NULL WHERE id = @id AND status = 'queued';

-- name: SettleTicketUnwritten :exec
UPDATE ticket_writes SET status = @status, last_error = @reason WHERE id = @id AND status = 'queued';

-- name: GiveTicketWritesUp :many
UPDATE ticket_writes SET status = 'failed', last_error = concat_ws(': ', @reason::text, last_error)
WHERE integration_id = @integration_id AND ticket_id = @ticket_id AND status = 'queued' AND created_at <= @before
RETURNING id;

-- name: ContactName :one
SELECT name FROM contacts WHERE id = @id;

-- name: MoveFailedWrites :execrows
-- What failed goes into another ticket; its place among the writes there is its old one.
UPDATE ticket_writes SET integration_id = @integration_id, ticket_id = @ticket_id, status = 'queued', last_error = NULL, tried_at = NULL, created_at = @at
WHERE subject_kind = @subject_kind AND subject_id = @subject_id AND status = 'failed' AND payload_sealed IS NOT NULL;

-- name: SetTicketOfVerification :exec
UPDATE verifications SET ticket_id = @ticket_id, ticket_integration_id = @integration_id WHERE id = @id;

-- name: SetTicketOfTechnicianVerification :exec
UPDATE technician_verifications SET ticket_id = @ticket_id, ticket_integration_id = @integration_id WHERE id = @id;
