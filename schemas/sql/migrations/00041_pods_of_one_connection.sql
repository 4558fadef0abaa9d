-- +goose Up
-- scheme://host[:port] of an address, in lower case; '' for what is none.
-- +goose StatementBegin
CREATE FUNCTION origin_of(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT coalesce(lower(substring(address FROM '^(https?://[A-Za-z0-9.-]+(:[0-9]+)?)([/?#]|$)')), '')
$$;
-- +goose StatementEnd
GRANT EXECUTE ON FUNCTION origin_of(text) TO countersign_app, countersign_door;

-- What signs a pod in is good in the pod of one connection, as long as that connection stands, and where it stood. Null: a pod that no connection frames.
ALTER TABLE sessions ADD COLUMN integration_id uuid;
ALTER TABLE sessions ADD COLUMN pod_origin text; -- of the connection's address at sign-in
ALTER TABLE sessions ADD CONSTRAINT sessions_integration FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id) ON DELETE CASCADE;
ALTER TABLE sessions ADD CONSTRAINT sessions_pod_origin CHECK ((integration_id IS NULL) = (pod_origin IS NULL));
CREATE INDEX sessions_by_integration ON sessions (tenant_id, integration_id) WHERE integration_id IS NOT NULL;

SET ROLE countersign_door;
DELETE FROM public.sessions WHERE kind IN ('pod_code', 'pod_refresh', 'pod_bearer'); -- they were bound to no connection

-- Who holds a session token of any kind, by its SHA-256, and the connection in whose pod it is good. Nothing once it has expired, the person is not active, the MSP
-- is suspended, or the connection is gone or stands elsewhere.
-- +goose StatementBegin
CREATE FUNCTION door.session_holder(token bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, kind text, challenge text, tries integer, enrol_only boolean, created_at timestamptz, expires_at timestamptz,
               user_id uuid, user_name text, role text, use_mfa boolean, allow_ui boolean, totp_confirmed boolean, limited boolean, company_ids uuid[],
               used_at timestamptz, family_id uuid, spent_at timestamptz, integration_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT s.tenant_id, t.slug, t.name, s.id, s.kind, s.challenge, s.tries, s.enrol_only, s.created_at, s.expires_at,
         u.id, u.name, u.role, u.use_mfa, u.allow_ui, u.totp_confirmed, u.limited,
         ARRAY(SELECT c.company_id FROM public.user_companies c WHERE c.tenant_id = s.tenant_id AND c.user_id = u.id),
         s.used_at, s.family_id, s.spent_at, s.integration_id
  FROM public.sessions s JOIN public.users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id JOIN public.tenants t ON t.tenant_id = s.tenant_id
  WHERE s.token_hash = token AND s.expires_at > now() AND u.status = 'active' AND t.suspended_at IS NULL
    AND (s.integration_id IS NULL OR EXISTS (
      SELECT FROM public.integrations i WHERE i.tenant_id = s.tenant_id AND i.id = s.integration_id AND i.archived_at IS NULL AND public.origin_of(i.base_url) = s.pod_origin));
END $$;
-- +goose StatementEnd

-- Binaries of the version before ask by this name and for fewer columns.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.signed_in(token bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, kind text, challenge text, tries integer, enrol_only boolean, created_at timestamptz, expires_at timestamptz,
               user_id uuid, user_name text, role text, use_mfa boolean, allow_ui boolean, totp_confirmed boolean, limited boolean, company_ids uuid[],
               used_at timestamptz, family_id uuid, spent_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT h.tenant_id, h.tenant_slug, h.tenant_name, h.id, h.kind, h.challenge, h.tries, h.enrol_only, h.created_at, h.expires_at, h.user_id, h.user_name, h.role, h.use_mfa,
         h.allow_ui, h.totp_confirmed, h.limited, h.company_ids, h.used_at, h.family_id, h.spent_at
  FROM door.session_holder(token) h
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.pod_host(integration uuid) RETURNS TABLE (kind text, origin text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT i.kind, public.origin_of(i.base_url) FROM public.integrations i WHERE i.id = integration AND i.ticket_system AND i.archived_at IS NULL;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION door.session_holder(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.session_holder(bytea) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
