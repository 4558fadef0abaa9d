-- +goose Up
-- Why the ticket system opened no ticket for a channel when it was asked last, in a sentence; null: it did, or was not asked since the channel was saved.
ALTER TABLE sms_channels ADD COLUMN ticket_problem text;

-- +goose Down
SELECT 'forward only';
