-- name: LockInboundMessage :one
SELECT * FROM messages WHERE id = @id AND direction = 'inbound' FOR UPDATE;

-- name: ChannelOfNumber :one
SELECT * FROM sms_channels WHERE number = @number AND archived_at IS NULL;

-- name: GetSMSChannel :one
SELECT * FROM sms_channels WHERE id = @id;

-- name: ListSMSChannels :many
SELECT * FROM sms_channels WHERE archived_at IS NULL ORDER BY lower(name), id;

-- name: InsertSMSChannel :exec
INSERT INTO sms_channels (tenant_id, id, name, number, integration_id, ticket_default_id, ticket_defaults, users_may_start, confirm_messages, default_company, notify_users, public_notes, created_at)
VALUES (@tenant_id, @id, @name, @number, @integration_id, @ticket_default_id, @ticket_defaults, @users_may_start, @confirm_messages, @default_company, @notify_users, @public_notes, @at);

-- name: UpdateSMSChannel :execrows
UPDATE sms_channels SET name = @name, number = @number, integration_id = @integration_id, ticket_default_id = @ticket_default_id, ticket_defaults = @ticket_defaults, users_may_start = @users_may_start,
  confirm_messages = @confirm_messages, default_company = @default_company, notify_users = @notify_users, public_notes = @public_notes, ticket_problem = NULL
WHERE id = @id AND archived_at IS NULL;

-- name: ArchiveSMSChannel :execrows
UPDATE sms_channels SET archived_at = @at WHERE id = @id AND archived_at IS NULL;

-- name: RestoreSMSChannel :execrows
UPDATE sms_channels SET archived_at = NULL WHERE id = @id AND archived_at IS NOT NULL;

-- Those that the archiving of their channel closed, at the same moment.
-- name: ReopenConversationsOfChannel :many
UPDATE conversations v SET status = 'open', closed_at = NULL FROM sms_channels c
WHERE c.id = @channel_id AND v.tenant_id = c.tenant_id AND v.channel_id = c.id AND v.status = 'closed' AND v.done_at IS NULL AND v.closed_at = c.archived_at
RETURNING v.id, v.contact_id, v.company_id;

-- name: IsTicketSystem :one
SELECT ticket_system FROM integrations WHERE id = @id AND archived_at IS NULL;

-- name: CountUsers :one
SELECT count(*) FROM users WHERE id = ANY(@ids::uuid[]) AND status <> 'disabled';

-- name: OwnersOfNumber :many
SELECT DISTINCT c.id, c.company_id FROM contact_points p JOIN contacts c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
WHERE p.value_index = @value_index AND p.replaced_at IS NULL AND p.kind <> 'email' AND c.erased_at IS NULL;

-- name: OpenConversationWith :one
SELECT id FROM conversations WHERE channel_id = @channel_id AND their_index = @their_index AND status = 'open';

-- name: LockConversation :one
SELECT * FROM conversations WHERE id = @id FOR UPDATE;

-- name: InsertConversation :execrows
INSERT INTO conversations (tenant_id, id, channel_id, their_index, their_sealed, their_masked, contact_id, company_id, subject, ticket_id, ticket_reference, opened_at, last_at, spoken_at, announced_at)
VALUES (@tenant_id, @id, @channel_id, @their_index, @their_sealed, @their_masked, @contact_id, @company_id, @subject, @ticket_id, @ticket_reference, @at, @at, @at, @announced_at)
ON CONFLICT (tenant_id, channel_id, their_index) WHERE status = 'open' DO NOTHING;

-- name: TouchConversation :exec
UPDATE conversations SET last_at = greatest(last_at, @at) WHERE id = @id;

-- The client wrote: it is unread and untold, waits for an answer from now on if it did not before, and is not put off any more.
-- name: HearConversation :exec
UPDATE conversations SET last_at = greatest(last_at, @at), spoken_at = greatest(spoken_at, @at), unread = unread + 1, waiting_since = coalesce(waiting_since, @at), untold_since = coalesce(untold_since, @at), snoozed_until = NULL WHERE id = @id;

-- name: AnswerConversation :exec
UPDATE conversations SET waiting_since = NULL, snoozed_until = NULL, untold_since = NULL, told_at = NULL WHERE id = @id;

-- name: SetConversationOwner :execrows
UPDATE conversations SET owner_id = sqlc.narg('owner_id') WHERE id = @id AND owner_id IS DISTINCT FROM sqlc.narg('owner_id');

-- name: SetConversationSnoozed :execrows
UPDATE conversations SET snoozed_until = sqlc.narg('until') WHERE id = @id AND snoozed_until IS DISTINCT FROM sqlc.narg('until');

-- Who may answer in a conversation of a company: whoever may write messages and see the company.
-- name: AssigneesOf :many
SELECT u.id, u.name FROM users u WHERE u.status = 'active' AND u.allow_ui
  AND (NOT u.limited OR EXISTS (SELECT FROM user_companies c WHERE c.tenant_id = u.tenant_id AND c.user_id = u.id AND c.company_id = sqlc.narg('company_id')))
ORDER BY lower(u.name), u.id;

-- name: SeeConversation :one
INSERT INTO conversation_viewers AS v (tenant_id, conversation_id, user_id, seen_at) VALUES (@tenant_id, @conversation_id, @user_id, @at)
ON CONFLICT (tenant_id, conversation_id, user_id) DO UPDATE SET seen_at = excluded.seen_at
RETURNING (xmax = 0)::boolean AS came;

-- name: ForgetViewers :execrows
DELETE FROM conversation_viewers WHERE conversation_id = @conversation_id AND seen_at < @before;

-- name: LeaveConversation :execrows
DELETE FROM conversation_viewers WHERE conversation_id = @conversation_id AND user_id = @user_id;

-- name: ViewersOf :many
SELECT u.id, u.name FROM conversation_viewers v JOIN users u ON u.tenant_id = v.tenant_id AND u.id = v.user_id
WHERE v.conversation_id = @conversation_id AND v.user_id <> @without AND v.seen_at >= @since ORDER BY lower(u.name), u.id;

-- name: TakeMessage :exec
UPDATE messages SET route = 'conversation', routed_at = @at, conversation_id = @conversation_id WHERE id = @id;

-- name: InsertConversationMessage :exec
INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, body_sealed, at, conversation_id, sent_by, sent_by_name, admitted_at, status)
VALUES (@tenant_id, @id, 'outbound', 'sms', @kind, @our_point, @their_index, @their_sealed, @their_masked, @body_sealed, @at, @conversation_id, @sent_by, @sent_by_name, @admitted_at, 'claimed');

-- name: ReadConversations :many
SELECT sqlc.embed(v), h.name AS channel_name, h.integration_id, c.name AS contact_name, o.name AS company_name, w.name AS owner_name,
  EXISTS (SELECT FROM opt_outs s WHERE s.tenant_id = v.tenant_id AND s.value_index = v.their_index) AS opted_out
FROM conversations v
JOIN sms_channels h ON h.tenant_id = v.tenant_id AND h.id = v.channel_id
LEFT JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id
LEFT JOIN companies o ON o.tenant_id = v.tenant_id AND o.id = v.company_id
LEFT JOIN users w ON w.tenant_id = v.tenant_id AND w.id = v.owner_id
WHERE v.id = ANY(@ids::uuid[]);

-- name: NewestMessages :many
SELECT m.id, m.conversation_id, m.body_sealed FROM unnest(@ids::uuid[]) AS asked(id)
CROSS JOIN LATERAL (SELECT n.id, n.conversation_id, n.body_sealed FROM messages n WHERE n.conversation_id = asked.id ORDER BY n.position DESC LIMIT 1) m;

-- name: NewestOfTheirs :many
SELECT m.id, m.conversation_id, m.body_sealed, m.media FROM unnest(@ids::uuid[]) AS asked(id)
CROSS JOIN LATERAL (SELECT n.id, n.conversation_id, n.body_sealed, n.media FROM messages n WHERE n.conversation_id = asked.id AND n.direction = 'inbound' ORDER BY n.position DESC LIMIT 1) m;

-- name: PlaceOfMessage :one
SELECT position::bigint FROM messages WHERE id = @id AND conversation_id = @conversation_id;

-- name: MessagesBefore :many
SELECT * FROM messages WHERE conversation_id = @conversation_id AND position < @before::bigint ORDER BY position DESC LIMIT @at_most;

-- name: GetMessage :one
SELECT * FROM messages WHERE id = @id;

-- name: AnswersOfConversation :one
SELECT coalesce((SELECT f.direction = 'inbound' FROM messages f WHERE f.conversation_id = @conversation_id ORDER BY f.position LIMIT 1), false)::boolean AS inbound,
  (SELECT count(*) FROM messages m WHERE m.conversation_id = @conversation_id AND m.kind = @kind)::integer AS answers;

-- name: CountMessagesOfKind :one
SELECT count(*) FROM messages WHERE conversation_id = @conversation_id AND kind = @kind AND at > @since;

-- name: WaitingMessages :many
SELECT id FROM messages WHERE conversation_id = @conversation_id AND direction = 'outbound' AND status = 'claimed' ORDER BY position LIMIT @at_most;

-- name: UnnotedMessages :many
SELECT * FROM messages WHERE conversation_id = @conversation_id AND noted_at IS NULL ORDER BY position LIMIT @at_most;

-- name: SetMessageNoted :exec
UPDATE messages SET noted_at = @at WHERE id = @id;

-- name: SetMessageMedia :exec
UPDATE messages SET media = @media WHERE id = @id;

-- name: FailWaitingMessage :execrows
UPDATE messages SET status = CASE WHEN handed_at IS NULL THEN 'failed' ELSE 'unknown' END, error_code = coalesce(error_code, @error_code) WHERE id = @id AND status = 'claimed';

-- name: SetConversationRead :execrows
UPDATE conversations SET unread = 0, untold_since = NULL, told_at = NULL WHERE id = @id AND unread > 0;

-- name: SetConversationClosed :execrows
UPDATE conversations SET status = 'closed', closed_at = @at, done_at = @at WHERE id = @id AND status = 'open';

-- name: SetConversationTicket :execrows
UPDATE conversations SET ticket_id = @ticket_id WHERE id = @id AND ticket_id IS NULL;

-- name: SetConversationAnnounced :exec
UPDATE conversations SET announced_at = @at, untold_since = NULL, told_at = @at WHERE id = @id;

-- name: SetConversationTold :exec
UPDATE conversations SET untold_since = NULL, told_at = @at WHERE id = @id;

-- name: CloseSilentConversations :many
UPDATE conversations v SET status = 'closed', closed_at = @at
WHERE v.id IN (SELECT c.id FROM conversations c WHERE c.status = 'open' AND c.last_at < @before ORDER BY c.last_at LIMIT @at_most FOR UPDATE SKIP LOCKED)
RETURNING v.id, v.contact_id, v.company_id;

-- name: ListConversationTemplates :many
SELECT * FROM conversation_templates ORDER BY lower(name), id;

-- name: InsertConversationTemplate :one
INSERT INTO conversation_templates (tenant_id, id, name, subject, body, updated_at) VALUES (@tenant_id, @id, @name, @subject, @body, @at) RETURNING *;

-- name: UpdateConversationTemplate :one
UPDATE conversation_templates SET name = @name, subject = @subject, body = @body, updated_at = @at WHERE id = @id RETURNING *;

-- name: DeleteConversationTemplate :execrows
DELETE FROM conversation_templates WHERE id = @id;

-- Whether they want no messages, and whether our number is the MSP's own.
-- name: MayBeHanded :one
SELECT EXISTS (SELECT FROM opt_outs WHERE value_index = @value_index) AS opted_out, door.owns_sender('number', @our_number)::boolean AS owns_number;

-- name: HasOptedOut :one
SELECT EXISTS (SELECT FROM opt_outs WHERE value_index = @value_index);

-- name: UsersToAnnounce :many
SELECT u.id FROM users u WHERE u.id = ANY(@ids::uuid[]) AND u.status = 'active' AND u.notify_email
  AND (NOT u.limited OR EXISTS (SELECT FROM user_companies c WHERE c.tenant_id = u.tenant_id AND c.user_id = u.id AND c.company_id = @company_id))
ORDER BY u.id;

-- name: AdoptConversation :exec
UPDATE conversations SET contact_id = @contact_id, company_id = @company_id WHERE id = @id;


-- name: TryConversationTicket :execrows
UPDATE conversations SET ticket_tried_at = @at WHERE id = @id AND ticket_id IS NULL AND ticket_tried_at IS NOT DISTINCT FROM @seen;

-- name: CountWaitingNotes :one
SELECT (SELECT count(*) FROM messages m WHERE m.conversation_id = @conversation_id AND m.noted_at IS NULL)
     + (SELECT count(*) FROM ticket_writes w WHERE w.subject_kind = 'conversation' AND w.subject_id = @conversation_id AND w.kind = 'note' AND w.status = 'queued');

-- name: CloseConversationsOfChannel :many
UPDATE conversations SET status = 'closed', closed_at = @at WHERE channel_id = @channel_id AND status = 'open' RETURNING id, contact_id, company_id;

-- name: FirstInboundOf :one
SELECT id, body_sealed FROM messages WHERE conversation_id = @conversation_id AND direction = 'inbound' ORDER BY position LIMIT 1;

-- name: SetChannelProblem :exec
UPDATE sms_channels h SET ticket_problem = @problem FROM conversations v WHERE v.id = @conversation_id AND h.tenant_id = v.tenant_id AND h.id = v.channel_id AND h.ticket_problem IS DISTINCT FROM @problem;
