-- +goose Up
-- When the person of a session last proved themselves after signing in, and which browser it is.
ALTER TABLE sessions ADD COLUMN proven_at timestamptz; -- null: at sign-in
ALTER TABLE sessions ADD COLUMN agent text;            -- the beginning of User-Agent

-- API keys end, and say who made them.
ALTER TABLE api_keys ADD COLUMN expires_at timestamptz; -- null: keys from before, and those of `countersign seed`
ALTER TABLE api_keys ADD COLUMN created_by uuid;        -- null: an operator, or an API key

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
  WHERE k.secret_hash = secret AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND (k.user_id IS NULL OR u.status = 'active');
END $$;
-- +goose StatementEnd
RESET ROLE;

-- +goose Down
SELECT 'forward only';
