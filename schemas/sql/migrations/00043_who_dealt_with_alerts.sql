-- +goose Up
-- Who looks after an alert, and who dealt with it, with the API key that spoke for them. Null in alerts from before: names alone are known there.
ALTER TABLE alerts
  ADD COLUMN owner_kind text, ADD COLUMN owner_key_id uuid, ADD COLUMN owner_key_name text,
  ADD COLUMN settled_by_id uuid, ADD COLUMN settled_by_kind text, ADD COLUMN settled_key_id uuid, ADD COLUMN settled_key_name text;

-- +goose Down
SELECT 'forward only';
