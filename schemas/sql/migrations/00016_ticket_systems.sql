-- +goose Up
-- Which connections are ticket systems says the row, not the absence from a list of kinds: a kind that is new is none until it says so.
-- Changing the type fills the column for every tenant, whoever runs the migration: row security does not apply to it.
ALTER TABLE integrations ADD COLUMN ticket_system boolean NOT NULL DEFAULT false;
ALTER TABLE integrations ALTER COLUMN ticket_system DROP DEFAULT;
ALTER TABLE integrations ALTER COLUMN ticket_system TYPE boolean USING (kind NOT IN ('twilio', 'sendgrid'));
ALTER TABLE integrations ALTER COLUMN ticket_system SET DEFAULT false;

SET ROLE countersign_door;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.synced_integrations() RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.tenant_id, i.id FROM public.integrations i WHERE i.enabled AND i.archived_at IS NULL AND i.ticket_system ORDER BY i.id
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.pod_host(integration uuid) RETURNS TABLE (kind text, origin text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT i.kind, coalesce(substring(i.base_url FROM '^(https?://[A-Za-z0-9.-]+(:[0-9]+)?)([/?#]|$)'), '')
  FROM public.integrations i WHERE i.id = integration AND i.ticket_system AND i.archived_at IS NULL;
END $$;
-- +goose StatementEnd

RESET ROLE;

-- +goose Down
SELECT 'forward only';
