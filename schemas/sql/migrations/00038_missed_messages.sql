-- +goose Up
-- How far the carrier's own list of messages to a number was read. What it holds and never reached us is taken in from there.
CREATE TABLE number_reads (
  number     text COLLATE "C" PRIMARY KEY, -- E.164
  owner      uuid NOT NULL REFERENCES tenants,
  ours_since timestamptz NOT NULL, -- what came before may be another MSP's
  read_until timestamptz NOT NULL,
  next_at    timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON number_reads TO countersign_door;

SET ROLE countersign_door;

-- Takes numbers whose list is due, for whoever reads it now: until next nobody else gets them. A number that is new, or another MSP's than before, is read from now on.
-- +goose StatementBegin
CREATE FUNCTION door.take_numbers(at timestamptz, next timestamptz, at_most integer) RETURNS TABLE (tenant_id uuid, number text, ours_since timestamptz, read_until timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  WITH due AS (
    SELECT s.value, s.owner FROM public.senders s LEFT JOIN public.number_reads r ON r.number = s.value AND r.owner = s.owner
    WHERE s.kind = 'number' AND (r.number IS NULL OR r.next_at <= at) ORDER BY r.next_at NULLS FIRST, s.value LIMIT at_most
  ), taken AS (
    INSERT INTO public.number_reads AS r (number, owner, ours_since, read_until, next_at) SELECT d.value, d.owner, at, at, next FROM due d
    ON CONFLICT (number) DO UPDATE SET owner = excluded.owner, next_at = excluded.next_at, ours_since = CASE WHEN r.owner = excluded.owner THEN r.ours_since ELSE excluded.ours_since END,
      read_until = CASE WHEN r.owner = excluded.owner THEN r.read_until ELSE excluded.read_until END
    WHERE r.owner <> excluded.owner OR r.next_at <= at
    RETURNING r.owner, r.number, r.ours_since, r.read_until
  )
  SELECT * FROM taken
$$;
-- +goose StatementEnd

-- Notes that a number's list was read, as it was at a time.
-- +goose StatementBegin
CREATE FUNCTION door.number_read(tenant uuid, their_number text, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.number_reads r SET read_until = at WHERE r.number = their_number AND r.owner = tenant AND r.read_until < at
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION door.take_numbers(timestamptz, timestamptz, integer), door.number_read(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION door.take_numbers(timestamptz, timestamptz, integer), door.number_read(uuid, text, timestamptz) TO countersign_app;
RESET ROLE;

-- +goose Down
SELECT 'forward only';
