-- name: CountWaiting :one
-- Each number stops at 100, so that a count costs no more than a page.
SELECT
  (SELECT count(*) FROM (SELECT FROM verifications v WHERE v.status = 'pending' AND (NOT @limited::boolean OR v.company_id = ANY(@companies::uuid[])) LIMIT 100) found)::integer AS verifications_open,
  (SELECT count(*) FROM (SELECT FROM alerts a WHERE a.settled_at IS NULL AND (NOT @limited::boolean OR EXISTS (SELECT FROM denials d WHERE d.tenant_id = a.tenant_id AND d.alert_id = a.id AND d.company_id = ANY(@companies::uuid[]))) LIMIT 100) found)::integer AS alerts_open,
  open_asks.all_open, open_asks.waiting,
  (SELECT count(*) FROM (SELECT FROM conversations c WHERE @messages::boolean AND c.unread > 0 AND (NOT @limited::boolean OR c.company_id = ANY(@companies::uuid[])) LIMIT 100) found)::integer AS conversations_unread,
  (SELECT count(*) FROM (SELECT FROM integrations i WHERE @connections::boolean AND i.ticket_system AND i.enabled AND i.archived_at IS NULL AND i.problem IS NOT NULL LIMIT 100) found)::integer AS connections_failing,
  (SELECT count(*) FROM (SELECT FROM ticket_writes w WHERE @writes::boolean AND w.status IN ('failed', 'maybe_written') LIMIT 100) found)::integer AS ticket_writes_failed
FROM (
  SELECT count(*)::integer AS all_open, (count(*) FILTER (WHERE found.status = 'waiting'))::integer AS waiting FROM (
    SELECT v.status FROM technician_verifications v
    WHERE v.status IN ('waiting', 'claimed')
      AND (NOT @limited::boolean OR EXISTS (SELECT FROM technician_verification_candidates t WHERE t.tenant_id = v.tenant_id AND t.technician_verification_id = v.id AND t.company_id = ANY(@companies::uuid[])))
    LIMIT 100) found
) open_asks;
