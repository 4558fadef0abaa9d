-- +goose Up
-- When somebody said that a conversation is done: its ticket, if we opened it, gets the status of the end. Null for one that is open, or that closed by itself.
ALTER TABLE conversations ADD COLUMN done_at timestamptz;

-- +goose Down
SELECT 'forward only';
