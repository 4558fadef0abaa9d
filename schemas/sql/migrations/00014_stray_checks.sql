-- +goose Up
-- When somebody asked for the check of a ticket default: one that was asked for and never started is found by it.
ALTER TABLE ticket_defaults ADD COLUMN asked_at timestamptz;
CREATE POLICY door ON ticket_defaults TO countersign_door USING (true) WITH CHECK (true);
GRANT SELECT ON ticket_defaults TO countersign_door;

SET ROLE countersign_door;

-- Ticket defaults whose check was asked for before a time and has not been judged.
-- +goose StatementBegin
CREATE FUNCTION door.waiting_checks(before timestamptz, at_most integer) RETURNS TABLE (tenant_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT d.tenant_id, d.id FROM public.ticket_defaults d WHERE d.status = 'checking' AND d.archived_at IS NULL AND d.asked_at < before ORDER BY d.asked_at LIMIT at_most
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.waiting_checks(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.waiting_checks(timestamptz, integer) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
