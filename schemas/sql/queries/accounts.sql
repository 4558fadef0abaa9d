-- An MSP's own account at a carrier is a row of integrations with credentials.

-- name: LockOwnAccount :one
SELECT id FROM integrations WHERE kind = @kind AND credentials_sealed IS NOT NULL AND retired_at IS NULL FOR UPDATE;

-- name: RetireOwnAccounts :execrows
UPDATE integrations SET retired_at = coalesce(retired_at, @at), archived_at = CASE WHEN @forget::boolean THEN @at END,
  credentials_sealed = CASE WHEN NOT @forget::boolean THEN credentials_sealed END
WHERE kind = @kind AND credentials_sealed IS NOT NULL AND (retired_at IS NULL OR @forget::boolean);
