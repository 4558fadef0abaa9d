-- +goose Up
-- Since when a client's messages wait that nobody read and no mail told of, and when a mail told of the last that nobody has read since.
ALTER TABLE conversations
  ADD COLUMN untold_since timestamptz,
  ADD COLUMN told_at      timestamptz;

-- +goose Down
SELECT 'forward only';
