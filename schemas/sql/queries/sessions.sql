-- name: InsertSession :exec
INSERT INTO sessions (tenant_id, id, user_id, kind, token_hash, challenge, enrol_only, family_id, expires_at, created_at, used_at, agent, integration_id, pod_origin)
VALUES (@tenant_id, @id, @user_id, @kind, @token_hash, @challenge, @enrol_only, @family_id, @expires_at, @at, @at, @agent,
  sqlc.narg('integration_id'), (SELECT origin_of(i.base_url) FROM integrations i WHERE i.id = sqlc.narg('integration_id')::uuid));

-- name: SessionProvenAt :one
SELECT coalesce(proven_at, created_at)::timestamptz FROM sessions WHERE id = @id;

-- name: ProveSession :exec
UPDATE sessions SET proven_at = @at WHERE id = @id;

-- Where a person is signed in: consoles, and the newest token of each pod.
-- name: SessionsOfUser :many
SELECT DISTINCT ON (coalesce(family_id, id)) id, kind, family_id, created_at, used_at, expires_at, agent FROM sessions
WHERE user_id = @user_id AND kind IN ('console', 'pod_refresh') AND expires_at > @at AND spent_at IS NULL ORDER BY coalesce(family_id, id), created_at DESC;

-- name: SessionOfUser :one
SELECT id, family_id FROM sessions WHERE id = @id AND user_id = @user_id AND kind IN ('console', 'pod_refresh');

-- name: UseSession :exec
UPDATE sessions SET used_at = @at WHERE id = @id;

-- name: CountSessionTry :one
UPDATE sessions SET tries = tries + 1 WHERE id = @id RETURNING tries;

-- name: OpenSessionFully :exec
UPDATE sessions SET enrol_only = false WHERE id = @id;

-- name: DeleteSession :execrows
DELETE FROM sessions WHERE id = @id;

-- name: DeleteSessionFamily :exec
DELETE FROM sessions WHERE family_id = @family_id;

-- Pods of a connection whose address is another one than when they were signed in.
-- name: DeleteStrayPods :exec
DELETE FROM sessions s USING integrations i WHERE s.integration_id = @integration_id AND i.id = s.integration_id AND (i.archived_at IS NOT NULL OR s.pod_origin <> origin_of(i.base_url));

-- name: SpendSession :execrows
UPDATE sessions SET spent_at = @at WHERE id = @id AND spent_at IS NULL;

-- name: DeleteSessionsOfUser :exec
DELETE FROM sessions WHERE user_id = @user_id;

-- name: DeleteOtherSessionsOfUser :exec
DELETE FROM sessions WHERE user_id = @user_id AND id <> @kept;
