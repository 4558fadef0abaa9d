-- name: InsertAlert :exec
INSERT INTO alerts (tenant_id, id, kind, verification_id, technician_verification_id, message_id, raised_at)
VALUES (@tenant_id, @id, @kind, @verification_id, @technician_verification_id, @message_id, @raised_at);

-- name: InsertDenial :exec
INSERT INTO denials (tenant_id, alert_id, contact_id, company_id, at) VALUES (@tenant_id, @alert_id, @contact_id, @company_id, @at);

-- name: DropShields :exec
UPDATE contact_points SET verified_until = @at WHERE contact_id = ANY(@contact_ids::uuid[]) AND verified_until > @at;

-- name: StandingDenials :many
-- The newest one of each person.
SELECT DISTINCT ON (d.contact_id) d.contact_id, d.at, a.id AS alert_id, a.kind, a.verification_id, a.technician_verification_id,
  coalesce(v.leader_name, t.claimed_name, '')::text AS technician, coalesce(v.ticket_id, t.ticket_id, '')::text AS ticket_id
FROM denials d JOIN alerts a ON a.tenant_id = d.tenant_id AND a.id = d.alert_id
LEFT JOIN verifications v ON v.tenant_id = a.tenant_id AND v.id = a.verification_id
LEFT JOIN technician_verifications t ON t.tenant_id = a.tenant_id AND t.id = a.technician_verification_id
WHERE d.contact_id = ANY(@contact_ids::uuid[]) AND d.cleared_at IS NULL
ORDER BY d.contact_id, d.at DESC, d.alert_id DESC;

-- name: ReadAlerts :many
SELECT sqlc.embed(a), coalesce(v.leader_name, t.claimed_name, '')::text AS technician, coalesce(v.ticket_id, t.ticket_id, '')::text AS ticket_id,
  coalesce(v.leader_id, t.claimed_by, '00000000-0000-0000-0000-000000000000')::uuid AS technician_id, coalesce(v.leader_kind, t.claimed_kind, '')::text AS technician_kind,
  coalesce(v.leader_key_id, t.claimed_key_id, '00000000-0000-0000-0000-000000000000')::uuid AS technician_key_id, coalesce(v.leader_key_name, t.claimed_key_name, '')::text AS technician_key_name
FROM alerts a
LEFT JOIN verifications v ON v.tenant_id = a.tenant_id AND v.id = a.verification_id
LEFT JOIN technician_verifications t ON t.tenant_id = a.tenant_id AND t.id = a.technician_verification_id
WHERE a.id = ANY(@ids::uuid[]);

-- name: PeopleOfAlerts :many
SELECT d.alert_id, d.contact_id, c.name AS contact_name, d.company_id, o.name AS company_name, d.cleared_at
FROM denials d JOIN contacts c ON c.tenant_id = d.tenant_id AND c.id = d.contact_id JOIN companies o ON o.tenant_id = d.tenant_id AND o.id = d.company_id
WHERE d.alert_id = ANY(@alert_ids::uuid[]) ORDER BY c.sort_name, c.id;

-- name: ResourceAlert :one
SELECT * FROM alerts WHERE id = @id;

-- name: CompaniesOfAlert :many
SELECT DISTINCT company_id FROM denials WHERE alert_id = @alert_id;

-- name: TakeAlert :execrows
UPDATE alerts SET owner_id = @owner_id, owner_name = @owner_name, owner_kind = @owner_kind, owner_key_id = sqlc.narg('owner_key_id'), owner_key_name = sqlc.narg('owner_key_name')
WHERE id = @id AND settled_at IS NULL;

-- name: SettleAlert :execrows
-- Whoever deals with an alert that nobody has taken is its owner too.
UPDATE alerts SET settled_at = @at, settled_by = @by, settled_by_id = @by_id, settled_by_kind = @by_kind, settled_key_id = sqlc.narg('key_id'), settled_key_name = sqlc.narg('key_name'),
  owner_id = coalesce(owner_id, @by_id), owner_name = coalesce(owner_name, @by), owner_kind = CASE WHEN owner_id IS NULL THEN @by_kind ELSE owner_kind END,
  owner_key_id = CASE WHEN owner_id IS NULL THEN sqlc.narg('key_id') ELSE owner_key_id END, owner_key_name = CASE WHEN owner_id IS NULL THEN sqlc.narg('key_name') ELSE owner_key_name END
WHERE id = @id AND settled_at IS NULL;

-- name: ClearDenials :many
UPDATE denials SET cleared_at = @at, cleared_by = @by, cleared_reason = @reason WHERE contact_id = @contact_id AND cleared_at IS NULL RETURNING alert_id;

-- name: SettleClearedAlerts :exec
-- An alert all of whose people were cleared has been dealt with.
UPDATE alerts a SET settled_at = @at, settled_by = @by, settled_by_id = @by_id, settled_by_kind = @by_kind, settled_key_id = sqlc.narg('key_id'), settled_key_name = sqlc.narg('key_name'),
  owner_id = coalesce(a.owner_id, @by_id), owner_name = coalesce(a.owner_name, @by), owner_kind = CASE WHEN a.owner_id IS NULL THEN @by_kind ELSE a.owner_kind END,
  owner_key_id = CASE WHEN a.owner_id IS NULL THEN sqlc.narg('key_id') ELSE a.owner_key_id END, owner_key_name = CASE WHEN a.owner_id IS NULL THEN sqlc.narg('key_name') ELSE a.owner_key_name END
WHERE a.id = ANY(@ids::uuid[]) AND a.settled_at IS NULL
  AND NOT EXISTS (SELECT FROM denials d WHERE d.tenant_id = a.tenant_id AND d.alert_id = a.id AND d.cleared_at IS NULL);

-- name: EraseDenialsOf :exec
UPDATE denials SET cleared_reason = NULL WHERE contact_id = @contact_id AND cleared_reason IS NOT NULL;

-- name: ForgetAlerts :exec
DELETE FROM alerts WHERE raised_at < @before;

-- name: WasDenied :one
SELECT EXISTS (SELECT FROM alerts WHERE verification_id = @verification_id AND kind = @kind);
