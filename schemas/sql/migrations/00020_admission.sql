-- +goose Up
-- What an MSP may set at most. Only the owner of the database changes it (`countersign tenant limits`); what is absent has the product's default.
ALTER TABLE tenants ADD COLUMN ceilings jsonb NOT NULL DEFAULT '{}';
REVOKE UPDATE ON tenants FROM countersign_app;
GRANT UPDATE (settings) ON tenants TO countersign_app;

-- An MSP keeps what it had set before there were ceilings. Changing the type fills the column for every tenant, whoever runs the migration: row security does not apply to it.
ALTER TABLE tenants ALTER COLUMN ceilings DROP DEFAULT;
ALTER TABLE tenants ALTER COLUMN ceilings TYPE jsonb USING jsonb_strip_nulls(jsonb_build_object(
  'spend_per_day_cents', CASE WHEN (settings->>'spend_per_day_cents')::integer > 20000 THEN settings->'spend_per_day_cents' END,
  'sends_per_minute', CASE WHEN (settings->>'sends_per_minute')::integer > 120 THEN settings->'sends_per_minute' END));
ALTER TABLE tenants ALTER COLUMN ceilings SET DEFAULT '{}';

-- When a message was counted against country list, limits and money. One that was not is counted when it is handed over.
ALTER TABLE messages ADD COLUMN admitted_at timestamptz;

-- +goose Down
SELECT 'forward only';
