-- Newest first, from a place in the order on: before_at and before_id are the last entry of the page before.
-- name: ListAudit :many
SELECT sqlc.embed(a), c.name AS company_name, h.seq, h.previous, h.hash
FROM audit a LEFT JOIN companies c ON c.tenant_id = a.tenant_id AND c.id = a.company_id LEFT JOIN audit_chain h ON h.tenant_id = a.tenant_id AND h.entry_id = a.id
WHERE (sqlc.narg('company_id')::uuid IS NULL OR a.company_id = sqlc.narg('company_id')::uuid)
  AND (sqlc.narg('action')::text IS NULL OR a.action = sqlc.narg('action')::text)
  AND (sqlc.narg('actor_id')::uuid IS NULL OR a.actor_id = sqlc.narg('actor_id')::uuid OR a.via_key_id = sqlc.narg('actor_id')::uuid)
  AND (sqlc.narg('from_at')::timestamptz IS NULL OR a.at >= sqlc.narg('from_at')::timestamptz)
  AND (sqlc.narg('to_at')::timestamptz IS NULL OR a.at < sqlc.narg('to_at')::timestamptz)
  AND (sqlc.narg('before_at')::timestamptz IS NULL OR (a.at, a.id) < (sqlc.narg('before_at')::timestamptz, sqlc.narg('before_id')::uuid))
ORDER BY a.at DESC, a.id DESC
LIMIT @row_limit;

-- name: GetAuditEntry :one
SELECT sqlc.embed(a), c.name AS company_name, h.seq, h.previous, h.hash
FROM audit a LEFT JOIN companies c ON c.tenant_id = a.tenant_id AND c.id = a.company_id LEFT JOIN audit_chain h ON h.tenant_id = a.tenant_id AND h.entry_id = a.id
WHERE a.id = @id;

-- The log of an export in the order of its chain, a page at a time.
-- name: ListAuditChain :many
SELECT sqlc.embed(h), sqlc.embed(a), a.details::text AS details_text
FROM audit_chain h JOIN audit a ON a.tenant_id = h.tenant_id AND a.id = h.entry_id
WHERE h.seq > @after_seq
  AND (sqlc.narg('company_id')::uuid IS NULL OR a.company_id = sqlc.narg('company_id')::uuid)
  AND (sqlc.narg('from_at')::timestamptz IS NULL OR a.at >= sqlc.narg('from_at')::timestamptz)
  AND (sqlc.narg('to_at')::timestamptz IS NULL OR a.at < sqlc.narg('to_at')::timestamptz)
ORDER BY h.seq
LIMIT @row_limit;

-- The actions that stand in the log, each once: one step through the index for each of them.
-- name: ListAuditActions :many
WITH RECURSIVE names AS (
  (SELECT a.action FROM audit a ORDER BY a.action LIMIT 1)
  UNION ALL SELECT (SELECT a.action FROM audit a WHERE a.action > n.action ORDER BY a.action LIMIT 1) FROM names n WHERE n.action IS NOT NULL
)
SELECT action::text AS action FROM names WHERE action IS NOT NULL ORDER BY 1;

-- The signed bundles of an export, in the order of the chain, a page at a time.
-- name: ListEvidence :many
SELECT e.seq, e.bundle, e.hash, e.signature, e.key_id
FROM evidence e JOIN verifications v ON v.tenant_id = e.tenant_id AND v.id = e.verification_id
WHERE e.seq > @after_seq
  AND (sqlc.narg('company_id')::uuid IS NULL OR v.company_id = sqlc.narg('company_id')::uuid)
  AND (sqlc.narg('from_at')::timestamptz IS NULL OR e.created_at >= sqlc.narg('from_at')::timestamptz)
  AND (sqlc.narg('to_at')::timestamptz IS NULL OR e.created_at < sqlc.narg('to_at')::timestamptz)
ORDER BY e.seq
LIMIT @row_limit;

-- What the subjects of audit entries are called today. An erased person has no name left.
-- name: SubjectNames :many
SELECT contacts.id, contacts.name FROM contacts WHERE contacts.id = ANY(@ids::uuid[]) AND erased_at IS NULL
UNION ALL SELECT users.id, users.name FROM users WHERE users.id = ANY(@ids::uuid[])
UNION ALL SELECT companies.id, companies.name FROM companies WHERE companies.id = ANY(@ids::uuid[])
UNION ALL SELECT api_keys.id, api_keys.name FROM api_keys WHERE api_keys.id = ANY(@ids::uuid[])
UNION ALL SELECT v.id, c.name FROM verifications v JOIN contacts c ON c.id = v.contact_id WHERE v.id = ANY(@ids::uuid[]) AND c.erased_at IS NULL;
