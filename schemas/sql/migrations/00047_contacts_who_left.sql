-- +goose Up
-- People who left a company, by erasure or at their PSA: whoever comes to it after them is new there.
CREATE INDEX contacts_who_left ON contacts (tenant_id, company_id) WHERE erased_at IS NOT NULL OR inactive_since IS NOT NULL;

-- +goose Down
SELECT 'forward only';
