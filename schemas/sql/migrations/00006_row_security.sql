-- +goose Up
-- Every table with a tenant is walled: forced, for reading and for writing. A transaction without a tenant fails.
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
           WHERE n.nspname = 'public' AND c.relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO countersign_app', t);
  END LOOP;
END $$;
-- +goose StatementEnd
-- What is written once stays: the audit log, evidence and the versions of policies, templates and branding.
REVOKE UPDATE, DELETE ON audit, evidence, policies, templates, branding FROM countersign_app;
REVOKE INSERT, DELETE ON tenants FROM countersign_app;

-- +goose Down
SELECT 'forward only';
