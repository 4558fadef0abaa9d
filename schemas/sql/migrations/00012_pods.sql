-- +goose Up
SET ROLE countersign_door;

-- In whose screens a pod stands: which PSA it is and the origin of its address, nothing else of the connection. The page is asked for before anybody has signed in.
-- +goose StatementBegin
CREATE FUNCTION door.pod_host(integration uuid) RETURNS TABLE (kind text, origin text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
  SELECT i.kind, coalesce(substring(i.base_url FROM '^(https?://[A-Za-z0-9.-]+(:[0-9]+)?)([/?#]|$)'), '')
  FROM public.integrations i WHERE i.id = integration AND i.kind NOT IN ('twilio', 'sendgrid') AND i.archived_at IS NULL;
END $$;
-- +goose StatementEnd

REVOKE ALL ON FUNCTION door.pod_host(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.pod_host(uuid) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
