-- name: InsertCompany :exec
INSERT INTO companies (tenant_id, id, name, sort_name, country) VALUES (@tenant_id, @id, @name, @sort_name, @country);

-- name: UpdateCompany :exec
UPDATE companies SET name = @name, sort_name = @sort_name, country = @country WHERE id = @id;

-- name: GetCompany :one
SELECT * FROM companies WHERE id = @id;

-- name: GetCompanies :many
SELECT * FROM companies WHERE id = ANY(@ids::uuid[]);

-- name: LockCompany :one
SELECT * FROM companies WHERE id = @id FOR UPDATE;

-- name: ListCompaniesAfter :many
SELECT * FROM companies WHERE sort_name > @after AND (NOT @limited::boolean OR id = ANY(@companies::uuid[])) ORDER BY sort_name;

-- name: CompaniesOfNoCountry :many
SELECT id FROM companies WHERE country = '';

-- name: CountContacts :many
SELECT company_id, count(*) AS contacts FROM contacts WHERE company_id = ANY(@companies::uuid[]) AND erased_at IS NULL GROUP BY company_id;

-- name: CompanyNameTaken :one
SELECT EXISTS (SELECT FROM companies WHERE sort_name = @sort_name AND id <> @own);
