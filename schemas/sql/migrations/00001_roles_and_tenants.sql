-- +goose Up
-- Two roles without login. countersign_app is what api and worker are: it owns nothing and sees one tenant at a time.
-- countersign_door owns the few SECURITY DEFINER functions that read before a tenant is known.
-- +goose StatementBegin
DO $$
BEGIN
  BEGIN CREATE ROLE countersign_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  BEGIN CREATE ROLE countersign_door NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  EXECUTE format('GRANT countersign_door TO %I', current_user);
END $$;
-- +goose StatementEnd
CREATE SCHEMA IF NOT EXISTS door AUTHORIZATION countersign_door;
GRANT USAGE ON SCHEMA door TO countersign_app;
GRANT USAGE ON SCHEMA public TO countersign_app, countersign_door;

-- The tenant of the running transaction; an error without one, never "all".
-- +goose StatementBegin
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT current_setting('countersign.tenant')::uuid $$;
-- +goose StatementEnd

CREATE TABLE tenants (
  tenant_id   uuid PRIMARY KEY,
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,60}$'),
  name        text NOT NULL,
  settings    jsonb NOT NULL DEFAULT '{}',
  created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE companies (
  tenant_id   uuid NOT NULL REFERENCES tenants,
  id          uuid NOT NULL,
  name        text COLLATE "C" NOT NULL,
  sort_name   text COLLATE "C" NOT NULL,
  country     text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, sort_name)
);

-- +goose Down
SELECT 'forward only';
