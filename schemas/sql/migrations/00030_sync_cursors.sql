-- +goose Up
-- Where the next list begins is decided by the PSA's own time at which this one began, never by a stamp of a row. Rows that cannot be kept are left out and named.
ALTER TABLE syncs
  ADD COLUMN began timestamptz,                    -- by the PSA's clock: everything that changed before is in the list
  ADD COLUMN recent integer NOT NULL DEFAULT 0,    -- rows of the list that changed shortly before it began
  ADD COLUMN skipped integer NOT NULL DEFAULT 0,   -- companies and contacts that cannot be kept
  ADD COLUMN skipped_rows text[] NOT NULL DEFAULT '{}'; -- some of them: "contact 212"

-- +goose Down
SELECT 'forward only';
