-- name: PeopleByEmail :many
SELECT p.contact_id FROM contact_points p JOIN contacts c ON c.id = p.contact_id
WHERE p.value_index = ANY(@indexes::bytea[]) AND p.kind = 'email' AND p.replaced_at IS NULL AND c.erased_at IS NULL;

-- name: PeopleByName :many
SELECT id FROM contacts WHERE (company_id, sort_name) IN (SELECT unnest(@companies::uuid[]), unnest(@sort_names::text[])) AND erased_at IS NULL;

-- Two imports at once would each create whom the other creates: they wait for each other.
-- name: LockImports :exec
SELECT pg_advisory_xact_lock(hashtextextended(current_tenant()::text, 1));
