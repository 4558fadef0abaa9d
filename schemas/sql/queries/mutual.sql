-- name: AwaitingNumber :many
SELECT sqlc.embed(v), (SELECT max(s.number) FROM sends s WHERE s.verification_id = v.id)::int AS send
FROM verifications v JOIN contact_points p ON p.id = v.point_id
WHERE v.status = 'pending' AND v.channel = @channel AND v.expires_at > @at AND p.value_index = @value_index LIMIT 2;

-- name: VerificationsTold :many
-- Verifications of which a message went to a number or address: the open ones, and those that ended since a time.
SELECT v.* FROM verifications v JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id AND c.erased_at IS NULL
WHERE (v.status = 'pending' OR v.closed_at > @ended_since) AND v.contact_id IN (SELECT p.contact_id FROM contact_points p WHERE p.value_index = @value_index)
  AND EXISTS (SELECT FROM sends s JOIN contact_points p ON p.tenant_id = s.tenant_id AND p.id = s.point_id WHERE s.verification_id = v.id AND p.value_index = @value_index)
ORDER BY v.opened_at DESC, v.id DESC LIMIT 10;
