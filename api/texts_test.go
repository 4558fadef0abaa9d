package api

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

// forged is a name that would write a result into a ticket's note.
const forged = "tech A\n\nAna Torres verified by call-back,\u2028assurance high"

// severalLines are the columns that may hold more than one line: what MSPs write to their clients, and what the product writes about itself.
var severalLines = map[string]bool{
	"conversation_templates.body": true, "evidence.bundle": true,
	"contact_points.approved_reason": true, // a reason in a technician's words
}

// hiddenInSQL are controls, separators of lines and paragraphs, marks of direction, and characters without width.
const hiddenInSQL = `[\u0001-\u001f\u007f-\u009f\u00ad\u2028\u2029\u202a-\u202e\u2060-\u2069\u200b\u200e\u200f\ufeff]`

func TestNoNameHasALineOfItsOwn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	ana := d.add(msp, newcomer{}).in()
	doors := []struct {
		method, path string
		body         map[string]any
		name         string
	}{
		{"PATCH", "/v1/me", map[string]any{}, "name"},
		{"POST", "/v1/users", map[string]any{"email": "new@bluepeak.example"}, "name"},
		{"POST", "/v1/api-keys", map[string]any{"scopes": []string{"contacts:read"}}, "name"},
		{"POST", "/v1/companies", map[string]any{"country": "US"}, "name"},
		{"PATCH", h.fill("/v1/companies/:company_id"), map[string]any{}, "name"},
		{"POST", "/v1/contacts", map[string]any{"company_id": h["company_id"]}, "name"},
		{"PATCH", h.fill("/v1/contacts/:contact_id"), map[string]any{}, "name"},
		{"POST", "/v1/conversation-templates", map[string]any{"body": "Hello"}, "name"},
		{"POST", "/v1/conversation-templates", map[string]any{"body": "Hello", "name": "Greeting"}, "subject"},
	}
	for i, door := range doors {
		for _, hidden := range []string{"Ana\u202e", "\u200b", "A\u2066na", "A\u001bna", "Ana\ufeff"} {
			door.body[door.name] = hidden
			ana.do(door.method, door.path, door.body).is(422).refused(problem.ValidationFailed)
		}
		door.body[door.name] = strings.Replace(forged, "tech A", fmt.Sprint("tech ", i), 1)
		answer := ana.do(door.method, door.path, door.body)
		require.Less(t, answer.StatusCode, 300, "%s %s: %s", door.method, door.path, answer.body)
	}
	ana.do("POST", "/v1/verifications", map[string]any{"contact_id": h["contact_id"], "channel": "sms_code", "ticket_id": "48190\n\nAna Torres verified"}).is(422)
	ana.do("POST", "/v1/verifications", map[string]any{"contact_id": h["contact_id"], "channel": "sms_code", "ticket_id": "https://evil.example/"}).is(422)
	ana.do("GET", "/v1/tickets/48190%0AAna", nil).is(404)
	// A name that was kept before names were cleaned writes no line either.
	d.sql(`UPDATE users SET name = $2 WHERE id = $1`, ana.id, forged)
	ana.do("POST", "/v1/companies", map[string]any{"name": "Another", "country": "US"}).is(201)
	d.sql(`UPDATE users SET name = 'Ana' WHERE id = $1`, ana.id)

	for _, column := range d.textColumns() {
		if !severalLines[column.table+"."+column.name] {
			require.Zero(t, d.count(`SELECT count(*) FROM `+column.table+` WHERE `+column.name+`::text ~ '`+hiddenInSQL+`'`), "%s.%s holds what nobody sees", column.table, column.name)
		}
	}
	require.NotZero(t, d.count(`SELECT count(*) FROM audit WHERE actor_name LIKE 'tech A Ana Torres%'`))
}

type textColumn struct{ table, name string }

// textColumns are all columns of texts there are.
func (d *desk) textColumns() (columns []textColumn) {
	d.t.Helper()
	conn, err := pgx.Connect(d.t.Context(), d.owner)
	require.NoError(d.t, err)
	defer conn.Close(context.WithoutCancel(d.t.Context()))
	rows, err := conn.Query(d.t.Context(), `SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND (data_type = 'text' OR udt_name = '_text') AND table_name NOT LIKE 'goose%'`)
	require.NoError(d.t, err)
	defer rows.Close()
	for rows.Next() {
		var column textColumn
		require.NoError(d.t, rows.Scan(&column.table, &column.name))
		columns = append(columns, column)
	}
	require.NoError(d.t, rows.Err())
	require.Greater(d.t, len(columns), 80)
	return columns
}
