-- The company's newest version, if it ever had one, then the MSP's.
-- name: NewestPolicies :many
(SELECT * FROM policies WHERE policies.company_id = @company_id ORDER BY version DESC LIMIT 1)
UNION ALL
(SELECT * FROM policies WHERE policies.company_id IS NULL ORDER BY version DESC LIMIT 1);

-- name: NewestDefaultPolicy :one
SELECT * FROM policies WHERE company_id IS NULL ORDER BY version DESC LIMIT 1;

-- name: NewestCompanyPolicy :one
SELECT * FROM policies WHERE company_id = @company_id ORDER BY version DESC LIMIT 1;

-- name: PolicyVersions :many
SELECT * FROM policies WHERE policies.company_id IS NOT DISTINCT FROM sqlc.narg('company_id')::uuid ORDER BY version DESC LIMIT 100;

-- name: Policy :one
SELECT * FROM policies WHERE id = @id;

-- name: InsertPolicy :one
INSERT INTO policies (tenant_id, id, company_id, version, body, hash, revoked, created_by)
VALUES (@tenant_id, @id, sqlc.narg('company_id'), @version, @body, @hash, @revoked, @created_by)
RETURNING *;

-- The first version of an MSP that decided nothing yet; whoever comes second keeps the first one's.
-- name: InsertFirstPolicy :exec
INSERT INTO policies (tenant_id, id, version, body, hash, created_by) VALUES (@tenant_id, @id, 1, @body, @hash, @created_by) ON CONFLICT DO NOTHING;

-- name: ListOwnPolicies :many
SELECT p.id, p.company_id, p.version, p.body, p.hash, p.created_by, p.created_at, c.name AS company_name
FROM policies p JOIN companies c ON c.id = p.company_id
WHERE NOT p.revoked AND p.version = (SELECT max(v.version) FROM policies v WHERE v.company_id = p.company_id)
ORDER BY c.sort_name;
