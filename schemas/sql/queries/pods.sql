-- name: ContactIDAtPSA :one
-- Who a PSA's person is with us; somebody who was deleted there still is who they are.
SELECT contact_id FROM contact_links WHERE integration_id = @integration_id AND external_id = @external_id;
