-- name: InsertCompany :exec
INSERT INTO companies (tenant_id, id, name, sort_name, country) VALUES (@tenant_id, @id, @name, @sort_name, @country);

-- name: UpdateCompany :execrows
UPDATE companies SET name = @name, sort_name = @sort_name, country = @country WHERE id = @id;

-- name: LockCompany :one
SELECT * FROM companies WHERE id = @id FOR UPDATE;
