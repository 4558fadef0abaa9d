-- name: ResourceCompany :one
SELECT * FROM companies WHERE id = @id;

-- name: ResourceContact :one
SELECT * FROM contacts WHERE id = @id AND erased_at IS NULL;

-- name: ResourceVerification :one
SELECT * FROM verifications WHERE id = @id;

-- name: ResourceTechnicianVerification :one
SELECT * FROM technician_verifications WHERE id = @id;

-- name: CompaniesOfTechnicianVerification :many
SELECT DISTINCT company_id FROM technician_verification_candidates WHERE technician_verification_id = @id;

-- name: ResourceConversation :one
SELECT * FROM conversations WHERE id = @id;

-- name: ResourceSMSChannel :one
SELECT * FROM sms_channels WHERE id = @id AND archived_at IS NULL;

-- name: ResourceConversationTemplate :one
SELECT * FROM conversation_templates WHERE id = @id;

-- name: ResourceIntegration :one
SELECT * FROM integrations WHERE id = @id AND archived_at IS NULL AND ticket_system;

-- name: ResourceTicketDefault :one
SELECT * FROM ticket_defaults WHERE id = @id AND archived_at IS NULL;

-- name: ResourceArchivedTicketDefault :one
SELECT * FROM ticket_defaults WHERE id = @id;

-- name: ResourceTicketWrite :one
SELECT * FROM ticket_writes WHERE id = @id;
