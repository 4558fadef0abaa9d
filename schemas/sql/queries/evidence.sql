-- name: BeginChain :exec
INSERT INTO evidence_heads (tenant_id, seq, hash) VALUES (@tenant_id, 0, '') ON CONFLICT DO NOTHING;

-- name: LockHead :one
SELECT h.seq, h.hash, coalesce((SELECT a.seq FROM audit_heads a), 0)::bigint AS audit_seq, coalesce((SELECT a.hash FROM audit_heads a), '')::text AS audit_hash
FROM evidence_heads h FOR UPDATE;

-- name: MoveHead :exec
UPDATE evidence_heads SET seq = @seq, hash = @hash;

-- name: InsertEvidence :exec
INSERT INTO evidence (tenant_id, seq, verification_id, kind, bundle, hash, signature, key_id, created_at)
VALUES (@tenant_id, @seq, @verification_id, @kind, @bundle, @hash, @signature, @key_id, @created_at);

-- name: EvidenceExists :one
SELECT EXISTS (SELECT FROM evidence WHERE verification_id = @verification_id AND kind = @kind);

-- name: EvidenceOf :many
SELECT * FROM evidence WHERE verification_id = @verification_id ORDER BY seq;
