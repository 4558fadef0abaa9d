-- An erased person's points have no index left.
-- name: PeopleByEmail :many
SELECT contact_id FROM contact_points WHERE value_index = ANY(@indexes::bytea[]) AND kind = 'email' AND replaced_at IS NULL;

-- Somebody of one of the names in one of the companies: the pairs are told apart by who asks.
-- name: PeopleByName :many
SELECT id FROM contacts WHERE company_id = ANY(@companies::uuid[]) AND sort_name = ANY(@sort_names::text[]) AND erased_at IS NULL;

-- Two imports at once would each create whom the other creates: they wait for each other.
-- name: LockImports :exec
SELECT pg_advisory_xact_lock(hashtextextended(current_tenant()::text, 1));

-- name: LockPeople :exec
SELECT id FROM contacts WHERE id = ANY(@ids::uuid[]) ORDER BY id FOR UPDATE;

-- name: RenamePeople :exec
UPDATE contacts SET name = u.name, sort_name = u.sort_name, updated_at = now()
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@names::text[]) AS name, unnest(@sort_names::text[]) AS sort_name) u
WHERE contacts.tenant_id = @tenant_id AND contacts.id = u.id;

-- name: ReplacePoints :many
UPDATE contact_points SET replaced_at = now()
FROM (SELECT unnest(@contact_ids::uuid[]) AS contact_id, unnest(@kinds::text[]) AS kind) u
WHERE contact_points.tenant_id = @tenant_id AND contact_points.contact_id = u.contact_id AND contact_points.kind = u.kind AND replaced_at IS NULL
RETURNING contact_points.contact_id, contact_points.kind, contact_points.id;

-- name: EmitPeople :exec
INSERT INTO events (tenant_id, kind, subject_id, contact_id, company_id)
SELECT @tenant_id, @kind, id, id, company_id FROM contacts WHERE id = ANY(@ids::uuid[]);
