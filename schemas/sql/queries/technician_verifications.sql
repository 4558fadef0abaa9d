-- name: OwnersOfPoint :many
SELECT c.id, c.company_id FROM contact_points p JOIN contacts c ON c.tenant_id = p.tenant_id AND c.id = p.contact_id
WHERE p.value_index = @value_index AND p.replaced_at IS NULL AND c.erased_at IS NULL
GROUP BY c.id, c.company_id ORDER BY c.id;

-- name: LockOpenTechnicianVerification :one
SELECT sqlc.embed(v), ARRAY(SELECT t.contact_id FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id ORDER BY t.contact_id)::uuid[] AS contacts,
  ARRAY(SELECT t.company_id FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id ORDER BY t.contact_id)::uuid[] AS companies
FROM technician_verifications v WHERE v.point_index = @point_index AND v.status IN ('waiting', 'claimed') FOR UPDATE OF v;

-- name: InsertTechnicianVerification :execrows
INSERT INTO technician_verifications (tenant_id, id, point_index, point_sealed, point_masked, transport, our_point, contact_id, company_id, key_id, verification_id, facts, opened_at, expires_at)
VALUES (@tenant_id, @id, @point_index, @point_sealed, @point_masked, @transport, @our_point, @contact_id, @company_id, @key_id, @verification_id, @facts, @opened_at, @expires_at)
ON CONFLICT (tenant_id, point_index) WHERE status IN ('waiting', 'claimed') DO NOTHING;

-- name: InsertTechnicianVerificationCandidate :exec
INSERT INTO technician_verification_candidates (tenant_id, technician_verification_id, contact_id, company_id) VALUES (@tenant_id, @technician_verification_id, @contact_id, @company_id);

-- name: OpenVerificationsOfPoint :many
SELECT v.id FROM verifications v JOIN contact_points p ON p.tenant_id = v.tenant_id AND p.contact_id = v.contact_id
WHERE v.status = 'pending' AND p.value_index = @value_index AND p.replaced_at IS NULL LIMIT 2;

-- name: RouteMessageToTechnicianVerification :exec
UPDATE messages SET route = 'verify', routed_at = @at, technician_verification_id = @technician_verification_id, handed_at = @at WHERE id = @id;

-- name: InsertTechnicianVerificationMessage :exec
INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, body_sealed, number, at, technician_verification_id, sent_by, admitted_at, status)
VALUES (@tenant_id, @id, 'outbound', @transport, @kind, @our_point, @their_index, @their_sealed, @their_masked, @body_sealed, @number, @at, @technician_verification_id, 'system', @admitted_at, 'claimed');

-- name: SaveTechnicianVerification :exec
UPDATE technician_verifications SET status = @status, issue = @issue, expires_at = @expires_at, closed_at = @closed_at, contact_id = @contact_id, company_id = @company_id,
  claimed_by = @claimed_by, claimed_kind = @claimed_kind, claimed_name = @claimed_name, claimed_key_id = @claimed_key_id, claimed_key_name = @claimed_key_name, claimed_at = @claimed_at, ticket_id = @ticket_id, ticket_integration_id = @ticket_integration_id,
  confirmed_how = @confirmed_how, note_state = @note_state, facts = @facts WHERE id = @id;

-- name: LockTechnicianVerification :one
SELECT sqlc.embed(v), ARRAY(SELECT t.contact_id FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id ORDER BY t.contact_id)::uuid[] AS contacts,
  ARRAY(SELECT t.company_id FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id ORDER BY t.contact_id)::uuid[] AS companies
FROM technician_verifications v WHERE v.id = @id FOR UPDATE OF v;

-- name: SetTechnicianVerificationRun :exec
UPDATE technician_verifications SET run_id = @run_id WHERE id = @id;

-- name: TechnicianVerificationMessagesToSend :many
SELECT id FROM messages WHERE technician_verification_id = @technician_verification_id AND direction = 'outbound' AND status = 'claimed' ORDER BY position LIMIT 20;

-- name: TechnicianVerificationReplies :many
SELECT id FROM messages WHERE technician_verification_id = @technician_verification_id AND direction = 'inbound' AND handed_at IS NULL ORDER BY position LIMIT 20;

-- name: MarkReplyProcessed :exec
UPDATE messages SET handed_at = @at, account_id = @account_id WHERE id = @id;

-- name: SupersedeTechnicianVerificationMessages :exec
UPDATE messages SET status = 'failed', error_code = @error_code
WHERE technician_verification_id = @technician_verification_id AND direction = 'outbound' AND status = 'claimed' AND handed_at IS NULL;

-- name: NewestCodePosition :one
SELECT coalesce(max(position), 0)::bigint FROM messages WHERE technician_verification_id = @technician_verification_id AND kind = 'technician_code';

-- name: NextTechnicianVerification :many
SELECT n.id FROM technician_verifications v JOIN technician_verifications n ON n.tenant_id = v.tenant_id AND n.point_index = v.point_index AND n.id <> v.id AND n.status IN ('waiting', 'claimed')
WHERE v.id = @id LIMIT 1;

-- name: AddTechnicianVerificationViewer :execrows
INSERT INTO technician_verification_viewers (tenant_id, technician_verification_id, actor_id, at) VALUES (@tenant_id, @technician_verification_id, @actor_id, @at) ON CONFLICT DO NOTHING;

-- name: ReadTechnicianVerifications :many
SELECT sqlc.embed(v), c.name AS contact_name, o.name AS company_name, (w.actor_id IS NOT NULL)::boolean AS seen,
  coalesce((SELECT t.status FROM ticket_writes t WHERE t.tenant_id = v.tenant_id AND t.subject_kind = 'technician_verification' AND t.subject_id = v.id LIMIT 1), '')::text AS note_status,
  coalesce((SELECT t.last_error FROM ticket_writes t WHERE t.tenant_id = v.tenant_id AND t.subject_kind = 'technician_verification' AND t.subject_id = v.id LIMIT 1), '')::text AS note_problem
FROM technician_verifications v
LEFT JOIN contacts c ON c.tenant_id = v.tenant_id AND c.id = v.contact_id
LEFT JOIN companies o ON o.tenant_id = v.tenant_id AND o.id = v.company_id
LEFT JOIN technician_verification_viewers w ON w.tenant_id = v.tenant_id AND w.technician_verification_id = v.id AND w.actor_id = @actor_id
WHERE v.id = ANY(@ids::uuid[]);

-- name: CandidatesOfTechnicianVerifications :many
SELECT t.technician_verification_id, t.contact_id, c.name AS contact_name, t.company_id, o.name AS company_name
FROM technician_verification_candidates t
JOIN contacts c ON c.tenant_id = t.tenant_id AND c.id = t.contact_id
JOIN companies o ON o.tenant_id = t.tenant_id AND o.id = t.company_id
WHERE t.technician_verification_id = ANY(@ids::uuid[]) ORDER BY c.sort_name, c.id;

-- name: MessagesOfTechnicianVerification :many
SELECT * FROM messages WHERE technician_verification_id = @technician_verification_id ORDER BY position LIMIT 100;

-- name: PlaceOfTechnicianVerification :one
SELECT opened_at FROM technician_verifications t WHERE id = @id AND (NOT @limited::boolean OR EXISTS (
  SELECT FROM technician_verification_candidates c WHERE c.tenant_id = t.tenant_id AND c.technician_verification_id = t.id AND c.company_id = ANY(@companies::uuid[])));

-- name: ListTechnicianVerifications :many
SELECT v.id FROM technician_verifications v
WHERE (@status::text = '' OR v.status = @status)
  AND (NOT @open::boolean OR v.status IN ('waiting', 'claimed'))
  AND (NOT @closed::boolean OR v.status NOT IN ('waiting', 'claimed'))
  AND (sqlc.narg(contact_id)::uuid IS NULL OR EXISTS (SELECT FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id AND t.contact_id = sqlc.narg(contact_id)
    AND (NOT @limited::boolean OR t.company_id = ANY(@companies::uuid[]))))
  AND (NOT @limited::boolean OR EXISTS (SELECT FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id AND t.company_id = ANY(@companies::uuid[])))
  AND (sqlc.narg(before_at)::timestamptz IS NULL OR (v.opened_at, v.id) < (sqlc.narg(before_at)::timestamptz, sqlc.narg(before_id)::uuid))
ORDER BY v.opened_at DESC, v.id DESC LIMIT @at_most;

-- name: LockMessage :one
SELECT * FROM messages WHERE id = @id FOR UPDATE;

-- name: HandMessage :exec
UPDATE messages SET handed_at = @at, admitted_at = coalesce(admitted_at, @at), account_id = @account_id WHERE id = @id;

-- name: ReleaseMessage :exec
UPDATE messages SET handed_at = NULL WHERE id = @id AND status = 'claimed' AND handed_at = @handed_at;

-- name: SettleOutbound :exec
UPDATE messages SET status = @status, provider_id = coalesce(provider_id, @provider_id), error_code = coalesce(@error_code, error_code) WHERE id = @id;

-- Whom a message concerns, for the policy that it is sent under; the company is absent when nobody knows.
-- name: CompanyOfMessage :one
SELECT coalesce((SELECT v.company_id FROM conversations v WHERE v.id = m.conversation_id),
  (SELECT v.company_id FROM technician_verifications v WHERE v.id = m.technician_verification_id),
  (SELECT c.company_id FROM technician_verification_candidates c WHERE c.technician_verification_id = m.technician_verification_id ORDER BY c.contact_id LIMIT 1),
  '00000000-0000-0000-0000-000000000000')::uuid
FROM messages m WHERE m.id = @id;

-- name: CarrierOf :one
-- A message leaves by the MSP's own account, where it has one.
SELECT id, (credentials_sealed IS NOT NULL)::boolean AS own FROM integrations WHERE kind = @kind AND archived_at IS NULL AND retired_at IS NULL ORDER BY own DESC LIMIT 1;

-- name: TakeAsker :exec
SELECT pg_advisory_xact_lock(@space::integer, @asker::integer);
