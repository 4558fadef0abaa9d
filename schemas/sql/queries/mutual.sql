-- name: AwaitingNumber :many
SELECT sqlc.embed(v), (SELECT max(s.number) FROM sends s WHERE s.verification_id = v.id)::int AS send
FROM verifications v JOIN contact_points p ON p.id = v.point_id
WHERE v.status = 'pending' AND v.channel = @channel AND v.expires_at > @at AND p.value_index = @value_index LIMIT 2;
