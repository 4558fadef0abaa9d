-- name: ResourceCompany :one
SELECT * FROM companies WHERE id = @id;

-- name: ResourceContact :one
SELECT * FROM contacts WHERE id = @id AND erased_at IS NULL;

-- name: ResourceVerification :one
SELECT * FROM verifications WHERE id = @id;
