-- +goose Up
-- A sender is a number, mailbox or shown name under which messages go out. It belongs to one MSP: clients must never read one MSP's sender on another's message.
CREATE TABLE senders (
  kind       text NOT NULL CHECK (kind IN ('number', 'mailbox', 'name')),
  value      text COLLATE "C" NOT NULL, -- E.164; an address in lower case; a name as core/contactsearch folds it
  owner      uuid NOT NULL REFERENCES tenants,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, value)
);
CREATE INDEX senders_of_owner ON senders (owner);
GRANT SELECT, INSERT, DELETE ON senders TO countersign_door;

-- Where two MSPs name the same sender today, the older MSP keeps it.
INSERT INTO senders (kind, value, owner)
SELECT DISTINCT ON (s.kind, s.value) s.kind, s.value, t.tenant_id
FROM tenants t
LEFT JOIN LATERAL (SELECT b.body FROM branding b WHERE b.tenant_id = t.tenant_id ORDER BY b.version DESC LIMIT 1) newest ON true
CROSS JOIN LATERAL (VALUES
  ('number', newest.body->>'sender_number'),
  ('mailbox', lower(newest.body->>'sender_email')),
  ('name', lower(regexp_replace(btrim(coalesce(newest.body->>'msp_name', t.name)), '\s+', ' ', 'g'))),
  ('name', lower(regexp_replace(btrim(coalesce(newest.body->>'sender_name', t.name)), '\s+', ' ', 'g')))
) AS s (kind, value)
WHERE coalesce(s.value, '') <> '' ORDER BY s.kind, s.value, t.created_at, t.tenant_id;

SET ROLE countersign_door;

-- Makes the given senders the running transaction's MSP's, and gives up its others. Returns those that another MSP has, which it does not get.
-- +goose StatementBegin
CREATE FUNCTION door.claim_senders(kinds text[], vals text[]) RETURNS TABLE (kind text, value text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE me uuid := public.current_tenant();
BEGIN
  DELETE FROM public.senders s WHERE s.owner = me AND (s.kind, s.value) NOT IN (SELECT u.k, u.v FROM unnest(kinds, vals) AS u (k, v));
  INSERT INTO public.senders (kind, value, owner) SELECT u.k, u.v, me FROM unnest(kinds, vals) AS u (k, v) ORDER BY u.k, u.v ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT s.kind, s.value FROM public.senders s JOIN unnest(kinds, vals) AS u (k, v) ON s.kind = u.k AND s.value = u.v WHERE s.owner <> me;
END $$;
-- +goose StatementEnd

-- Whether a sender is the running transaction's MSP's.
-- +goose StatementBegin
CREATE FUNCTION door.owns_sender(sender_kind text, sender_value text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT FROM public.senders s WHERE s.kind = sender_kind AND s.value = sender_value AND s.owner = public.current_tenant())
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.claim_senders(text[], text[]), door.owns_sender(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.claim_senders(text[], text[]), door.owns_sender(text, text) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
