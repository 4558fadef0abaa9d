-- +goose Up
-- Sessions end when nobody uses them. A pod's refresh tokens form a family: each is good once, and one that comes back late ends the whole family.
ALTER TABLE sessions ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE sessions ADD COLUMN family_id uuid;
ALTER TABLE sessions ADD COLUMN spent_at timestamptz;
CREATE INDEX sessions_by_user ON sessions (tenant_id, user_id);
CREATE INDEX password_tokens_by_user ON password_tokens (tenant_id, user_id);

-- When a mail was last handed over; null: surely not with the provider.
ALTER TABLE notices ADD COLUMN handed_at timestamptz;
CREATE INDEX notices_waiting ON notices (created_at) WHERE status = 'claimed' AND handed_at IS NULL;

-- What a sweep reads.
CREATE POLICY door ON notices TO countersign_door USING (true) WITH CHECK (true);
GRANT SELECT ON notices TO countersign_door;

SET ROLE countersign_door;

-- Who holds a session token of any kind, by its SHA-256; nothing once it has expired or the person is not active.
-- +goose StatementBegin
CREATE FUNCTION door.signed_in(token bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, kind text, challenge text, tries integer, enrol_only boolean, created_at timestamptz, expires_at timestamptz,
               user_id uuid, user_name text, role text, use_mfa boolean, allow_ui boolean, totp_confirmed boolean, limited boolean, company_ids uuid[],
               used_at timestamptz, family_id uuid, spent_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT s.tenant_id, t.slug, t.name, s.id, s.kind, s.challenge, s.tries, s.enrol_only, s.created_at, s.expires_at,
         u.id, u.name, u.role, u.use_mfa, u.allow_ui, u.totp_confirmed, u.limited,
         ARRAY(SELECT c.company_id FROM public.user_companies c WHERE c.tenant_id = s.tenant_id AND c.user_id = u.id),
         s.used_at, s.family_id, s.spent_at
  FROM public.sessions s JOIN public.users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id JOIN public.tenants t ON t.tenant_id = s.tenant_id
  WHERE s.token_hash = token AND s.expires_at > now() AND u.status = 'active'
$$;
-- +goose StatementEnd

-- Mails that nobody has taken up since before: whoever should have started their workflow is gone.
-- +goose StatementBegin
CREATE FUNCTION door.stray_notices(before timestamptz, at_most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT n.tenant_id, n.id FROM public.notices n WHERE n.status = 'claimed' AND n.handed_at IS NULL AND n.created_at < before ORDER BY n.created_at LIMIT at_most
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION door.close_operator_session(token bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$ DELETE FROM public.operator_sessions s WHERE s.token_hash = token $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'door' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO countersign_app', f);
  END LOOP;
END $$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
SELECT 'forward only';
