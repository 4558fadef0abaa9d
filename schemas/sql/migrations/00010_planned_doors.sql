-- +goose Up
-- The doors that every request passes, as PL/pgSQL: a SECURITY DEFINER function in SQL is planned anew at each call, which costs more than what it reads.
SET ROLE countersign_door;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.api_key(secret bytea)
RETURNS TABLE (tenant_id uuid, id uuid, name text, scopes text[], last_used_at timestamptz, user_id uuid, user_name text, role text, limited boolean, company_ids uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT k.tenant_id, k.id, k.name, k.scopes, k.last_used_at, u.id, u.name, u.role, coalesce(u.limited, false),
         ARRAY(SELECT c.company_id FROM public.user_companies c WHERE c.tenant_id = k.tenant_id AND c.user_id = u.id)
  FROM public.api_keys k LEFT JOIN public.users u ON u.tenant_id = k.tenant_id AND u.id = k.user_id
  WHERE k.secret_hash = secret AND k.revoked_at IS NULL AND (k.user_id IS NULL OR u.status = 'active');
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.link(link bytea)
RETURNS TABLE (tenant_id uuid, verification_id uuid, number integer, contact_id uuid, run_id text, status text, newest integer, expires_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT s.tenant_id, s.verification_id, s.number, v.contact_id, v.run_id, v.status,
         (SELECT max(n.number) FROM public.sends n WHERE n.tenant_id = s.tenant_id AND n.verification_id = s.verification_id), s.expires_at
  FROM public.sends s JOIN public.verifications v ON v.tenant_id = s.tenant_id AND v.id = s.verification_id WHERE s.link_hash = link;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.integration(integration uuid, integration_kind text) RETURNS TABLE (tenant_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT i.tenant_id FROM public.integrations i WHERE i.id = integration AND i.kind = integration_kind;
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
  WHERE s.token_hash = token AND s.expires_at > now() AND u.status = 'active';
END $$;
-- +goose StatementEnd

RESET ROLE;

-- +goose Down
SELECT 'forward only';
