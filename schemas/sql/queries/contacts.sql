-- name: InsertContacts :exec
INSERT INTO contacts (tenant_id, id, company_id, name, sort_name, source)
SELECT @tenant_id, unnest(@ids::uuid[]), unnest(@company_ids::uuid[]), unnest(@names::text[]), unnest(@sort_names::text[]), unnest(@sources::text[]);

-- name: InsertPoints :exec
INSERT INTO contact_points (tenant_id, id, contact_id, kind, value_sealed, value_index, masked, country, bad_reason, typed_sealed, source, added_by, added_actor, previous_id, changed_at)
SELECT @tenant_id, p.id, p.contact_id, p.kind, p.value_sealed, p.value_index, p.masked, nullif(p.country, ''), nullif(p.bad_reason, ''), p.typed_sealed, p.source, p.added_by, p.added_actor,
       nullif(p.previous_id, '00000000-0000-0000-0000-000000000000'), CASE WHEN p.changed THEN now() END
FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@contact_ids::uuid[]) AS contact_id, unnest(@kinds::text[]) AS kind, unnest(@values_sealed::bytea[]) AS value_sealed,
             unnest(@values_index::bytea[]) AS value_index, unnest(@masks::text[]) AS masked, unnest(@countries::text[]) AS country, unnest(@bad_reasons::text[]) AS bad_reason, unnest(@typed_sealed::bytea[]) AS typed_sealed,
             unnest(@sources::text[]) AS source, unnest(@added_by::text[]) AS added_by, unnest(@added_actors::text[]) AS added_actor, unnest(@previous_ids::uuid[]) AS previous_id,
             unnest(@changed::boolean[]) AS changed) p;

-- name: InsertTerms :exec
INSERT INTO contact_terms (tenant_id, kind, term, sort_name, contact_id)
-- In the order of the index: a page of the index is met once, not once a row.
SELECT @tenant_id, t.kind, t.term, t.sort_name, t.contact_id
FROM (SELECT unnest(@kinds::text[]) COLLATE "C" AS kind, unnest(@terms::text[]) COLLATE "C" AS term, unnest(@sort_names::text[]) COLLATE "C" AS sort_name, unnest(@contact_ids::uuid[]) AS contact_id) t
ORDER BY t.kind, t.term, t.sort_name, t.contact_id;

-- name: GetContacts :many
SELECT c.id, c.name, c.sort_name, c.company_id, o.name AS company_name, o.country AS company_country, c.source, c.inactive_since, v.id AS open_id, v.point_id AS open_point
FROM contacts c
-- One look-up a person: joined plainly, Postgres reads every company of the MSP for a page of fifty people.
CROSS JOIN LATERAL (SELECT f.name, f.country FROM companies f WHERE f.tenant_id = c.tenant_id AND f.id = c.company_id OFFSET 0) o
LEFT JOIN verifications v ON v.tenant_id = c.tenant_id AND v.contact_id = c.id AND v.status = 'pending'
WHERE c.id = ANY(@ids::uuid[]) AND c.erased_at IS NULL;

-- name: GetPoints :many
SELECT p.*, EXISTS (SELECT FROM opt_outs o WHERE o.tenant_id = p.tenant_id AND o.value_index = p.value_index) AS opted_out,
  (SELECT v.ticket_integration_id FROM verifications v WHERE v.tenant_id = p.tenant_id AND v.id = p.verification_id)::uuid AS ticket_integration_id
FROM contact_points p WHERE p.contact_id = ANY(@contact_ids::uuid[]) AND p.replaced_at IS NULL ORDER BY p.contact_id, p.kind;

-- Each number once: many people may share one.
-- name: NumbersByTerm :many
SELECT DISTINCT ON (p.value_index) p.id, p.value_sealed FROM contact_terms t
JOIN contact_points p ON p.tenant_id = t.tenant_id AND p.contact_id = t.contact_id AND p.kind <> 'email' AND p.replaced_at IS NULL AND p.bad_reason IS NULL
WHERE t.kind = 'phone' AND t.term = ANY(@terms::text[]);

-- Numbers that may mean another one in another country: those that were typed without a country's code, and those that could not be read.
-- name: NumbersOfCompanies :many
SELECT DISTINCT p.contact_id FROM contacts c JOIN contact_points p ON p.tenant_id = c.tenant_id AND p.contact_id = c.id
WHERE c.company_id = ANY(@companies::uuid[]) AND c.erased_at IS NULL AND p.replaced_at IS NULL AND p.kind <> 'email' AND (p.bad_reason IS NOT NULL OR p.typed_sealed <> '')
ORDER BY p.contact_id;

-- name: LockContact :one
SELECT * FROM contacts WHERE id = @id AND erased_at IS NULL FOR UPDATE;

-- name: UpdateContact :exec
UPDATE contacts SET name = @name, sort_name = @sort_name, company_id = @company_id, updated_at = now() WHERE id = @id;

-- name: ReplacePoint :one
UPDATE contact_points SET replaced_at = now() WHERE contact_id = @contact_id AND kind = @kind AND replaced_at IS NULL RETURNING id;

-- name: AllPoints :many
SELECT * FROM contact_points WHERE contact_id = @contact_id ORDER BY (replaced_at IS NULL) DESC, replaced_at DESC NULLS FIRST, kind, created_at DESC;

-- name: LockPoint :one
SELECT * FROM contact_points WHERE id = @id AND contact_id = @contact_id AND replaced_at IS NULL FOR UPDATE;

-- name: ApprovePoint :exec
UPDATE contact_points SET approved_at = @at, approved_by = @by, approved_reason = @reason WHERE id = @id;

-- name: DeleteTerms :exec
DELETE FROM contact_terms WHERE contact_id = ANY(@contact_ids::uuid[]);

-- name: DeleteNameTerms :exec
DELETE FROM contact_terms WHERE contact_id = ANY(@contact_ids::uuid[]) AND kind = 'name';

-- name: ListContactNames :many
SELECT id, name, sort_name FROM contacts WHERE company_id = @company_id AND erased_at IS NULL ORDER BY id;

-- name: EraseContactRow :exec
UPDATE contacts SET name = @name, sort_name = @sort_name, source = '', erased_at = now(), updated_at = now() WHERE id = @id;

-- name: ErasePoints :exec
UPDATE contact_points SET value_sealed = '', typed_sealed = '', value_index = '', masked = @masked, country = NULL, bad_reason = NULL, source = '', replaced_at = coalesce(replaced_at, now()),
  verified_at = NULL, verified_until = NULL, verified_by = NULL, verified_ticket = NULL, approved_reason = NULL WHERE contact_id = @contact_id;

-- The link stays, so that the PSA does not bring them back; what it said of them does not.
-- name: EraseLinksOf :exec
UPDATE contact_links SET digest = '' WHERE contact_id = @contact_id;

-- name: EraseVerificationsOf :exec
UPDATE verifications SET note_sealed = NULL WHERE contact_id = @contact_id;

-- name: EraseSendsOf :exec
UPDATE sends s SET masked = @masked FROM verifications v
WHERE v.tenant_id = s.tenant_id AND v.id = s.verification_id AND v.contact_id = @contact_id;

-- name: HasOpenVerification :one
SELECT EXISTS (SELECT FROM verifications WHERE contact_id = @contact_id AND status = 'pending');

-- name: PlaceOfContact :one
SELECT sort_name FROM contacts WHERE id = @id AND erased_at IS NULL AND (NOT @limited::boolean OR company_id = ANY(@companies::uuid[]));
