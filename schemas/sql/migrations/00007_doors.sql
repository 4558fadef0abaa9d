-- +goose Up
-- The doors: the few things that must be read or swept before a tenant is known. Each is a SECURITY DEFINER function of the role countersign_door,
-- which nobody can log in as; it sees only the tables below, and only countersign_app may call it. A door answers about the one thing that the caller
-- already holds a secret or an unguessable id of, or does one fixed chore.
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenants', 'users', 'user_companies', 'password_tokens', 'sessions', 'api_keys', 'integrations', 'verifications', 'sends',
                           'idempotency_keys', 'webhook_events', 'events'] LOOP
    EXECUTE format('CREATE POLICY door ON %I TO countersign_door USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO countersign_door', t);
  END LOOP;
END $$;
-- +goose StatementEnd
GRANT INSERT ON tenants TO countersign_door;
GRANT DELETE ON sessions, password_tokens, idempotency_keys, webhook_events, events, sign_in_failures, operator_sessions TO countersign_door;
GRANT SELECT ON sign_in_failures, operators, operator_sessions TO countersign_door;
GRANT INSERT ON operator_sessions, operator_audit TO countersign_door;

-- Throttling knows no tenant; the rows hold keyed hashes and times only.
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failures TO countersign_app;

-- Whether the schema is the one this build knows.
GRANT SELECT ON goose_db_version TO countersign_app;

-- Creating in a schema asks for this right only while the functions are made.
SET ROLE countersign_door;

-- What an API key may do, by the SHA-256 of its secret; nothing for a revoked key or one whose person may no longer work here.
-- +goose StatementBegin
CREATE FUNCTION door.api_key(secret bytea)
RETURNS TABLE (tenant_id uuid, id uuid, name text, scopes text[], last_used_at timestamptz, user_id uuid, user_name text, role text, limited boolean, company_ids uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT k.tenant_id, k.id, k.name, k.scopes, k.last_used_at, u.id, u.name, u.role, coalesce(u.limited, false),
         ARRAY(SELECT c.company_id FROM public.user_companies c WHERE c.tenant_id = k.tenant_id AND c.user_id = u.id)
  FROM public.api_keys k LEFT JOIN public.users u ON u.tenant_id = k.tenant_id AND u.id = k.user_id
  WHERE k.secret_hash = secret AND k.revoked_at IS NULL AND (k.user_id IS NULL OR u.status = 'active')
$$;
-- +goose StatementEnd

-- The people of one address, by its keyed hash: one row an MSP they work for.
-- +goose StatementBegin
CREATE FUNCTION door.users_by_email(email bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, name text, role text, status text, password_hash text, use_mfa boolean, allow_ui boolean, totp_confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT u.tenant_id, t.slug, t.name, u.id, u.name, u.role, u.status, u.password_hash, u.use_mfa, u.allow_ui, u.totp_confirmed
  FROM public.users u JOIN public.tenants t ON t.tenant_id = u.tenant_id WHERE u.email_index = email ORDER BY t.slug
$$;
-- +goose StatementEnd

-- Whose invitation, set-up link or reset a token is, by its SHA-256.
-- +goose StatementBegin
CREATE FUNCTION door.password_token(token bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, user_id uuid, purpose text, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT p.tenant_id, t.slug, t.name, p.user_id, p.purpose, p.expires_at
  FROM public.password_tokens p JOIN public.tenants t ON t.tenant_id = p.tenant_id WHERE p.token_hash = token AND p.expires_at > now()
$$;
-- +goose StatementEnd

-- Which send a link belongs to, by the SHA-256 of its token.
-- +goose StatementBegin
CREATE FUNCTION door.link(link bytea)
RETURNS TABLE (tenant_id uuid, verification_id uuid, number integer, contact_id uuid, run_id text, status text, newest integer, expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT s.tenant_id, s.verification_id, s.number, v.contact_id, v.run_id, v.status,
         (SELECT max(n.number) FROM public.sends n WHERE n.tenant_id = s.tenant_id AND n.verification_id = s.verification_id), s.expires_at
  FROM public.sends s JOIN public.verifications v ON v.tenant_id = s.tenant_id AND v.id = s.verification_id WHERE s.link_hash = link
$$;
-- +goose StatementEnd

-- Whose verification a send belongs to, for reports of the platform's own mail account, which come in at one address for all MSPs.
-- +goose StatementBegin
CREATE FUNCTION door.verification_tenant(verification uuid) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT v.tenant_id FROM public.verifications v WHERE v.id = verification
$$;
-- +goose StatementEnd

-- Whose webhook a provider knocks at.
-- +goose StatementBegin
CREATE FUNCTION door.integration(integration uuid, integration_kind text) RETURNS TABLE (tenant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.tenant_id FROM public.integrations i WHERE i.id = integration AND i.kind = integration_kind
$$;
-- +goose StatementEnd

-- Every MSP, for chores that go from one to the next.
-- +goose StatementBegin
CREATE FUNCTION door.tenants() RETURNS TABLE (tenant_id uuid, slug text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT t.tenant_id, t.slug, t.name FROM public.tenants t ORDER BY t.slug $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION door.create_tenant(tenant uuid, tenant_slug text, tenant_name text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.tenants (tenant_id, slug, name) VALUES (tenant, tenant_slug, tenant_name)
$$;
-- +goose StatementEnd

-- Open verifications that look abandoned: without a run since no_run_before, or past their end since ends_before.
-- +goose StatementBegin
CREATE FUNCTION door.stray_verifications(no_run_before timestamptz, ends_before timestamptz, at_most integer)
RETURNS TABLE (tenant_id uuid, id uuid, contact_id uuid, run_id text, opened_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT v.tenant_id, v.id, v.contact_id, v.run_id, v.opened_at, v.ends_at FROM public.verifications v
  WHERE v.status = 'pending' AND ((v.run_id IS NULL AND v.opened_at < no_run_before) OR v.ends_at < ends_before) ORDER BY v.opened_at LIMIT at_most
$$;
-- +goose StatementEnd

-- Throws away what only had a time to live. Returns how many rows went.
-- +goose StatementBegin
CREATE FUNCTION door.sweep(at timestamptz, idempotency_before timestamptz, webhooks_before timestamptz, events_before timestamptz, failures_before timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE gone bigint := 0; n bigint;
BEGIN
  DELETE FROM public.sessions s WHERE s.expires_at < at; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.password_tokens p WHERE p.expires_at < at; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.operator_sessions o WHERE o.expires_at < at; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.idempotency_keys i WHERE i.created_at < idempotency_before; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.webhook_events w WHERE w.received_at < webhooks_before; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.events e WHERE e.at < events_before; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.sign_in_failures f WHERE failures_before > ALL (f.times); GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  RETURN gone;
END $$;
-- +goose StatementEnd

-- Operators stand outside all tenants: the app can check one, keep a session for one and write what they did, and read none of it back.
-- +goose StatementBegin
CREATE FUNCTION door.operator_by_name(operator_name text) RETURNS TABLE (id uuid, name text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT o.id, o.name, o.password_hash FROM public.operators o WHERE o.name = operator_name $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION door.open_operator_session(operator uuid, token bytea, until timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.operator_sessions (token_hash, operator_id, expires_at) VALUES (token, operator, until)
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION door.operator_session(token bytea) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT o.id, o.name FROM public.operator_sessions s JOIN public.operators o ON o.id = s.operator_id WHERE s.token_hash = token AND s.expires_at > now()
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION door.audit_operator(entry uuid, operator_name text, what text, how jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.operator_audit (id, operator, action, details) VALUES (entry, operator_name, what, how)
$$;
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
