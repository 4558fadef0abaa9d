-- +goose Up
-- A request holds its Idempotency-Key for a moment at a time and says so again while it works, so that one whose process is gone holds it no longer.
-- reserved_id is what the request creates: whoever takes the key over finds it by the same id.
ALTER TABLE idempotency_keys
  ADD COLUMN held_until  timestamptz NOT NULL DEFAULT now() + interval '1 minute',
  ADD COLUMN holder      uuid,
  ADD COLUMN reserved_id uuid,
  ADD COLUMN made_sealed bytea;
