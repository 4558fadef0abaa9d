-- name: InsertInbound :execrows
-- Messages of one sender take their positions one after the other, so that none appears behind a later one.
WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(@space::int, @sender::int))
INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, subject_sealed, body_sealed, media, integration_id,
  provider_id, provider_at, authentic, automatic, unreadable, opt_out, at, status)
SELECT @tenant_id, @id, 'inbound', @transport, 'inbound', @our_point, @their_index, @their_sealed, @their_masked, @subject_sealed, @body_sealed, @media, @integration_id,
  @provider_id, @provider_at, @authentic, @automatic, @unreadable, @opt_out, @at, 'received' FROM turn
ON CONFLICT (tenant_id, transport, provider_id) WHERE direction = 'inbound' DO NOTHING;

-- name: TryTurn :one
SELECT pg_try_advisory_xact_lock(@space::int, @sender::int);

-- name: SenderOfMessage :one
SELECT transport, their_index, told_at FROM messages WHERE id = @id AND direction = 'inbound';

-- name: UntoldMessagesOf :many
SELECT * FROM messages WHERE direction = 'inbound' AND told_at IS NULL AND transport = @transport AND their_index = @their_index ORDER BY position LIMIT @at_most;

-- name: FactsOfSender :one
SELECT
  EXISTS (SELECT FROM opt_outs o WHERE o.value_index = @their_index) AS opted_out,
  EXISTS (SELECT FROM contact_points p JOIN contacts c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
          WHERE p.value_index = @their_index AND p.replaced_at IS NULL AND c.erased_at IS NULL) AS known,
  EXISTS (SELECT FROM technician_verifications v WHERE v.point_index = @their_index AND v.status IN ('waiting', 'claimed')) AS asked,
  EXISTS (SELECT FROM conversations v JOIN sms_channels h ON h.tenant_id = v.tenant_id AND h.id = v.channel_id
          WHERE v.their_index = @their_index AND v.status = 'open' AND h.number = @our_point AND h.archived_at IS NULL) AS talking,
  EXISTS (SELECT FROM sms_channels h WHERE h.number = @our_point AND h.archived_at IS NULL AND h.users_may_start) AS may_start;

-- name: SetMessageRoute :exec
UPDATE messages SET route = @route, routed_at = @at, told_at = @told_at WHERE id = @id AND route IS NULL;

-- name: SetMessageTold :exec
UPDATE messages SET told_at = @at WHERE id = @id AND told_at IS NULL;

-- name: TakeMessageForTechnicianVerification :one
UPDATE messages m SET route = @route, routed_at = @at, technician_verification_id = v.id FROM technician_verifications v
WHERE m.id = @id AND m.route IS NULL AND v.tenant_id = m.tenant_id AND v.point_index = m.their_index AND v.status IN ('waiting', 'claimed')
RETURNING v.id;

-- name: InsertConsent :exec
INSERT INTO consents (tenant_id, id, value_index, masked, granted, text_sealed, message_id, source, at)
VALUES (@tenant_id, @id, @value_index, @masked, @granted, @text_sealed, @message_id, @source, @at);

-- name: DropOptOut :exec
DELETE FROM opt_outs WHERE value_index = @value_index;

-- name: OpenConversationsOf :many
SELECT id, contact_id, company_id FROM conversations WHERE their_index = @their_index AND status = 'open' ORDER BY id;

-- name: PlaceOfUnknownSender :one
SELECT at FROM messages WHERE id = @id AND route = @route::text;

-- Messages of people on file that nothing waited for, until retention forgets who wrote them.
-- name: UnheardMessages :many
SELECT m.* FROM messages m
WHERE m.route = 'unheard' AND m.their_sealed IS NOT NULL AND (sqlc.narg(before_at)::timestamptz IS NULL OR (m.at, m.id) < (sqlc.narg(before_at)::timestamptz, sqlc.narg(before_id)::uuid))
ORDER BY m.at DESC, m.id DESC LIMIT @at_most;

-- name: UnknownSenders :many
-- A sender who is on file leaves the list; what was written in the name of somebody who was on file, and proved no sender, stays: it is unproven.
SELECT m.* FROM messages m
CROSS JOIN LATERAL (SELECT min(p.created_at)::timestamptz AS since FROM contact_points p JOIN contacts c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
                    WHERE p.tenant_id = m.tenant_id AND p.value_index = m.their_index AND p.replaced_at IS NULL AND c.erased_at IS NULL) on_file
WHERE m.route = 'unknown_sender' AND (sqlc.narg(before_at)::timestamptz IS NULL OR (m.at, m.id) < (sqlc.narg(before_at)::timestamptz, sqlc.narg(before_id)::uuid))
  AND (on_file.since IS NULL OR m.unreadable OR (NOT m.authentic AND on_file.since <= m.at))
  AND (sqlc.narg(unproven)::boolean IS NULL OR sqlc.narg(unproven)::boolean = (on_file.since IS NOT NULL AND NOT m.unreadable))
ORDER BY m.at DESC, m.id DESC LIMIT @at_most;

-- name: PeopleAtPoints :many
SELECT DISTINCT p.value_index, c.id, c.name FROM contact_points p JOIN contacts c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
WHERE p.value_index = ANY(@indexes::bytea[]) AND p.replaced_at IS NULL AND c.erased_at IS NULL ORDER BY c.name, c.id;

-- name: GetInboundSettings :one
SELECT verify_word, confirm_word, deny_word, note_approval, minutes FROM inbound_settings;

-- name: PutInboundSettings :exec
INSERT INTO inbound_settings (tenant_id, verify_word, confirm_word, deny_word, note_approval, minutes) VALUES (@tenant_id, @verify_word, @confirm_word, @deny_word, @note_approval, @minutes)
ON CONFLICT (tenant_id) DO UPDATE SET verify_word = excluded.verify_word, confirm_word = excluded.confirm_word, deny_word = excluded.deny_word,
  note_approval = excluded.note_approval, minutes = excluded.minutes;

-- name: KnownMessages :many
SELECT provider_id FROM messages WHERE direction = 'inbound' AND transport = @transport AND provider_id = ANY (@provider_ids::text[]);
