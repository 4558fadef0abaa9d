-- name: InsertContacts :exec
INSERT INTO contacts (tenant_id, id, company_id, name, sort_name, source)
SELECT @tenant_id, unnest(@ids::uuid[]), unnest(@company_ids::uuid[]), unnest(@names::text[]), unnest(@sort_names::text[]), unnest(@sources::text[]);

-- name: InsertPoints :exec
INSERT INTO contact_points (tenant_id, id, contact_id, kind, value_sealed, value_index, masked, country, bad_reason, typed_sealed, source, added_by, added_actor, previous_id, changed_at, cools_because, cooled_by)
SELECT @tenant_id, p.id, p.contact_id, p.kind, p.value_sealed, p.value_index, p.masked, nullif(p.country, ''), nullif(p.bad_reason, ''), p.typed_sealed, p.source, p.added_by, p.added_actor,
       nullif(p.previous_id, '00000000-0000-0000-0000-000000000000'), CASE WHEN p.changed THEN @at::timestamptz END,
       CASE WHEN p.changed THEN 'changed' ELSE '' END, CASE WHEN p.changed THEN @actors::text[] ELSE '{}' END
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
  v.ticket_integration_id, v.leader_kind, v.leader_id, v.leader_key_id, v.leader_key_name
FROM contact_points p LEFT JOIN verifications v ON v.tenant_id = p.tenant_id AND v.id = p.verification_id WHERE p.contact_id = ANY(@contact_ids::uuid[]) AND p.replaced_at IS NULL ORDER BY p.contact_id, p.kind;

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

-- The first people of a company make it populated.
-- name: PopulateCompanies :exec
UPDATE companies SET populated_at = @at, populated_by = @by WHERE id = ANY(@ids::uuid[]) AND populated_at IS NULL;

-- Numbers and addresses of people who are new somewhere cool off, as if they had changed: where the company is not new, where another person of
-- the company, or one of any who was erased within a month, has the name, and where another person has the number. Rows of this transaction do not count as "another": a file or a page of a PSA is one population.
-- Each is looked up by itself (OFFSET 0): joined plainly, or as a hashed sub-plan, Postgres reads every person of the MSP for a page of them.
-- name: CoolArrivals :execrows
WITH people AS MATERIALIZED (
  SELECT n.id, n.hash, n.because, c.tenant_id, c.company_id, c.sort_name
  FROM (SELECT unnest(@ids::uuid[]) AS id, unnest(@name_hashes::bytea[]) AS hash, unnest(@becauses::text[]) AS because) n
  CROSS JOIN LATERAL (SELECT c.tenant_id, c.company_id, c.sort_name FROM contacts c WHERE c.id = n.id OFFSET 0) c),
-- Companies but those that a PSA fills for the first time.
places AS MATERIALIZED (
  SELECT o.id, o.populated_at < @new_since::timestamptz OR EXISTS (
    SELECT FROM contacts s WHERE s.tenant_id = o.tenant_id AND s.company_id = o.id AND (s.erased_at IS NOT NULL OR s.inactive_since IS NOT NULL) OFFSET 0) AS settled
  FROM (SELECT DISTINCT tenant_id, company_id FROM people) n
  CROSS JOIN LATERAL (SELECT o.tenant_id, o.id, o.populated_at, o.populated_by FROM companies o WHERE o.tenant_id = n.tenant_id AND o.id = n.company_id OFFSET 0) o
  WHERE o.populated_by IS DISTINCT FROM @by::text
    OR NOT EXISTS (SELECT FROM integrations i WHERE i.tenant_id = o.tenant_id AND 'integration/' || i.id = o.populated_by AND i.reconciled_at IS NULL)),
arrived AS MATERIALIZED (
  SELECT n.id, CASE
    WHEN EXISTS (SELECT FROM contacts s WHERE s.tenant_id = n.tenant_id AND s.company_id = n.company_id AND s.sort_name = n.sort_name AND s.id <> n.id
                   AND s.erased_at IS NULL AND s.created_at < now() OFFSET 0)
      OR EXISTS (SELECT FROM contacts s WHERE s.tenant_id = n.tenant_id AND s.erased_name = n.hash AND s.id <> n.id AND s.erased_at > @names_since::timestamptz OFFSET 0) THEN 'same_name'
    WHEN n.because <> '' THEN n.because
    WHEN o.settled THEN 'new_person'
    ELSE 'first' END AS because
  FROM people n JOIN places o ON o.id = n.company_id)
UPDATE contact_points p SET changed_at = @at::timestamptz, cools_because = CASE a.because WHEN 'first' THEN 'same_number' ELSE a.because END,
  cooled_by = p.cooled_by || @actors::text[], approved_at = NULL, approved_by = NULL, approved_reason = NULL
FROM arrived a
WHERE p.contact_id = a.id AND p.replaced_at IS NULL
  AND (a.because <> 'first' OR p.bad_reason IS NULL AND EXISTS (SELECT FROM contact_points s
    WHERE s.tenant_id = p.tenant_id AND s.value_index = p.value_index AND s.contact_id <> p.contact_id AND s.replaced_at IS NULL AND s.created_at < now() OFFSET 0));

-- How long a point cools is what the strictest policy says that was in force for its person since it changed, and not shorter than the one before it cools:
-- this runs whenever something changes, a person moves (@also is where they were) or a policy comes into force. What cools has no shield.
-- name: Cool :exec
WITH picked AS MATERIALIZED (
  SELECT q.id FROM unnest(@contact_ids::uuid[]) AS changed
  CROSS JOIN LATERAL (SELECT p.id FROM contact_points p WHERE p.contact_id = changed AND p.changed_at IS NOT NULL AND p.approved_at IS NULL AND p.replaced_at IS NULL OFFSET 0) q
  UNION
  SELECT p.id FROM contact_points p JOIN contacts c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
  WHERE (@all_of_tenant::boolean OR c.company_id = sqlc.narg('company')::uuid) AND p.changed_at IS NOT NULL AND p.approved_at IS NULL AND p.replaced_at IS NULL
    AND (@all_of_tenant OR sqlc.narg('company') IS NOT NULL))
UPDATE contact_points p SET cooling_until = w.until, verified_until = CASE WHEN w.until > @at::timestamptz AND p.verified_until > @at THEN @at ELSE p.verified_until END
FROM (
  SELECT q.id, greatest(q.cooling_until, b.cooling_until, q.changed_at + make_interval(hours => coalesce(max(l.hours), @standard_hours::int))) AS until
  FROM picked
  CROSS JOIN LATERAL (SELECT p.tenant_id, p.id, p.contact_id, p.previous_id, p.changed_at, p.cooling_until FROM contact_points p WHERE p.id = picked.id OFFSET 0) q
  CROSS JOIN LATERAL (SELECT c.company_id FROM contacts c WHERE c.tenant_id = q.tenant_id AND c.id = q.contact_id OFFSET 0) c
  LEFT JOIN contact_points b ON b.tenant_id = q.tenant_id AND b.id = q.previous_id AND b.approved_at IS NULL
  LEFT JOIN LATERAL (
    SELECT coalesce(
      (SELECT CASE WHEN NOT own.revoked THEN coalesce((own.body->>'cooling_hours')::int, @standard_hours) END FROM policies own
       WHERE own.tenant_id = q.tenant_id AND own.company_id = of_company ORDER BY own.version DESC LIMIT 1),
      (SELECT coalesce((d.body->>'cooling_hours')::int, @standard_hours) FROM policies d WHERE d.tenant_id = q.tenant_id AND d.company_id IS NULL ORDER BY d.version DESC LIMIT 1),
      @standard_hours) AS hours
    FROM unnest(ARRAY[c.company_id, sqlc.narg('also')::uuid]) AS of_company WHERE of_company IS NOT NULL) l ON true
  GROUP BY q.id, q.cooling_until, b.cooling_until, q.changed_at) w
WHERE p.id = w.id AND (p.cooling_until IS NULL OR w.until > p.cooling_until);

-- name: MakersOfKeys :many
SELECT id, created_by, user_id FROM api_keys WHERE id = ANY(@ids::uuid[]);

-- name: AuthorsOfIntegrations :many
SELECT authors FROM integrations WHERE id = ANY(@ids::uuid[]);

-- name: ForgetErasedNames :exec
UPDATE contacts SET erased_name = NULL WHERE erased_name IS NOT NULL AND erased_at < @before;

-- name: DeleteTerms :exec
DELETE FROM contact_terms WHERE contact_id = ANY(@contact_ids::uuid[]);

-- name: DeleteNameTerms :exec
DELETE FROM contact_terms WHERE contact_id = ANY(@contact_ids::uuid[]) AND kind = 'name';

-- name: ListContactNames :many
SELECT id, name, sort_name FROM contacts WHERE company_id = @company_id AND erased_at IS NULL ORDER BY id;

-- name: EraseContactRow :exec
UPDATE contacts SET name = @name, sort_name = @sort_name, source = '', erased_name = @erased_name, erased_at = @at, updated_at = now() WHERE id = @id;

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

-- name: CountPeople :one
SELECT count(*) FROM contacts WHERE erased_at IS NULL AND (NOT @limited::boolean OR company_id = ANY(@companies::uuid[]));

-- name: PlaceOfContact :one
SELECT sort_name FROM contacts WHERE id = @id AND erased_at IS NULL AND (NOT @limited::boolean OR company_id = ANY(@companies::uuid[]));
