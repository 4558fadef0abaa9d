-- +goose Up
-- An operator's account can be closed, and an MSP suspended: its people and keys are refused and nothing leaves for its clients, while its rows stay.
ALTER TABLE operators ADD COLUMN disabled_at timestamptz;
ALTER TABLE tenants ADD COLUMN suspended_at timestamptz;
GRANT UPDATE (suspended_at) ON tenants TO countersign_door; -- by the operator's commands, as with ceilings

SET ROLE countersign_door;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.operator_by_name(operator_name text) RETURNS TABLE (id uuid, name text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT o.id, o.name, o.password_hash FROM public.operators o WHERE o.name = operator_name AND o.disabled_at IS NULL
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.operator_session(token bytea) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT o.id, o.name FROM public.operator_sessions s JOIN public.operators o ON o.id = s.operator_id WHERE s.token_hash = token AND s.expires_at > now() AND o.disabled_at IS NULL
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.api_key(secret bytea)
RETURNS TABLE (tenant_id uuid, id uuid, name text, scopes text[], last_used_at timestamptz, user_id uuid, user_name text, role text, limited boolean, company_ids uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT k.tenant_id, k.id, k.name, k.scopes, k.last_used_at, u.id, u.name, u.role, coalesce(u.limited, false),
         ARRAY(SELECT c.company_id FROM public.user_companies c WHERE c.tenant_id = k.tenant_id AND c.user_id = u.id)
  FROM public.api_keys k JOIN public.tenants t ON t.tenant_id = k.tenant_id LEFT JOIN public.users u ON u.tenant_id = k.tenant_id AND u.id = k.user_id
  WHERE k.secret_hash = secret AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND (k.user_id IS NULL OR u.status = 'active') AND t.suspended_at IS NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.signed_in(token bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, kind text, challenge text, tries integer, enrol_only boolean, created_at timestamptz, expires_at timestamptz,
               user_id uuid, user_name text, role text, use_mfa boolean, allow_ui boolean, totp_confirmed boolean, limited boolean, company_ids uuid[],
               used_at timestamptz, family_id uuid, spent_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT s.tenant_id, t.slug, t.name, s.id, s.kind, s.challenge, s.tries, s.enrol_only, s.created_at, s.expires_at,
         u.id, u.name, u.role, u.use_mfa, u.allow_ui, u.totp_confirmed, u.limited,
         ARRAY(SELECT c.company_id FROM public.user_companies c WHERE c.tenant_id = s.tenant_id AND c.user_id = u.id),
         s.used_at, s.family_id, s.spent_at
  FROM public.sessions s JOIN public.users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id JOIN public.tenants t ON t.tenant_id = s.tenant_id
  WHERE s.token_hash = token AND s.expires_at > now() AND u.status = 'active' AND t.suspended_at IS NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.users_by_email(email bytea)
RETURNS TABLE (tenant_id uuid, tenant_slug text, tenant_name text, id uuid, name text, role text, status text, password_hash text, use_mfa boolean, allow_ui boolean, totp_confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT u.tenant_id, t.slug, t.name, u.id, u.name, u.role, u.status, u.password_hash, u.use_mfa, u.allow_ui, u.totp_confirmed
  FROM public.users u JOIN public.tenants t ON t.tenant_id = u.tenant_id WHERE u.email_index = email AND t.suspended_at IS NULL ORDER BY t.slug
$$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
SELECT 'forward only';
