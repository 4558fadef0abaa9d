-- +goose Up
-- An alert is for somebody of the MSP to deal with: a person denied a call, or the codes of a call were wrong too often.
CREATE TABLE alerts (
  tenant_id                  uuid NOT NULL REFERENCES tenants,
  id                         uuid NOT NULL,
  kind                       text NOT NULL CHECK (kind IN ('not_me', 'wrong_codes', 'not_ours')),
  verification_id            uuid, -- of these three the one that it speaks of
  technician_verification_id uuid,
  message_id                 uuid,
  raised_at                  timestamptz NOT NULL,
  owner_id                   uuid, -- who looks after it
  owner_name                 text,
  settled_at                 timestamptz, -- when it was dealt with
  settled_by                 text,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id),
  FOREIGN KEY (tenant_id, technician_verification_id) REFERENCES technician_verifications (tenant_id, id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES messages (tenant_id, id)
);
CREATE INDEX alerts_by_time ON alerts (tenant_id, raised_at DESC, id DESC);
CREATE INDEX alerts_open ON alerts (tenant_id, raised_at DESC, id DESC) WHERE settled_at IS NULL;

-- Whom an alert speaks of. A denial stands until an Admin clears it: until then none of the person's shields counts.
CREATE TABLE denials (
  tenant_id      uuid NOT NULL,
  alert_id       uuid NOT NULL,
  contact_id     uuid NOT NULL,
  company_id     uuid NOT NULL,
  at             timestamptz NOT NULL,
  cleared_at     timestamptz,
  cleared_by     text,
  cleared_reason text,
  PRIMARY KEY (tenant_id, alert_id, contact_id),
  FOREIGN KEY (tenant_id, alert_id) REFERENCES alerts (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
);
CREATE INDEX denials_standing ON denials (tenant_id, contact_id, at DESC) WHERE cleared_at IS NULL;

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['alerts', 'denials'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO countersign_app', t);
  END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
SELECT 'forward only';
