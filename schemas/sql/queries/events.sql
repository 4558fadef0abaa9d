-- name: EventAt :one
SELECT at FROM events WHERE id = @id;

-- name: EventsSince :many
SELECT * FROM events WHERE at >= @since AND id <> @known ORDER BY id LIMIT @at_most;

-- name: NewestEvent :one
SELECT coalesce(max(id), 0)::bigint FROM events;
