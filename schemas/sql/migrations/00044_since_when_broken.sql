-- +goose Up
-- Since when a connection fails, so that screens can say it.
ALTER TABLE integrations ADD COLUMN problem_since timestamptz;
UPDATE integrations SET problem_since = checked_at WHERE problem IS NOT NULL;

-- A list of tickets asks who talks in each.
CREATE INDEX conversations_by_ticket ON conversations (tenant_id, ticket_id) WHERE ticket_id IS NOT NULL;

-- +goose Down
SELECT 'forward only';
