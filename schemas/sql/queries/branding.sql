-- name: NewestBranding :one
SELECT b.*, door.owns_sender('number', b.body->>'sender_number')::boolean AS owns_number, door.owns_sender('mailbox', lower(b.body->>'sender_email'))::boolean AS owns_mailbox
FROM branding b ORDER BY b.version DESC LIMIT 1;

-- name: InsertBranding :exec
INSERT INTO branding (tenant_id, version, body, created_by) VALUES (@tenant_id, @version, @body, @created_by);

-- name: TenantName :one
SELECT name FROM tenants;
