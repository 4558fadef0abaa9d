-- name: InsertEvent :exec
INSERT INTO events (tenant_id, kind, subject_id, contact_id, company_id) VALUES (@tenant_id, @kind, @subject_id, @contact_id, @company_id);

-- name: EmitVerification :exec
INSERT INTO events (tenant_id, kind, subject_id, contact_id, company_id) SELECT v.tenant_id, @kind, v.id, v.contact_id, v.company_id FROM verifications v WHERE v.id = @id;
