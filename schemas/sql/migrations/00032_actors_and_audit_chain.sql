-- +goose Up
-- The API key that a request came by stands beside the person that it acts as.
ALTER TABLE audit ADD COLUMN via_key_id uuid, ADD COLUMN via_key_name text;
ALTER TABLE verifications ADD COLUMN leader_key_id uuid, ADD COLUMN leader_key_name text;
ALTER TABLE technician_verifications ADD COLUMN claimed_key_id uuid, ADD COLUMN claimed_key_name text;

-- The filters of the audit log.
CREATE INDEX audit_by_actor ON audit (tenant_id, actor_id, at DESC, id DESC);
CREATE INDEX audit_by_key ON audit (tenant_id, via_key_id, at DESC, id DESC) WHERE via_key_id IS NOT NULL;
CREATE INDEX audit_by_action ON audit (tenant_id, action, at DESC, id DESC);
-- Who did what to one verification.
CREATE INDEX audit_of_verification ON audit (tenant_id, subject_id, at) WHERE subject_kind = 'verification';

-- The audit log is a chain: each entry's hash covers what the entry says and the hash of the entry before. What names somebody is covered by a hash of its own
-- under a salt, so that it can be removed together with the salt while the chain still holds. Rows that are pruned leave the chain's next row, which names their hash.
CREATE TABLE audit_chain (
  tenant_id uuid NOT NULL,
  seq       bigint NOT NULL CHECK (seq > 0), -- from 1, in the order of commits
  entry_id  uuid NOT NULL,
  previous  text NOT NULL, -- hash of the entry before, '' for the first
  salt      uuid,          -- null once what names somebody was removed
  personal  text NOT NULL, -- hash of names and details under the salt, hex
  hash      text NOT NULL, -- hex
  PRIMARY KEY (tenant_id, seq),
  UNIQUE (tenant_id, entry_id)
);
CREATE TABLE audit_heads (
  tenant_id uuid PRIMARY KEY REFERENCES tenants,
  seq       bigint NOT NULL,
  hash      text NOT NULL
);
-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_chain', 'audit_heads'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('CREATE POLICY door ON %I TO countersign_door USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO countersign_app, countersign_door', t);
    EXECUTE format('GRANT INSERT ON %I TO countersign_door', t);
  END LOOP;
END $$;
-- +goose StatementEnd
GRANT UPDATE ON audit_heads TO countersign_door;

-- SHA-256 of fields, each written as its length in bytes, a colon, itself and a comma, so that no two lists of fields read alike. Null is an empty field.
-- +goose StatementBegin
CREATE FUNCTION digest_of(VARIADIC fields text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT encode(sha256(convert_to(string_agg(octet_length(coalesce(u.f, '')) || ':' || coalesce(u.f, '') || ',', '' ORDER BY u.n), 'UTF8')), 'hex')
  FROM unnest(fields) WITH ORDINALITY AS u (f, n)
$$;
-- +goose StatementEnd

-- The entries that are there already begin the chain. The role of the door sees every MSP's rows, and these only while it does this.
GRANT SELECT ON audit TO countersign_door;
CREATE POLICY chaining ON audit TO countersign_door USING (true);
SET ROLE countersign_door;

-- Puts an entry at the end of its MSP's chain. The head is locked until the transaction ends.
-- +goose StatementBegin
CREATE FUNCTION door.chain_audit() RETURNS trigger LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  last_seq bigint; last_hash text; salted uuid := gen_random_uuid(); personal_hash text; entry_hash text;
BEGIN
  LOOP
    SELECT h.seq, h.hash INTO last_seq, last_hash FROM public.audit_heads h WHERE h.tenant_id = NEW.tenant_id FOR UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO public.audit_heads (tenant_id, seq, hash) VALUES (NEW.tenant_id, 0, '') ON CONFLICT DO NOTHING;
  END LOOP;
  personal_hash := public.digest_of('countersign audit names 1', salted::text, NEW.actor_name, NEW.via_key_name, NEW.details::text);
  entry_hash := public.digest_of('countersign audit 1', last_hash, NEW.tenant_id::text, (last_seq + 1)::text, NEW.id::text, (extract(epoch FROM NEW.at) * 1000000)::bigint::text,
    NEW.actor_kind, NEW.actor_id::text, NEW.via_key_id::text, NEW.action, NEW.subject_kind, NEW.subject_id, NEW.company_id::text, personal_hash);
  INSERT INTO public.audit_chain (tenant_id, seq, entry_id, previous, salt, personal, hash) VALUES (NEW.tenant_id, last_seq + 1, NEW.id, last_hash, salted, personal_hash, entry_hash);
  UPDATE public.audit_heads h SET seq = last_seq + 1, hash = entry_hash WHERE h.tenant_id = NEW.tenant_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.chain_audit() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.chain_audit() TO countersign_app;

-- +goose StatementBegin
DO $$
DECLARE
  one record; last_tenant uuid; last_seq bigint; last_hash text; salted uuid; personal_hash text; entry_hash text;
BEGIN
  FOR one IN SELECT a.* FROM public.audit a ORDER BY a.tenant_id, a.at, a.id LOOP
    IF last_tenant IS DISTINCT FROM one.tenant_id THEN
      IF last_tenant IS NOT NULL THEN
        INSERT INTO public.audit_heads (tenant_id, seq, hash) VALUES (last_tenant, last_seq, last_hash);
      END IF;
      last_tenant := one.tenant_id; last_seq := 0; last_hash := '';
    END IF;
    salted := gen_random_uuid();
    personal_hash := public.digest_of('countersign audit names 1', salted::text, one.actor_name, one.via_key_name, one.details::text);
    entry_hash := public.digest_of('countersign audit 1', last_hash, one.tenant_id::text, (last_seq + 1)::text, one.id::text, (extract(epoch FROM one.at) * 1000000)::bigint::text,
      one.actor_kind, one.actor_id::text, one.via_key_id::text, one.action, one.subject_kind, one.subject_id, one.company_id::text, personal_hash);
    INSERT INTO public.audit_chain (tenant_id, seq, entry_id, previous, salt, personal, hash) VALUES (one.tenant_id, last_seq + 1, one.id, last_hash, salted, personal_hash, entry_hash);
    last_seq := last_seq + 1; last_hash := entry_hash;
  END LOOP;
  IF last_tenant IS NOT NULL THEN
    INSERT INTO public.audit_heads (tenant_id, seq, hash) VALUES (last_tenant, last_seq, last_hash);
  END IF;
END $$;
-- +goose StatementEnd
RESET ROLE;
DROP POLICY chaining ON audit;
REVOKE SELECT ON audit FROM countersign_door;

-- Deferred to the commit: entries of one MSP wait for each other there only, and no lock is taken after this one.
GRANT EXECUTE ON FUNCTION door.chain_audit() TO CURRENT_USER;
CREATE CONSTRAINT TRIGGER chained AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION door.chain_audit();

-- +goose Down
SELECT 'forward only';
