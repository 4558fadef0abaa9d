-- +goose Up
-- An operator signs in with an authenticator app beside the password. Accounts from before have none until `countersign operator totp` gives them one.
ALTER TABLE operators ADD COLUMN totp_sealed bytea;
ALTER TABLE operators ADD COLUMN totp_step bigint; -- the last one that was spent: a code is good once
GRANT UPDATE (totp_step) ON operators TO countersign_door;
DELETE FROM operator_sessions; -- each was opened by a password alone

SET ROLE countersign_door;
-- +goose StatementBegin
CREATE FUNCTION door.operator_authenticator(operator uuid) RETURNS TABLE (totp_sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$ SELECT o.totp_sealed FROM public.operators o WHERE o.id = operator $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION door.spend_operator_step(operator uuid, step bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.operators o SET totp_step = step WHERE o.id = operator AND (o.totp_step IS NULL OR o.totp_step < step);
  RETURN FOUND;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.operator_authenticator(uuid), door.spend_operator_step(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.operator_authenticator(uuid), door.spend_operator_step(uuid, bigint) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
