-- name: InsertSend :exec
INSERT INTO sends (tenant_id, verification_id, number, channel, point_id, masked, status, link_hash, expires_at, created_at, handed_at, account_id, updated_at)
VALUES (@tenant_id, @verification_id, @number, @channel, @point_id, @masked, 'claimed', @link_hash, @expires_at, @created_at, @handed_at, @account_id, @created_at);

-- name: LockSend :one
SELECT * FROM sends WHERE verification_id = @verification_id AND number = @number FOR UPDATE;

-- name: HandSend :exec
UPDATE sends SET handed_at = @handed_at, account_id = @account_id, updated_at = @handed_at, link_hash = @link_hash, expires_at = @expires_at WHERE verification_id = @verification_id AND number = @number;

-- name: ReleaseSend :execrows
UPDATE sends SET handed_at = NULL, updated_at = @at WHERE verification_id = @verification_id AND number = @number AND handed_at = @handed_at AND status = 'claimed';

-- name: SettleSend :exec
UPDATE sends SET status = @status, provider_id = coalesce(provider_id, @provider_id), error_code = coalesce(@error_code, error_code), updated_at = @at
WHERE verification_id = @verification_id AND number = @number;

-- name: NameReceipt :exec
UPDATE sends SET provider_id = coalesce(provider_id, @provider_id) WHERE verification_id = @verification_id AND number = @number;

-- name: LockLimit :one
INSERT INTO limits AS l (tenant_id, scope, key, times) VALUES (@tenant_id, @scope, @key, '{}')
ON CONFLICT (tenant_id, scope, key) DO UPDATE SET key = l.key RETURNING times;

-- name: ReadLimit :one
SELECT times FROM limits WHERE scope = @scope AND key = @key;

-- name: SetLimit :exec
UPDATE limits SET times = @times WHERE scope = @scope AND key = @key;

-- What admission rests on, in one statement: the counts are locked until the transaction ends, and exist from then on.
-- name: LockAdmission :one
WITH codes AS (INSERT INTO limits AS l (tenant_id, scope, key, times) VALUES (@tenant_id, 'send:number', @key, '{}') ON CONFLICT (tenant_id, scope, key) DO UPDATE SET key = l.key RETURNING times),
  doors AS (INSERT INTO limits AS l (tenant_id, scope, key, times) VALUES (@tenant_id, 'send:any', @key, '{}') ON CONFLICT (tenant_id, scope, key) DO UPDATE SET key = l.key RETURNING times),
  msp AS (INSERT INTO limits AS l (tenant_id, scope, key, times) VALUES (@tenant_id, 'send:tenant', '', '{}') ON CONFLICT (tenant_id, scope, key) DO UPDATE SET key = l.key RETURNING times),
  spent AS (INSERT INTO spending AS s (tenant_id, day, cents) VALUES (@tenant_id, @day, 0) ON CONFLICT (tenant_id, day) DO UPDATE SET day = s.day RETURNING cents)
SELECT codes.times AS codes, doors.times AS doors, msp.times AS msp, spent.cents::float8 AS cents, t.settings, t.ceilings, (t.suspended_at IS NOT NULL)::boolean AS suspended FROM codes, doors, msp, spent, tenants t;

-- name: SaveAdmission :exec
WITH codes AS (UPDATE limits c SET times = @codes WHERE c.scope = 'send:number' AND c.key = @key),
  doors AS (UPDATE limits d SET times = @doors WHERE d.scope = 'send:any' AND d.key = @key),
  msp AS (UPDATE limits m SET times = @msp WHERE m.scope = 'send:tenant' AND m.key = '')
UPDATE spending SET cents = cents + (@cents::float8)::numeric(12, 2) WHERE day = @day;

-- name: OptOut :execrows
INSERT INTO opt_outs (tenant_id, value_index, source) VALUES (@tenant_id, @value_index, @source) ON CONFLICT DO NOTHING;

-- name: IndexOfPoint :one
SELECT value_index, masked FROM contact_points WHERE id = @id;

-- name: TakeWebhookEvent :execrows
INSERT INTO webhook_events (tenant_id, provider, event_key) VALUES (@tenant_id, @provider, @event_key) ON CONFLICT DO NOTHING;

-- name: LetterRow :one
-- A message leaves by the MSP's own account, where it has one.
SELECT p.value_sealed, c.name AS contact_name, o.name AS company_name, v.leader_kind, v.leader_name, v.ticket_id, v.key_id, v.code_length, i.id AS integration_id, i.own
FROM verifications v
JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id
JOIN companies o ON o.tenant_id = v.tenant_id AND o.id = v.company_id
JOIN contact_points p ON p.tenant_id = v.tenant_id AND p.id = @point_id
CROSS JOIN LATERAL (
  SELECT a.id, (a.credentials_sealed IS NOT NULL)::boolean AS own FROM integrations a
  WHERE a.tenant_id = v.tenant_id AND a.kind = @integration_kind AND a.archived_at IS NULL AND a.retired_at IS NULL ORDER BY own DESC LIMIT 1
) i
WHERE v.id = @id;

-- name: EndPause :exec
UPDATE verifications v SET send_again_at = @at WHERE v.id = @id AND v.status = 'pending' AND v.send_again_at > @at
  AND NOT EXISTS (SELECT FROM sends s WHERE s.tenant_id = v.tenant_id AND s.verification_id = v.id AND s.number > @number);
