-- name: ShareContact :one
-- Holds off an erasure until this transaction ends.
SELECT c.id, c.company_id FROM contacts c WHERE c.id = @id AND c.erased_at IS NULL FOR SHARE;

-- name: GetPointOnFile :one
SELECT * FROM contact_points WHERE id = @id AND contact_id = @contact_id AND replaced_at IS NULL;

-- name: InsertVerification :execrows
INSERT INTO verifications (tenant_id, id, contact_id, company_id, channel, point_id, policy_id, assurance, ticket_id, ticket_integration_id, ticket_contact_id, note_sealed,
  leader_kind, leader_id, leader_name, leader_key_id, leader_key_name, key_id, max_attempts, code_length, opened_at, expires_at, ends_at, send_again_at)
VALUES (@tenant_id, @id, @contact_id, @company_id, @channel, @point_id, @policy_id, @assurance, @ticket_id, @ticket_integration_id, @ticket_contact_id, @note_sealed,
  @leader_kind, @leader_id, @leader_name, @leader_key_id, @leader_key_name, @key_id, @max_attempts, @code_length, @opened_at, @expires_at, @ends_at, @send_again_at)
ON CONFLICT (tenant_id, contact_id) WHERE status = 'pending' DO NOTHING;

-- name: OpenVerificationOf :one
SELECT id FROM verifications WHERE contact_id = @contact_id AND status = 'pending';

-- name: LockVerification :one
SELECT * FROM verifications WHERE id = @id FOR UPDATE;

-- name: ReadVerifications :many
SELECT sqlc.embed(v), c.name AS contact_name, c.erased_at, o.name AS company_name
FROM verifications v
CROSS JOIN LATERAL (SELECT f.name FROM companies f WHERE f.tenant_id = v.tenant_id AND f.id = v.company_id OFFSET 0) o
LEFT JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id
WHERE v.id = ANY(@ids::uuid[]);

-- name: SendsOf :many
SELECT * FROM sends WHERE verification_id = ANY(@ids::uuid[]) ORDER BY verification_id, number;

-- name: AttemptsOf :many
SELECT * FROM attempts WHERE verification_id = ANY(@ids::uuid[]) ORDER BY verification_id, number;

-- name: SetRun :exec
UPDATE verifications SET run_id = @run_id WHERE id = @id;

-- name: AdvanceVerification :exec
UPDATE verifications v SET channel = @channel, point_id = @point_id, assurance = @assurance, expires_at = @expires_at, send_again_at = @send_again_at
WHERE v.id = @id AND NOT EXISTS (SELECT FROM sends s WHERE s.tenant_id = v.tenant_id AND s.verification_id = v.id AND s.number > @number);

-- name: CloseVerification :exec
UPDATE verifications SET status = @status, reason = @reason, assurance = @assurance, attempts = @attempts, closed_at = @closed_at, send_again_at = NULL WHERE id = @id;

-- name: CountAttempt :exec
UPDATE verifications SET attempts = greatest(attempts, @attempts) WHERE id = @id;

-- name: AttemptExists :one
SELECT EXISTS (SELECT FROM attempts WHERE verification_id = @verification_id AND update_id = @update_id);

-- name: InsertAttempt :exec
INSERT INTO attempts (tenant_id, verification_id, number, update_id, accepted, at) VALUES (@tenant_id, @verification_id, @number, @update_id, @accepted, @at)
ON CONFLICT DO NOTHING;

-- name: RaiseShield :exec
UPDATE contact_points SET verified_at = @verified_at, verified_until = @verified_until, verified_by = @verified_by, verified_ticket = @verified_ticket, verification_id = @verification_id
WHERE id = @id AND replaced_at IS NULL AND NOT (changed_at IS NOT NULL AND approved_at IS NULL AND cooling_until > @verified_at); -- what cools gets no shield

-- name: AlertedUsers :many
SELECT * FROM users WHERE status = 'active' AND notify_email AND (role = 'admin' OR id = @leader_id) ORDER BY id;

-- name: NoticesExist :many
SELECT id FROM notices WHERE id = ANY(@ids::uuid[]) ORDER BY id;

-- name: VerificationsToForget :many
SELECT id FROM verifications WHERE closed_at < @before AND forgotten_at IS NULL ORDER BY closed_at LIMIT @at_most FOR UPDATE SKIP LOCKED;

-- name: ForgetVerifications :exec
UPDATE verifications SET contact_id = NULL, point_id = NULL, ticket_id = NULL, ticket_contact_id = NULL, note_sealed = NULL, leader_id = '00000000-0000-0000-0000-000000000000', leader_name = '', leader_key_id = NULL, leader_key_name = NULL, forgotten_at = @at
WHERE id = ANY(@ids::uuid[]);

-- name: ForgetSends :exec
UPDATE sends SET point_id = NULL, masked = @masked WHERE verification_id = ANY(@ids::uuid[]);

-- name: ForgetShields :exec
UPDATE contact_points SET verified_at = NULL, verified_until = NULL, verified_by = NULL, verified_ticket = NULL, verification_id = NULL WHERE verification_id = ANY(@ids::uuid[]);

-- name: NameOfActor :one
SELECT users.name FROM users WHERE users.id = @id UNION ALL SELECT api_keys.name FROM api_keys WHERE api_keys.id = @id;

-- name: ForgetReplacedPoints :execrows
UPDATE contact_points SET value_sealed = '', typed_sealed = '', value_index = '', masked = @masked, country = NULL, bad_reason = NULL WHERE replaced_at < @before AND value_sealed <> '';

-- name: DropStaleLimits :execrows
DELETE FROM limits WHERE @before::timestamptz > ALL (times);

-- name: HasJoined :one
SELECT EXISTS (SELECT FROM audit WHERE subject_kind = 'verification' AND action = 'verification.joined' AND subject_id = @subject_id AND actor_id = @actor_id::uuid AND via_key_id IS NOT DISTINCT FROM sqlc.narg('via_key_id')::uuid);

-- name: ActsOnVerification :many
SELECT action, actor_kind, actor_id, actor_name, via_key_id, via_key_name, at FROM audit WHERE subject_kind = 'verification' AND subject_id = @subject_id ORDER BY at, id;
