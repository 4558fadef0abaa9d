-- +goose Up
CREATE TABLE audit (
  tenant_id    uuid NOT NULL REFERENCES tenants,
  id           uuid NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  actor_kind   text NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system', 'contact', 'operator')),
  actor_id     uuid,
  actor_name   text NOT NULL,
  action       text NOT NULL,
  subject_kind text NOT NULL,
  subject_id   text NOT NULL,
  company_id   uuid,
  details      jsonb NOT NULL DEFAULT '{}', -- never PII: ids, masks, codes of reasons
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_by_time ON audit (tenant_id, at DESC, id DESC);
CREATE INDEX audit_by_company ON audit (tenant_id, company_id, at DESC, id DESC);

CREATE TABLE evidence_heads (
  tenant_id uuid PRIMARY KEY REFERENCES tenants,
  seq       bigint NOT NULL,
  hash      text NOT NULL
);
CREATE TABLE evidence (
  tenant_id       uuid NOT NULL,
  seq             bigint NOT NULL,
  verification_id uuid NOT NULL,
  kind            text NOT NULL, -- 'result', or 'delivery-<number>-<status>' for an addendum
  bundle          text NOT NULL, -- canonical JSON, exactly as it was signed
  hash            text NOT NULL, -- SHA-256 of bundle, hex
  signature       text NOT NULL, -- Ed25519 over the hash's bytes, base64
  key_id          text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, seq),
  UNIQUE (tenant_id, verification_id, kind),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id)
);

-- What screens hear: ids only.
CREATE TABLE events (
  tenant_id  uuid NOT NULL,
  id         bigint GENERATED ALWAYS AS IDENTITY,
  at         timestamptz NOT NULL DEFAULT now(),
  kind       text NOT NULL, -- verification.updated | contact.updated | alert.raised | settings.updated
  subject_id uuid NOT NULL,
  contact_id uuid,
  company_id uuid,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX events_by_age ON events (at);
-- +goose StatementBegin
CREATE FUNCTION notify_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('countersign_events', json_build_object('t', NEW.tenant_id, 'id', NEW.id, 'kind', NEW.kind, 's', NEW.subject_id, 'c', NEW.contact_id, 'co', NEW.company_id)::text);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_notify AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION notify_event();

-- +goose Down
SELECT 'forward only';
