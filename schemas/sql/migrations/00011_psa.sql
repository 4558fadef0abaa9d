-- +goose Up
-- An MSP may have several PSAs, also of one kind; Twilio and SendGrid stay one each. Which kinds of PSA there are, the code says.
ALTER TABLE integrations DROP CONSTRAINT integrations_kind_check;
ALTER TABLE integrations DROP CONSTRAINT integrations_tenant_id_kind_key;
CREATE UNIQUE INDEX integrations_of_ours ON integrations (tenant_id, kind) WHERE kind IN ('twilio', 'sendgrid');
ALTER TABLE integrations
  ADD COLUMN enabled boolean NOT NULL DEFAULT true, -- false: nothing is synced; what is queued for tickets waits
  ADD COLUMN problem text,                          -- what is wrong with the connection, in one sentence; null: nothing known
  ADD COLUMN checked_at timestamptz,                -- when it last answered, or did not
  ADD COLUMN companies_since timestamptz,           -- by the PSA's clock: everything that changed before is here
  ADD COLUMN contacts_since timestamptz,
  ADD COLUMN reconciled_at timestamptz,             -- when the last whole list was read to its end
  ADD COLUMN archived_at timestamptz;

-- Which of our companies a PSA's company is.
CREATE TABLE company_links (
  tenant_id      uuid NOT NULL,
  integration_id uuid NOT NULL,
  external_id    text COLLATE "C" NOT NULL,
  company_id     uuid NOT NULL,
  digest         bytea NOT NULL, -- keyed hash of what the PSA said last: the same again is not written
  active         boolean NOT NULL,
  gone_at        timestamptz,    -- deleted at the PSA
  linked_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, integration_id, external_id),
  FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id),
  FOREIGN KEY (tenant_id, company_id) REFERENCES companies (tenant_id, id)
);
CREATE INDEX company_links_by_company ON company_links (tenant_id, company_id);

-- Which of our contacts a PSA's contact is.
CREATE TABLE contact_links (
  tenant_id      uuid NOT NULL,
  integration_id uuid NOT NULL,
  external_id    text COLLATE "C" NOT NULL,
  contact_id     uuid NOT NULL,
  digest         bytea NOT NULL,
  active         boolean NOT NULL,
  gone_at        timestamptz,
  linked_at      timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, integration_id, external_id),
  FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts (tenant_id, id)
);
CREATE INDEX contact_links_by_contact ON contact_links (tenant_id, contact_id);

ALTER TABLE contacts ADD COLUMN inactive_since timestamptz; -- every PSA that knows this person says that they are gone

-- Where a number or address comes from. A point that came with its person has no changed_at; a later one cools off from then, unless a second person approves it.
ALTER TABLE contact_points
  ADD COLUMN added_by text NOT NULL DEFAULT '',     -- who put it on file: a person's name, an API key's or an integration's
  ADD COLUMN added_actor text NOT NULL DEFAULT '',  -- "user/<id>", "api_key/<id>" or "integration/<id>"
  ADD COLUMN previous_id uuid,                      -- the point it replaced, if there was one
  ADD COLUMN changed_at timestamptz,
  ADD COLUMN approved_at timestamptz,
  ADD COLUMN approved_by text,
  ADD COLUMN approved_reason text;

CREATE TABLE syncs (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  integration_id uuid NOT NULL,
  run_id         text NOT NULL, -- Temporal's
  mode           text NOT NULL CHECK (mode IN ('full', 'incremental', 'reconciliation')),
  status         text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'paused', 'completed', 'failed')),
  phase          text NOT NULL DEFAULT 'companies' CHECK (phase IN ('companies', 'contacts', 'deletions', 'finished')),
  since          timestamptz,                 -- of the list that is being read; null: everything
  next           text NOT NULL DEFAULT '',    -- where it goes on
  newest         timestamptz,                 -- the latest change seen in it, by the PSA's clock
  whole          boolean NOT NULL DEFAULT false, -- the list holds everybody
  pages          integer NOT NULL DEFAULT 0,
  companies      integer NOT NULL DEFAULT 0,
  contacts       integer NOT NULL DEFAULT 0,
  changed        integer NOT NULL DEFAULT 0,  -- companies and contacts that were written
  flagged        integer NOT NULL DEFAULT 0,  -- numbers and addresses that cannot be used
  revoked        integer NOT NULL DEFAULT 0,  -- shields that a change took away
  requests       integer NOT NULL DEFAULT 0,
  error          text,
  started_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  finished_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id)
);
CREATE UNIQUE INDEX syncs_open ON syncs (tenant_id, integration_id) WHERE status IN ('running', 'paused');
CREATE INDEX syncs_by_integration ON syncs (tenant_id, integration_id, started_at DESC, id DESC);
-- Counted several times a second while a sync runs: room in the page keeps such updates out of the indexes.
ALTER TABLE syncs SET (fillfactor = 50);

-- The ids that a whole list held, a row a page, while it is being read: who is missing at its end is gone.
CREATE TABLE sync_pages (
  tenant_id uuid NOT NULL,
  sync_id   uuid NOT NULL,
  phase     text NOT NULL,
  page      integer NOT NULL,
  ids       text[] NOT NULL,
  PRIMARY KEY (tenant_id, sync_id, phase, page),
  FOREIGN KEY (tenant_id, sync_id) REFERENCES syncs (tenant_id, id)
);

-- Named profiles of what a new ticket looks like.
CREATE TABLE ticket_defaults (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  integration_id uuid NOT NULL,
  name           text NOT NULL,
  fields         jsonb NOT NULL, -- the PSA's ids by our names
  labels         jsonb NOT NULL DEFAULT '{}', -- what the chosen ids were called when they were chosen
  status         text NOT NULL DEFAULT 'unchecked' CHECK (status IN ('unchecked', 'checking', 'valid', 'invalid')),
  problem        text,           -- why it is invalid, or what was left behind
  missing_right  text,           -- the right that was missing, in the PSA's own words
  leftover       text,           -- a ticket of the check that could not be removed yet
  checked_at     timestamptz,
  created_at     timestamptz NOT NULL,
  archived_at    timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, integration_id) REFERENCES integrations (tenant_id, id)
);
CREATE UNIQUE INDEX ticket_defaults_by_name ON ticket_defaults (tenant_id, name) WHERE archived_at IS NULL;

ALTER TABLE sms_channels ADD COLUMN ticket_default_id uuid;
ALTER TABLE sms_channels ADD FOREIGN KEY (tenant_id, ticket_default_id) REFERENCES ticket_defaults (tenant_id, id);

-- A first sync fills these from nothing within minutes: the planner must learn of it before they are read whole for every page.
ALTER TABLE contacts SET (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE contact_points SET (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE contact_links SET (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE contact_terms SET (autovacuum_analyze_threshold = 10000, autovacuum_analyze_scale_factor = 0.05);

ALTER TABLE audit DROP CONSTRAINT audit_actor_kind_check;
ALTER TABLE audit ADD CONSTRAINT audit_actor_kind_check CHECK (actor_kind IN ('user', 'api_key', 'system', 'contact', 'operator', 'integration'));

CREATE INDEX ticket_writes_list ON ticket_writes (tenant_id, position DESC);
CREATE INDEX ticket_writes_of_ticket ON ticket_writes (tenant_id, integration_id, ticket_id, position);

-- +goose StatementBegin
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['company_links', 'contact_links', 'syncs', 'sync_pages', 'ticket_defaults'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO countersign_app', t);
  END LOOP;
END $$;
-- +goose StatementEnd

SET ROLE countersign_door;

-- PSAs that are to be synced by themselves: each has a schedule.
-- +goose StatementBegin
CREATE FUNCTION door.synced_integrations() RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.tenant_id, i.id FROM public.integrations i WHERE i.enabled AND i.archived_at IS NULL AND i.kind NOT IN ('twilio', 'sendgrid') ORDER BY i.id
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
