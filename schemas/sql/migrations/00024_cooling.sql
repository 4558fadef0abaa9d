-- +goose Up
-- When a company's first person came, and who or what brought them: people who come with the first ones do not cool off.
ALTER TABLE companies
  ADD COLUMN populated_at timestamptz,            -- null: nobody yet
  ADD COLUMN populated_by text NOT NULL DEFAULT ''; -- "user/<id>", "api_key/<id>" or "integration/<id>"
UPDATE companies o SET populated_at = (SELECT min(c.created_at) FROM contacts c WHERE c.tenant_id = o.tenant_id AND c.company_id = o.id);

-- Until when a number or address gives low assurance only, why, and who caused it. It moves later when a stricter policy comes into force, never earlier.
ALTER TABLE contact_points
  ADD COLUMN cooling_until timestamptz,
  ADD COLUMN cools_because text NOT NULL DEFAULT '',  -- changed | new_person | moved | renamed | same_name | same_number
  ADD COLUMN cooled_by text[] NOT NULL DEFAULT '{}';  -- as added_actor: none of them approves it
UPDATE contact_points p SET cools_because = 'changed', cooled_by = ARRAY[p.added_actor], cooling_until = p.changed_at + make_interval(hours => coalesce(
  (SELECT CASE WHEN NOT own.revoked THEN coalesce((own.body->>'cooling_hours')::int, 72) END
   FROM policies own JOIN contacts c ON c.tenant_id = own.tenant_id AND c.company_id = own.company_id
   WHERE c.tenant_id = p.tenant_id AND c.id = p.contact_id ORDER BY own.version DESC LIMIT 1),
  (SELECT (d.body->>'cooling_hours')::int FROM policies d WHERE d.tenant_id = p.tenant_id AND d.company_id IS NULL ORDER BY d.version DESC LIMIT 1), 72))
WHERE p.changed_at IS NOT NULL;
CREATE INDEX contact_points_cooling ON contact_points (tenant_id, contact_id) WHERE changed_at IS NOT NULL AND approved_at IS NULL AND replaced_at IS NULL;

-- A keyed hash of the name of somebody who was erased, for a month: who comes under that name cools off.
ALTER TABLE contacts ADD COLUMN erased_name bytea;
CREATE INDEX contacts_erased_names ON contacts (tenant_id, erased_name) WHERE erased_name IS NOT NULL;

-- Who connected a PSA or changed its connection: they do not approve what comes through it.
ALTER TABLE integrations ADD COLUMN authors text[] NOT NULL DEFAULT '{}';
UPDATE integrations i SET authors = coalesce((SELECT array_agg(DISTINCT a.actor_kind || '/' || a.actor_id) FROM audit a
  WHERE a.tenant_id = i.tenant_id AND a.subject_kind = 'integration' AND a.subject_id = i.id::text AND a.action IN ('integration.created', 'integration.changed') AND a.actor_id IS NOT NULL), '{}');

-- +goose Down
SELECT 'forward only';
