-- +goose Up
-- What unlocks an operator's account is sealed under the ring, and is sealed anew when the ring's key is changed.
GRANT UPDATE (totp_sealed) ON operators TO countersign_door;

SET ROLE countersign_door;
-- +goose StatementBegin
CREATE FUNCTION door.operators_sealed_otherwise(active bytea) RETURNS TABLE (id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT o.id, o.totp_sealed FROM public.operators o WHERE substring(o.totp_sealed FROM 1 FOR length(active)) <> active
$$;
-- +goose StatementEnd
-- It changes nothing where the value is not the one that was opened.
-- +goose StatementBegin
CREATE FUNCTION door.reseal_operator(operator uuid, was bytea, sealed bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.operators o SET totp_sealed = sealed WHERE o.id = operator AND o.totp_sealed = was;
  RETURN FOUND;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.operators_sealed_otherwise(bytea), door.reseal_operator(uuid, bytea, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.operators_sealed_otherwise(bytea), door.reseal_operator(uuid, bytea, bytea) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
