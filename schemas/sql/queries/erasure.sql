-- What clients wrote, when a person is erased or the MSP's retention time is over. A number that another person on file shares stays theirs.

-- name: EraseConversationsOf :exec
UPDATE conversations SET their_index = '', their_sealed = NULL, their_masked = @masked, contact_id = NULL, subject = '', status = 'closed', closed_at = coalesce(closed_at, @at) WHERE contact_id = @contact_id;

-- name: EraseMessagesOf :exec
UPDATE messages SET their_index = '', their_sealed = NULL, their_masked = @masked, subject_sealed = NULL, body_sealed = NULL, media = '[]'
WHERE conversation_id IN (SELECT c.id FROM conversations c WHERE c.contact_id = @contact_id)
   OR technician_verification_id IN (SELECT v.id FROM technician_verifications v WHERE v.contact_id = @contact_id)
   OR their_index IN (SELECT p.value_index FROM contact_points p WHERE p.contact_id = @contact_id AND p.value_index <> ''
                      AND NOT EXISTS (SELECT 1 FROM contact_points o WHERE o.value_index = p.value_index AND o.contact_id <> @contact_id AND o.replaced_at IS NULL));

-- name: EraseConsentTextsOf :exec
UPDATE consents SET text_sealed = NULL
WHERE value_index IN (SELECT p.value_index FROM contact_points p WHERE p.contact_id = @contact_id AND p.value_index <> ''
                      AND NOT EXISTS (SELECT 1 FROM contact_points o WHERE o.value_index = p.value_index AND o.contact_id <> @contact_id AND o.replaced_at IS NULL));

-- name: EraseTechnicianVerificationsOf :exec
UPDATE technician_verifications SET point_index = '', point_sealed = NULL, point_masked = @masked, contact_id = NULL WHERE contact_id = @contact_id AND status NOT IN ('waiting', 'claimed');

-- name: EraseCandidate :exec
DELETE FROM technician_verification_candidates c USING technician_verifications v
WHERE c.contact_id = @contact_id AND v.id = c.technician_verification_id AND v.status NOT IN ('waiting', 'claimed');

-- name: HasOpenTechnicianVerification :one
SELECT EXISTS (SELECT 1 FROM technician_verifications WHERE contact_id = @contact_id AND status IN ('waiting', 'claimed'));

-- name: ForgetMessages :exec
UPDATE messages m SET their_index = '', their_sealed = NULL, their_masked = @masked, subject_sealed = NULL, body_sealed = NULL, media = '[]'
WHERE m.at < @before AND m.their_sealed IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = m.conversation_id AND c.status = 'open');

-- name: ForgetConversations :exec
UPDATE conversations SET their_index = '', their_sealed = NULL, their_masked = @masked, contact_id = NULL, subject = '', ticket_id = NULL WHERE closed_at < @before AND their_masked <> @masked;

-- name: ForgetTechnicianVerifications :exec
UPDATE technician_verifications SET point_index = '', point_sealed = NULL, point_masked = @masked, contact_id = NULL, ticket_id = NULL, claimed_by = NULL, claimed_name = NULL, claimed_key_id = NULL, claimed_key_name = NULL
WHERE closed_at < @before AND point_masked <> @masked;

-- name: ForgetConsentTexts :exec
UPDATE consents SET text_sealed = NULL WHERE at < @before AND text_sealed IS NOT NULL;

-- name: ForgetTicketWrites :exec
UPDATE ticket_writes SET payload_sealed = NULL WHERE created_at < @before AND status <> 'queued' AND payload_sealed IS NOT NULL;
