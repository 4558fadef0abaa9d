-- name: EventExists :one
SELECT EXISTS (SELECT FROM events WHERE id = @id);

-- name: EventsAfter :many
SELECT * FROM events WHERE id > @id ORDER BY id LIMIT @at_most;
