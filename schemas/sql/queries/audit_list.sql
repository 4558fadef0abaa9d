-- Newest first, from a place in the order on: before_at and before_id are the last entry of the page before.
-- name: ListAudit :many
SELECT a.id, a.at, a.actor_kind, a.actor_name, a.action, a.subject_kind, a.subject_id, a.company_id, a.details, c.name AS company_name
FROM audit a LEFT JOIN companies c ON c.tenant_id = a.tenant_id AND c.id = a.company_id
WHERE (sqlc.narg('company_id')::uuid IS NULL OR a.company_id = sqlc.narg('company_id')::uuid)
  AND (sqlc.narg('action')::text IS NULL OR a.action = sqlc.narg('action')::text)
  AND (sqlc.narg('from_at')::timestamptz IS NULL OR a.at >= sqlc.narg('from_at')::timestamptz)
  AND (sqlc.narg('to_at')::timestamptz IS NULL OR a.at < sqlc.narg('to_at')::timestamptz)
  AND (sqlc.narg('before_at')::timestamptz IS NULL OR (a.at, a.id) < (sqlc.narg('before_at')::timestamptz, sqlc.narg('before_id')::uuid))
ORDER BY a.at DESC, a.id DESC
LIMIT @row_limit;

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
