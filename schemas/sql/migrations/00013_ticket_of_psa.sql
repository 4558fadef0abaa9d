-- +goose Up
-- Two PSAs of one MSP may both have a ticket 48213: whose it is goes along. Null: of the first PSA by name.
ALTER TABLE verifications ADD COLUMN ticket_integration_id uuid;
ALTER TABLE verifications ADD FOREIGN KEY (tenant_id, ticket_integration_id) REFERENCES integrations (tenant_id, id);
ALTER TABLE technician_verifications ADD COLUMN ticket_integration_id uuid;
ALTER TABLE technician_verifications ADD FOREIGN KEY (tenant_id, ticket_integration_id) REFERENCES integrations (tenant_id, id);

-- +goose Down
SELECT 'forward only';
