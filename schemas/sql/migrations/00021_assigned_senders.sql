-- +goose Up
-- Numbers and mailboxes are the platform's. The operator assigns them (`countersign tenant numbers`, `countersign tenant senders`); what serves requests can claim a
-- shown name and nothing else.
GRANT UPDATE (ceilings) ON tenants TO countersign_door; -- by the operator's commands, which run as the database's owner; no function of the door does it

SET ROLE countersign_door;

-- A number that clients write to already is its MSP's: of several MSPs with the same number the one whose channel is oldest.
INSERT INTO senders (kind, value, owner)
SELECT DISTINCT ON (c.number) 'number', c.number, c.tenant_id FROM sms_channels c WHERE c.archived_at IS NULL ORDER BY c.number, c.created_at, c.id
ON CONFLICT DO NOTHING;

DROP FUNCTION door.claim_senders(text[], text[]);

-- Makes the given shown names the running transaction's MSP's, and gives up its others. Returns those that another MSP has, which it does not get.
-- +goose StatementBegin
CREATE FUNCTION door.claim_names(vals text[]) RETURNS TABLE (value text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE me uuid := public.current_tenant();
BEGIN
  DELETE FROM public.senders s WHERE s.owner = me AND s.kind = 'name' AND s.value <> ALL (vals);
  INSERT INTO public.senders (kind, value, owner) SELECT 'name', u.v, me FROM unnest(vals) AS u (v) ORDER BY u.v ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT s.value FROM public.senders s WHERE s.kind = 'name' AND s.value = ANY (vals) AND s.owner <> me;
END $$;
-- +goose StatementEnd

-- The numbers and mailboxes of the running transaction's MSP.
-- +goose StatementBegin
CREATE FUNCTION door.own_senders() RETURNS TABLE (kind text, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT s.kind, s.value FROM public.senders s WHERE s.owner = public.current_tenant() AND s.kind <> 'name' ORDER BY 1, 2
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.claim_names(text[]), door.own_senders() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.claim_names(text[]), door.own_senders() TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
