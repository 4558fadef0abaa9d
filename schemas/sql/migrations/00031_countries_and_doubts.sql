-- +goose Up
-- A company whose country nobody knows has none: its numbers are read as the MSP's, or not at all.
ALTER TABLE companies DROP CONSTRAINT companies_country_check;
ALTER TABLE companies ADD CONSTRAINT companies_country_check CHECK (country ~ '^([A-Z]{2})?$');

-- A number that was typed without its country's code, as it was typed: it is read again when the country changes. Empty for any other.
ALTER TABLE contact_points ADD COLUMN typed_sealed bytea NOT NULL DEFAULT '';

-- Contacts whom a PSA says it deleted. A read of that one record decides; then the row goes.
CREATE TABLE sync_doubts (
  tenant_id      uuid NOT NULL,
  integration_id uuid NOT NULL,
  external_id    text COLLATE "C" NOT NULL,
  at             timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, integration_id, external_id),
  FOREIGN KEY (tenant_id, integration_id, external_id) REFERENCES contact_links (tenant_id, integration_id, external_id)
);
ALTER TABLE sync_doubts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sync_doubts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sync_doubts TO countersign_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON sync_doubts TO countersign_app;

-- Whether the PSA calls us about changes, where we have to ask it to.
ALTER TABLE integrations
  ADD COLUMN callbacks_at timestamptz,   -- when it was asked last; null: never
  ADD COLUMN callbacks_problem text;     -- why it does not call, in one sentence; null: it does

-- Who reads the messages of a conversation in its ticket.
ALTER TABLE sms_channels ADD COLUMN public_notes boolean NOT NULL DEFAULT false;

-- +goose Down
SELECT 'forward only';
