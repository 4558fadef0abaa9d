-- name: OpenSync :one
SELECT * FROM syncs WHERE integration_id = @integration_id AND status IN ('running', 'paused') FOR UPDATE;

-- name: InsertSync :exec
INSERT INTO syncs (tenant_id, id, integration_id, run_id, mode, since, started_at, updated_at) VALUES (@tenant_id, @id, @integration_id, @run_id, @mode, @since, @at, @at);

-- name: AdoptSync :exec
UPDATE syncs SET run_id = @run_id, updated_at = @at WHERE id = @id;

-- name: GetSync :one
SELECT * FROM syncs WHERE id = @id;

-- name: LockSync :one
SELECT * FROM syncs WHERE id = @id FOR UPDATE;

-- name: MoveSync :exec
UPDATE syncs SET phase = @phase, since = @since, next = @next, newest = @newest, began = @began, recent = @recent, whole = @whole, pages = @pages, companies = @companies, contacts = @contacts,
  changed = @changed, flagged = @flagged, revoked = @revoked, skipped = @skipped, skipped_rows = @skipped_rows, requests = @requests, status = 'running', error = NULL, updated_at = @at WHERE id = @id;

-- name: PauseSync :exec
UPDATE syncs SET status = 'paused', error = @error, requests = requests + 1, updated_at = @at WHERE id = @id AND status IN ('running', 'paused');

-- name: EndSync :execrows
UPDATE syncs SET status = @status, error = @error, phase = CASE WHEN @status = 'completed' THEN 'finished' ELSE phase END, updated_at = @at, finished_at = @at
WHERE id = @id AND status IN ('running', 'paused');

-- name: ListSyncs :many
SELECT * FROM syncs WHERE integration_id = @integration_id AND (started_at, id) < (@before::timestamptz, @before_id::uuid) ORDER BY started_at DESC, id DESC LIMIT @at_most;

-- name: LastSyncs :many
SELECT DISTINCT ON (integration_id) * FROM syncs WHERE integration_id = ANY(@integrations::uuid[]) ORDER BY integration_id, started_at DESC, id DESC;

-- name: TrimSyncs :exec
DELETE FROM syncs WHERE integration_id = @integration_id AND finished_at < @before;

-- name: NoteSyncPage :exec
INSERT INTO sync_pages (tenant_id, sync_id, phase, page, ids) VALUES (@tenant_id, @sync_id, @phase, @page, @ids);

-- name: ForgetSyncPages :exec
DELETE FROM sync_pages WHERE sync_id = @sync_id;

-- name: MarkSynced :exec
UPDATE integrations SET companies_since = coalesce(@companies_since, companies_since), contacts_since = coalesce(@contacts_since, contacts_since),
  reconciled_at = coalesce(@reconciled_at, reconciled_at), problem = NULL, problem_since = NULL, checked_at = @at WHERE id = @id;

-- name: CompanyLinks :many
SELECT l.external_id, l.company_id, l.digest, l.active, l.gone_at, c.name, c.country FROM company_links l JOIN companies c ON c.tenant_id = l.tenant_id AND c.id = l.company_id
WHERE l.integration_id = @integration_id AND l.external_id = ANY(@external_ids::text[]);

-- name: UnlinkedCompaniesByName :many
SELECT c.id, c.sort_name FROM companies c WHERE c.sort_name = ANY(@sort_names::text[])
  AND NOT EXISTS (SELECT FROM company_links l WHERE l.tenant_id = c.tenant_id AND l.company_id = c.id AND l.integration_id = @integration_id);

-- name: PutCompanyLinks :exec
INSERT INTO company_links (tenant_id, integration_id, external_id, company_id, digest, active, linked_at)
SELECT @tenant_id, @integration_id, unnest(@external_ids::text[]), unnest(@company_ids::uuid[]), unnest(@digests::bytea[]), unnest(@actives::boolean[]), @at
ON CONFLICT (tenant_id, integration_id, external_id) DO UPDATE SET digest = excluded.digest, active = excluded.active, gone_at = NULL;

-- name: ContactLinks :many
SELECT external_id, contact_id, digest, active, gone_at FROM contact_links WHERE integration_id = @integration_id AND external_id = ANY(@external_ids::text[]);

-- name: PutContactLinks :exec
INSERT INTO contact_links (tenant_id, integration_id, external_id, contact_id, digest, active, linked_at)
SELECT @tenant_id, @integration_id, unnest(@external_ids::text[]), unnest(@contact_ids::uuid[]), unnest(@digests::bytea[]), unnest(@actives::boolean[]), @at
ON CONFLICT (tenant_id, integration_id, external_id) DO UPDATE SET digest = excluded.digest, active = excluded.active, gone_at = NULL;

-- People whom no PSA knows yet and who were typed or imported: the same person, said in the same words, is not made twice.
-- name: UnlinkedPeopleByPoint :many
-- One look-up a value: joined plainly, a table that has just been filled is read whole for each page.
SELECT c.id, c.company_id, c.sort_name, p.kind, p.value_index FROM (SELECT DISTINCT unnest(@value_indexes::bytea[]) AS value_index) v
CROSS JOIN LATERAL (SELECT o.tenant_id, o.contact_id, o.kind, o.value_index FROM contact_points o WHERE o.value_index = v.value_index AND o.replaced_at IS NULL OFFSET 0) p
-- Erased people are left out only outside: inside, an index of those who are not would look as good as the key while the tables' sizes are not known yet.
CROSS JOIN LATERAL (SELECT f.id, f.company_id, f.sort_name, f.tenant_id, f.erased_at FROM contacts f WHERE f.tenant_id = p.tenant_id AND f.id = p.contact_id OFFSET 0) c
WHERE c.erased_at IS NULL AND NOT EXISTS (SELECT FROM contact_links l WHERE l.tenant_id = c.tenant_id AND l.contact_id = c.id OFFSET 0);

-- name: CountBadPoints :one
SELECT count(*) FROM contact_points WHERE contact_id = ANY(@ids::uuid[]) AND replaced_at IS NULL AND bad_reason IS NOT NULL;

-- name: CountShields :one
SELECT count(*) FROM contact_points WHERE contact_id = @contact_id AND replaced_at IS NULL AND verified_until > @at;

-- name: HasSyncPages :one
SELECT EXISTS (SELECT FROM sync_pages WHERE sync_id = @sync_id AND phase = @phase);

-- name: MissingContacts :many
SELECT l.external_id, l.contact_id FROM contact_links l WHERE l.integration_id = @integration_id AND l.gone_at IS NULL
  AND NOT EXISTS (SELECT FROM (SELECT unnest(p.ids) AS id FROM sync_pages p WHERE p.sync_id = @sync_id AND p.phase = 'contacts') seen WHERE seen.id = l.external_id);

-- name: MissingCompanies :many
SELECT l.external_id, l.company_id FROM company_links l WHERE l.integration_id = @integration_id AND l.gone_at IS NULL AND l.external_id <> ''
  AND NOT EXISTS (SELECT FROM (SELECT unnest(p.ids) AS id FROM sync_pages p WHERE p.sync_id = @sync_id AND p.phase = 'companies') seen WHERE seen.id = l.external_id);

-- name: CountLiveContactLinks :one
SELECT count(*) FROM contact_links WHERE integration_id = @integration_id AND gone_at IS NULL;

-- name: LoseContactLinks :exec
UPDATE contact_links SET gone_at = @at WHERE integration_id = @integration_id AND external_id = ANY(@external_ids::text[]);

-- name: LoseCompanyLinks :exec
UPDATE company_links SET gone_at = @at WHERE integration_id = @integration_id AND external_id = ANY(@external_ids::text[]);

-- Somebody is inactive once every PSA that knows them says so, and active again once one says so.
-- name: JudgeActivity :many
WITH judged AS (
  SELECT c.id, bool_or(l.active AND l.gone_at IS NULL) AS here FROM contacts c JOIN contact_links l ON l.tenant_id = c.tenant_id AND l.contact_id = c.id
  WHERE c.id = ANY(@ids::uuid[]) GROUP BY c.id)
UPDATE contacts SET inactive_since = CASE WHEN judged.here THEN NULL ELSE @at::timestamptz END, updated_at = now() FROM judged
WHERE contacts.id = judged.id AND (contacts.inactive_since IS NULL) <> judged.here RETURNING contacts.id, contacts.company_id;

-- name: SourcesOfContacts :many
SELECT l.contact_id, l.external_id, l.active, l.gone_at, i.id AS integration_id, i.name, i.kind FROM contact_links l
JOIN integrations i ON i.tenant_id = l.tenant_id AND i.id = l.integration_id WHERE l.contact_id = ANY(@ids::uuid[]) AND i.archived_at IS NULL ORDER BY i.name, l.external_id;

-- name: SourcesOfCompanies :many
SELECT l.company_id, l.external_id, l.active, l.gone_at, i.id AS integration_id, i.name, i.kind FROM company_links l
JOIN integrations i ON i.tenant_id = l.tenant_id AND i.id = l.integration_id WHERE l.company_id = ANY(@ids::uuid[]) AND i.archived_at IS NULL AND l.external_id <> '' ORDER BY i.name, l.external_id;

-- name: DuplicatesOf :many
SELECT d.contact_id, d.name, array_agg(DISTINCT d.kind)::text[] AS kinds FROM (
  SELECT o.contact_id, c.name, o.kind FROM contact_points p
  JOIN contacts mine ON mine.tenant_id = p.tenant_id AND mine.id = p.contact_id
  JOIN contact_points o ON o.tenant_id = p.tenant_id AND o.value_index = p.value_index AND o.contact_id <> p.contact_id AND o.replaced_at IS NULL
  JOIN contacts c ON c.tenant_id = o.tenant_id AND c.id = o.contact_id AND c.company_id = mine.company_id AND c.erased_at IS NULL
  WHERE p.contact_id = @contact_id AND p.replaced_at IS NULL AND p.bad_reason IS NULL
  UNION ALL
  SELECT c.id, c.name, 'name' FROM contacts mine JOIN contacts c ON c.tenant_id = mine.tenant_id AND c.company_id = mine.company_id AND c.sort_name = mine.sort_name AND c.id <> mine.id
  WHERE mine.id = @contact_id AND c.erased_at IS NULL) d
GROUP BY d.contact_id, d.name ORDER BY d.name LIMIT 20;

-- A PSA may speak of anybody: only somebody whom it gave us can be in doubt.
-- name: DoubtContacts :exec
INSERT INTO sync_doubts (tenant_id, integration_id, external_id, at)
SELECT l.tenant_id, l.integration_id, l.external_id, @at FROM contact_links l
WHERE l.integration_id = @integration_id AND l.external_id = ANY(@external_ids::text[]) AND l.gone_at IS NULL
ON CONFLICT (tenant_id, integration_id, external_id) DO NOTHING;

-- name: DoubtedContacts :many
SELECT external_id FROM sync_doubts WHERE integration_id = @integration_id ORDER BY at, external_id LIMIT @at_most;

-- name: SettleDoubt :exec
DELETE FROM sync_doubts WHERE integration_id = @integration_id AND external_id = @external_id;
