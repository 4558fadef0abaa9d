-- name: InsertEvent :exec
INSERT INTO events (tenant_id, kind, subject_id, contact_id, company_id) VALUES (@tenant_id, @kind, @subject_id, @contact_id, @company_id);
