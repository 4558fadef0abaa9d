-- +goose Up
-- An MSP may have an account of its own at Twilio or SendGrid. Each is a row with credentials, besides the row without, which stands for the platform's
-- account. Whatever an account reports about knocks at the address of its row. A row is one account for good: another account is another row.
ALTER TABLE integrations ADD COLUMN retired_at timestamptz; -- nothing leaves by this account any more; its credentials stay for what it has taken
DROP INDEX integrations_of_ours;
CREATE UNIQUE INDEX integrations_of_platform ON integrations (tenant_id, kind)
  WHERE kind IN ('twilio', 'sendgrid') AND credentials_sealed IS NULL AND archived_at IS NULL;
CREATE UNIQUE INDEX integrations_own_account ON integrations (tenant_id, kind)
  WHERE kind IN ('twilio', 'sendgrid') AND credentials_sealed IS NOT NULL AND retired_at IS NULL;

-- Which account a message was last handed to: it alone is asked for the message and reports on it. null: the platform's.
ALTER TABLE sends ADD COLUMN account_id uuid, ADD FOREIGN KEY (tenant_id, account_id) REFERENCES integrations (tenant_id, id);
ALTER TABLE messages ADD COLUMN account_id uuid, ADD FOREIGN KEY (tenant_id, account_id) REFERENCES integrations (tenant_id, id);

GRANT UPDATE (credentials_sealed, archived_at) ON integrations TO countersign_door;

SET ROLE countersign_door;

-- Whose webhook a provider knocks at. own says that an account of the MSP's own knocks; one that has been forgotten stays its own, so that nobody takes
-- it for the platform's.
DROP FUNCTION door.integration(uuid, text);
-- +goose StatementBegin
CREATE FUNCTION door.integration(integration uuid, integration_kind text) RETURNS TABLE (tenant_id uuid, own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.tenant_id, i.credentials_sealed IS NOT NULL OR i.archived_at IS NOT NULL FROM public.integrations i WHERE i.id = integration AND i.kind = integration_kind
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.integration(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.integration(uuid, text) TO countersign_app;

-- Throws away what only had a time to live. Returns how many rows went. The credentials of a retired account go after three days: SendGrid brings reports
-- for as long as that.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION door.sweep(at timestamptz, idempotency_before timestamptz, webhooks_before timestamptz, events_before timestamptz, failures_before timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
DECLARE gone bigint := 0; n bigint;
BEGIN
  DELETE FROM public.sessions s WHERE s.expires_at < at; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.password_tokens p WHERE p.expires_at < at; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.operator_sessions o WHERE o.expires_at < at; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.idempotency_keys i WHERE i.created_at < idempotency_before; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.webhook_events w WHERE w.received_at < webhooks_before; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.events e WHERE e.at < events_before; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  DELETE FROM public.sign_in_failures f WHERE failures_before > ALL (f.times); GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  UPDATE public.integrations i SET credentials_sealed = NULL, archived_at = at
  WHERE i.credentials_sealed IS NOT NULL AND i.retired_at < at - interval '3 days'; GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  RETURN gone;
END $$;
-- +goose StatementEnd

RESET ROLE;

-- +goose Down
SELECT 'forward only';
